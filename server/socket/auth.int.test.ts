// Who a mod is, over real sockets: every token, every answer, every close code.

import { describe, expect, it } from 'vitest';
import { by, join, later, open, pid, running, TICK, tell } from '../race/story.test-kit.ts';
import { useHarnesses } from './harness.test-kit.ts';
import { SOCKET_LIMITS } from './limits.ts';

const stage = useHarnesses();

describe('auth', () => {
  it('sent in the same breath as the handshake is heard', async () => {
    const harness = await stage(tell(open(), join(1)));
    const mod = harness.mod();
    mod.socket.on('upgrade', () => {
      queueMicrotask(() => mod.say({ type: 'auth', mod_token: harness.tokenOf(1) }));
    });
    expect(await mod.hears('auth_ok')).toMatchObject({ participant_id: pid(1), you: { status: 'registered' } });
    expect((await harness.facts()).at(-1)).toMatchObject({ type: 'mod_connected', participant: pid(1) });
  });

  it('does not come in time: 4001', async () => {
    const harness = await stage(tell(open(), join(1)));
    const mod = harness.mod();
    await mod.opened;
    mod.say({ type: 'ready' });
    expect(await mod.hears('error')).toMatchObject({ code: 'malformed' });
    await harness.time.pass(SOCKET_LIMITS.authMs);
    expect(await mod.closed).toBe(4001);
  });

  const dead: readonly (readonly [string, () => ReturnType<typeof open>, number, number, string])[] = [
    ['a generation that never was', () => tell(open(), join(1)), 1, 7, 'bad_token'],
    ['somebody of another race', () => tell(open(), join(1)), 9, 1, 'bad_token'],
    [
      'an older pack',
      () => tell(open(), join(1), { type: 'renew_pack', participant: pid(1), by: by(1) }),
      1,
      1,
      'bad_token',
    ],
    [
      'a seed before the reroll',
      () => tell(open(), join(1), { type: 'reroll', seed: open().race.seed, broken: false, by: by(0) }),
      1,
      1,
      'seed_changed',
    ],
    ['who was removed', () => tell(open(), join(1), { type: 'remove', user: join1.user, by: by(0) }), 1, 1, 'removed'],
    [
      'a cancelled race',
      () => tell(open(), join(1), { type: 'cancel', reason: 'rain', broken: false, by: by(0) }),
      1,
      1,
      'race_cancelled',
    ],
    [
      'a race whose results are final',
      () => tell(later(tell(running(1), { type: 'end', by: by(0) }), 3_600_000), TICK),
      1,
      1,
      'race_over',
    ],
  ];
  const join1 = (join(1) as Extract<ReturnType<typeof join>, { type: 'join' }>).person;

  it.each(dead)('%s: auth_error, 4003', async (_who, story, n, generation, code) => {
    const harness = await stage(story());
    const mod = harness.mod();
    await mod.opened;
    mod.say({ type: 'auth', mod_token: harness.tokenOf(n, generation) });
    expect(await mod.hears('auth_error')).toMatchObject({ code, message: expect.any(String) });
    expect(await mod.closed).toBe(4003);
  });

  it('nonsense for a token: bad_token, and nothing is recorded', async () => {
    const harness = await stage(tell(open(), join(1)));
    const mod = harness.mod();
    await mod.opened;
    mod.say({ type: 'auth', mod_token: 'nonsense' });
    expect(await mod.hears('auth_error')).toMatchObject({ code: 'bad_token' });
    expect((await harness.facts()).length).toBe(harness.first.length);
  });

  it('that cannot be checked now: try_again, 1013', async () => {
    const harness = await stage(tell(open(), join(1)));
    await harness.load();
    const mod = harness.mod();
    await mod.opened;
    harness.broken.log = true;
    mod.say({ type: 'auth', mod_token: harness.tokenOf(1) });
    expect(await mod.hears('error')).toMatchObject({ code: 'try_again' });
    expect(await mod.closed).toBe(1013);
  });

  it('of a newer connection wins: the older hears 4009, and no lost connection is recorded', async () => {
    const harness = await stage(tell(open(), join(1)));
    const one = await harness.seated(1);
    const two = await harness.seated(1);
    expect(await one.closed).toBe(4009);
    two.say({ type: 'ready' });
    expect(await two.hears('player_status')).toMatchObject({ status: 'ready' });
    expect((await harness.facts()).map((fact) => fact.type)).not.toContain('mod_disconnected');
  });

  it('again and again: try_again, 1013, until time has passed', async () => {
    const harness = await stage(tell(open(), join(1)));
    for (let n = 0; n < SOCKET_LIMITS.authsBurst; n += 1) await harness.seated(1);
    const mod = harness.mod();
    await mod.opened;
    mod.say({ type: 'auth', mod_token: harness.tokenOf(1) });
    expect(await mod.closed).toBe(1013);
    await harness.time.pass(2_000);
    await harness.seated(1);
  });

  it('a token that dies while connected: auth_error and 4003', async () => {
    const harness = await stage(tell(open(), join(1)));
    const mod = await harness.seated(1);
    await harness.submit({ type: 'reroll', seed: open().race.seed, broken: false, by: by(0) });
    expect(await mod.hears('auth_error')).toMatchObject({ code: 'seed_changed' });
    expect(await mod.closed).toBe(4003);
  });

  it('a cancelled race is told with its reason', async () => {
    const harness = await stage(tell(open(), join(1)));
    const mod = await harness.seated(1);
    await harness.submit({ type: 'cancel', reason: 'rain', broken: false, by: by(0) });
    const message = 'Cancelled by P0: rain. You can stop.';
    expect(await mod.hears('race_status_change')).toMatchObject({ status: 'cancelled', message });
    expect(await mod.hears('auth_error')).toMatchObject({ code: 'race_cancelled', message });
    expect(await mod.closed).toBe(4003);
  });
});
