// What tokens of the API promise (server/play/ports/api-tokens.ts), whoever implements them.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { API_TOKENS_PER_USER } from '../../play/ports/index.ts';
import type { Store } from '../store.ts';
import { aPerson, T0 } from './world.test-kit.ts';

export function apiTokensContract(store: () => Store, passTime: (ms: number) => void): void {
  const someone = async () => (await aPerson(store())).user;
  const created = async (user: Awaited<ReturnType<typeof someone>>, name = 'my script') => {
    const made = await store().apiTokens.create(user, name);
    if (made === 'too_many') throw new Error('A user without tokens has too many.');
    return made;
  };

  test('it says whose it is, and nobody guesses it', async () => {
    const { apiTokens } = store();
    const user = await someone();
    const { text, token } = await created(user);
    expect(text).toMatch(/^sfr_[0-9a-f]{32}_[\w-]{43}$/);
    expect(await apiTokens.byToken(text)).toEqual({ id: token.id, user });
    const other = (await created(user)).text;
    const mixed = text.slice(0, 37) + other.slice(37);
    const nearly = text.slice(0, -2) + (text.endsWith('AA') ? 'BB' : 'AA');
    for (const wrong of [mixed, nearly, `${text}x`, text.slice(1), token.id, '', "' or 1=1 --", '\0'])
      expect(await apiTokens.byToken(wrong), wrong).toBeUndefined();
  });

  test('its owner sees names and ids, newest first, and never the token again', async () => {
    const { apiTokens } = store();
    const user = await someone();
    const first = await created(user, 'first');
    passTime(1000);
    const second = await created(user, 'second');
    expect(await apiTokens.list(user)).toEqual([
      { id: second.token.id, name: 'second', createdAt: T0 + 1000, lastUsedAt: null },
      { id: first.token.id, name: 'first', createdAt: T0, lastUsedAt: null },
    ]);
    expect(JSON.stringify(await apiTokens.list(user))).not.toContain(first.text.slice(37));
    expect(await apiTokens.list(await someone())).toEqual([]);
  });

  test('its use is noted, to the minute', async () => {
    const { apiTokens } = store();
    const user = await someone();
    const { text } = await created(user);
    const lastUse = async () => (await apiTokens.list(user))[0]?.lastUsedAt;
    await apiTokens.byToken(text);
    expect(await lastUse()).toBe(T0);
    passTime(59_999);
    await apiTokens.byToken(text);
    expect(await lastUse()).toBe(T0);
    passTime(60_000);
    await apiTokens.byToken(text);
    expect(await lastUse()).toBe(T0 + 60_000);
  });

  test('revoked by its owner alone, it is dead', async () => {
    const { apiTokens } = store();
    const user = await someone();
    const { text, token } = await created(user);
    expect(await apiTokens.revoke(await someone(), token.id)).toBe(false);
    expect(await apiTokens.revoke(user, randomUUID())).toBe(false);
    expect(await apiTokens.revoke(user, "' or 1=1 --")).toBe(false);
    expect(await apiTokens.byToken(text)).toBeDefined();
    expect(await apiTokens.revoke(user, token.id)).toBe(true);
    expect(await apiTokens.revoke(user, token.id)).toBe(false);
    expect(await apiTokens.byToken(text)).toBeUndefined();
    expect(await apiTokens.list(user)).toEqual([]);
  });

  test('nobody has too many, however fast they ask', async () => {
    const { apiTokens } = store();
    const user = await someone();
    const asked = Array.from({ length: API_TOKENS_PER_USER + 5 }, (_, n) => apiTokens.create(user, `token ${n}`));
    const made = await Promise.all(asked);
    expect(made.filter((one) => one === 'too_many')).toHaveLength(5);
    expect(await apiTokens.list(user)).toHaveLength(API_TOKENS_PER_USER);
    expect(await apiTokens.create(await someone(), 'another')).not.toBe('too_many');
  });
}
