// What links for one use promise (server/play/ports/tickets.ts), whoever implements them.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Store } from '../store.ts';
import { aPerson, T0 } from './world.test-kit.ts';

export function ticketsContract(store: () => Store, passTime: (ms: number) => void): void {
  const anInvitation = async (name: string | null = 'ann', about: string = randomUUID()) => {
    const { user } = await aPerson(store());
    return { purpose: 'invite', about, name, by: user, expiresAt: T0 + 1000 } as const;
  };

  test('one of several at once may use it, and it is gone', async () => {
    const { tickets } = store();
    const ticket = await anInvitation();
    const secret = await tickets.issue(ticket);
    expect(secret).toMatch(/^[\w-]{30,}$/);
    expect(await tickets.look('invite', secret)).toEqual(ticket);
    expect(await tickets.pending('invite', ticket.about)).toEqual([ticket]);
    const used = await Promise.all(Array.from({ length: 5 }, () => tickets.use('invite', secret)));
    expect(used.filter((one) => one !== undefined)).toEqual([ticket]);
    expect(await tickets.look('invite', secret)).toBeUndefined();
    expect(await tickets.pending('invite', ticket.about)).toEqual([]);
  });

  test('it is of one purpose, and nobody guesses it', async () => {
    const { tickets } = store();
    const secret = await tickets.issue(await anInvitation());
    expect(await tickets.use('sign_in', secret)).toBeUndefined();
    expect(await tickets.use('invite', `${secret}x`)).toBeUndefined();
    expect(await tickets.look('invite', secret)).toBeDefined();
  });

  test('it dies of age, of being taken back, and of a newer one', async () => {
    const { tickets } = store();
    const ticket = await anInvitation(null);
    const first = await tickets.issue(ticket);
    const second = await tickets.issue(ticket);
    expect(await tickets.look('invite', first)).toBeUndefined();
    expect(await tickets.revoke('invite', ticket.about, 'bob')).toBe(false);
    expect(await tickets.revoke('invite', ticket.about, null)).toBe(true);
    expect(await tickets.use('invite', second)).toBeUndefined();
    const other = await tickets.issue(await anInvitation('ann', ticket.about));
    passTime(1000);
    expect(await tickets.use('invite', other)).toBeUndefined();
    expect(await tickets.pending('invite', ticket.about)).toEqual([]);
  });
}
