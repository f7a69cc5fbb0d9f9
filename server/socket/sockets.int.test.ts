// Every refusal, close code and answer of PROTOCOL.md over real sockets.

import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { by, FLAGS, join, later, open, pid, RACE, ready, running, START, TICK, tell } from '../race/story.test-kit.ts';
import { type Harness, makeHarness, ORIGIN } from './harness.test-kit.ts';
import { SOCKET_LIMITS } from './limits.ts';

const started: Harness[] = [];
const stage = async (...parts: Parameters<typeof makeHarness>) => {
  const harness = await makeHarness(...parts);
  started.push(harness);
  return harness;
};
afterEach(async () => {
  for (const harness of started.splice(0)) await harness.end();
});

const flag = (seq: number, flagId: number, igtMs: number, more: object = {}) => ({
  type: 'event_flag',
  seq,
  flag_id: flagId,
  igt_ms: igtMs,
  death_count: 0,
  at: null,
  ...more,
});
const UNKNOWN = '00000001-0000-4000-8000-000000000099';

describe('before the upgrade', () => {
  it.each([
    [`/ws/mod/${UNKNOWN}`, {}, 404, 'unknown_race'],
    ['/ws/mod/nonsense', {}, 404, 'unknown_race'],
    [`/ws/race/${UNKNOWN}`, {}, 404, 'unknown_race'],
    ['/ws/else', {}, 404, 'not_found'],
    ['/', {}, 404, 'not_found'],
    [`/ws/race/${RACE}`, { origin: 'https://evil.example' }, 403, 'foreign_origin'],
    [`/ws/race/${RACE}`, { origin: 'null' }, 403, 'foreign_origin'],
  ])('%s %o is refused with %i %s', async (path, options, status, code) => {
    const harness = await stage(open());
    const answer = await harness.at(path, options).refused;
    expect(answer).toMatchObject({ status, body: { error: { code, message: expect.any(String) } } });
  });

  it.each([[{ origin: ORIGIN }], [{}]])('a page of our own comes in: %o', async (options) => {
    const harness = await stage(open());
    const page = harness.page('', options);
    expect(await page.hears('race_state')).toMatchObject({ version: 0 });
  });

  it('an address has so many connections, and a place is free again when one goes', async () => {
    const harness = await stage(open(), { socketsPerAddress: 2 });
    const [one, two] = [harness.page(), harness.page()];
    await Promise.all([one.opened, two.opened]);
    expect(await harness.page().refused).toMatchObject({
      status: 429,
      body: { error: { code: 'too_many_connections' } },
    });
    one.socket.close();
    await one.closed;
    await harness.time.pass(0);
    await harness.page().hears('race_state');
  });

  it('behind a proxy the address is the one that the proxy saw', async () => {
    const harness = await stage(open(), { socketsPerAddress: 1, trustProxy: 1 });
    const from = (chain: string) => harness.page('', { headers: { 'x-forwarded-for': chain } });
    await from('10.0.0.1').opened;
    await from('10.0.0.1, 10.0.0.2').opened;
    expect(await from('6.6.6.6, 10.0.0.2').refused).toMatchObject({ status: 429 });
  });

  it('while nothing can be read the answer is 503 try_again', async () => {
    const harness = await stage(open());
    harness.broken.log = true;
    expect(await harness.mod().refused).toMatchObject({ status: 503, body: { error: { code: 'try_again' } } });
    harness.broken.log = false;
    harness.broken.sessions = true;
    expect(await harness.page().refused).toMatchObject({ status: 503 });
  });
});

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

describe('facts', () => {
  it('are acknowledged after they are stored; a finish with its place; a repeat again, once in the log', async () => {
    const harness = await stage(running(2));
    const mod = await harness.seated(1);
    await harness.time.pass(10_000);
    mod.say(flag(1, FLAGS.a, 5_000));
    expect(await mod.hears('ack')).toEqual({ type: 'ack', seq: 1 });
    mod.say(flag(2, FLAGS.finish, 9_000, { death_count: 2 }));
    expect(await mod.hears('ack')).toEqual({ type: 'ack', seq: 2, place: 1 });
    const { length } = await harness.facts();
    mod.say(flag(2, FLAGS.finish, 9_000, { death_count: 2 }));
    expect(await mod.hears('ack')).toEqual({ type: 'ack', seq: 2, place: 1 });
    expect((await harness.facts()).length).toBe(length);
    mod.say({ type: 'finished', seq: 3, igt_ms: 9_500 });
    expect(await mod.hears('ack')).toEqual({ type: 'ack', seq: 3, place: 1 });
  });

  it('without outbox are acknowledged without seq', async () => {
    const harness = await stage(running(1));
    const mod = await harness.seated(1, null);
    await harness.time.pass(10_000);
    mod.say({ type: 'zone_entered', to_zone: 'a_zone', igt_ms: 5_000, seq: 4 });
    expect(await mod.hears('ack')).toEqual({ type: 'ack' });
    expect((await harness.facts()).at(-1)).toMatchObject({ type: 'gate_passed', node: 'a', place: null });
  });

  it.each([
    ['unknown_zone', flag(1, 999, 5_000)],
    ['bad_igt', flag(1, FLAGS.a, -5)],
    ['malformed', { ...flag(1, FLAGS.a, 5), flag_id: 'x' }],
    ['unknown_type', { type: 'dance', seq: 1 }],
  ])('%s', async (code, message) => {
    const harness = await stage(running(1));
    const mod = await harness.seated(1);
    await harness.time.pass(10_000);
    mod.say(message);
    expect(await mod.hears('error')).toMatchObject({ code, seq: 1 });
  });

  it('seq_conflict, race_not_running, try_again: each names its fact', async () => {
    const harness = await stage(tell(open(), join(1), ready(1)));
    const mod = await harness.seated(1);
    mod.say(flag(1, FLAGS.a, 5));
    expect(await mod.hears('error')).toMatchObject({ code: 'race_not_running', seq: 1 });
    await harness.submit(START);
    await harness.time.pass(20_000);
    await harness.submit(TICK);
    harness.broken.log = true;
    mod.say(flag(1, FLAGS.a, 5_000));
    expect(await mod.hears('error')).toMatchObject({ code: 'try_again', seq: 1 });
    harness.broken.log = false;
    mod.say(flag(1, FLAGS.a, 5_000));
    expect(await mod.hears('ack')).toMatchObject({ seq: 1 });
    mod.say(flag(1, FLAGS.b, 5_000));
    expect(await mod.hears('error')).toMatchObject({ code: 'seq_conflict', seq: 1 });
  });

  it('said in one breath are stored in order', async () => {
    const harness = await stage(running(1));
    const mod = await harness.seated(1);
    await harness.time.pass(30_000);
    const gates = [FLAGS.a, FLAGS.bossFromA, FLAGS.final, FLAGS.finish];
    for (const [index, gate] of gates.entries()) mod.say(flag(index + 1, gate, 1_000 * (index + 1)));
    for (const [index] of gates.entries()) expect(await mod.hears('ack')).toMatchObject({ seq: index + 1 });
  });

  it('said before leaving are stored, then the loss of the connection', async () => {
    const harness = await stage(running(1));
    const mod = await harness.seated(1);
    await harness.time.pass(10_000);
    mod.say(flag(1, FLAGS.a, 5_000));
    mod.socket.close();
    await mod.closed;
    const page = harness.page();
    await page.hears('race_state');
    await harness.time.pass(0);
    const types = (await harness.facts()).map((fact) => fact.type);
    expect(types.slice(-2)).toEqual(['gate_passed', 'mod_disconnected']);
  });
});

describe('what else mods say', () => {
  it('clock exchange: t1 at arrival, t2 when sent; the bound is kept for the start', async () => {
    const harness = await stage(tell(open(), join(1), ready(1)));
    const mod = await harness.seated(1);
    mod.say({ type: 'time_sync', t0: 12.5, rtt_ms: 30, bound_ms: 15 });
    const now = harness.time.now();
    expect(await mod.hears('time_sync')).toEqual({ type: 'time_sync', t0: 12.5, t1: now, t2: now });
    expect(harness.live.liveness(RACE)[pid(1)]).toMatchObject({ clockBoundMs: 15, connected: true });
  });

  it('ready, not_ready, save and note reach the log; a bad IGT of a status is refused', async () => {
    const harness = await stage(tell(open(), join(1)));
    const mod = await harness.seated(1);
    mod.say({ type: 'ready' });
    await mod.hears('player_status');
    mod.say({ type: 'not_ready', reason: 'left_menu' });
    expect(await mod.hears('player_status')).toMatchObject({ status: 'registered', reason: 'left_menu' });
    mod.say({ type: 'save', state: 'other', igt_ms: 5 });
    mod.say({ type: 'note', code: 'x', text: 'y' });
    mod.say({ type: 'status_update', igt_ms: -1, death_count: 0 });
    expect(await mod.hears('error')).toMatchObject({ code: 'bad_igt' });
    const types = (await harness.facts()).map((fact) => fact.type);
    expect(types.slice(-4)).toEqual(['player_ready', 'player_not_ready', 'save_reported', 'note_reported']);
  });

  it('too many: too_fast with the number of the fact, and 4008 for who goes on', async () => {
    const harness = await stage(running(1));
    const mod = await harness.seated(1);
    // `auth` was the first of the burst.
    for (let n = 1; n < SOCKET_LIMITS.modBurst; n += 1) mod.say({ type: 'pong' });
    mod.say(flag(7, FLAGS.a, 1));
    expect(await mod.hears('error')).toMatchObject({ code: 'too_fast', seq: 7 });
    for (let n = 0; n < SOCKET_LIMITS.strikes + 1; n += 1) mod.say({ type: 'pong' });
    expect(await mod.closed).toBe(4008);
  });

  it('a switch that comes too fast is asked for again, however it was too fast; of diagnostics one less is no loss', async () => {
    const harness = await stage(tell(open(), join(1)));
    const mod = await harness.seated(1);
    for (let n = 0; n < SOCKET_LIMITS.asidesBurst; n += 1) mod.say({ type: 'note', code: 'x', text: `${n}` });
    mod.say({ type: 'note', code: 'x', text: 'one too many' });
    mod.say({ type: 'ready' });
    const sorry = await mod.hears('error');
    expect(sorry).toMatchObject({ code: 'try_again' });
    expect(sorry).not.toHaveProperty('seq');
    await harness.time.pass(1_000);
    mod.say({ type: 'ready' });
    expect(await mod.hears('player_status')).toMatchObject({ status: 'ready' });
    for (let n = 0; n < SOCKET_LIMITS.modBurst; n += 1) mod.say({ type: 'pong' });
    mod.say({ type: 'not_ready', reason: 'player' });
    const errors: unknown[] = [];
    do errors.push(((await mod.hears('error')) as { code: string }).code);
    while (errors.at(-1) === 'too_fast');
    expect(errors.at(-1)).toBe('try_again');
    const notes = (await harness.facts()).filter((fact) => fact.type === 'note_reported');
    expect(notes).toHaveLength(SOCKET_LIMITS.asidesBurst);
  });

  it('who hangs up while they are let in is not left connected in the log', async () => {
    const harness = await stage(tell(open(), join(1)));
    for (let n = 0; n < 5; n += 1) {
      const mod = harness.mod();
      await mod.opened;
      mod.say({ type: 'auth', mod_token: harness.tokenOf(1) });
      mod.socket.terminate();
      await mod.closed;
    }
    await vi.waitFor(() => expect(harness.sockets.count()).toBe(0), { timeout: 20_000 });
    const types = (await harness.facts()).map((fact) => fact.type);
    const count = (type: string) => types.filter((one) => one === type).length;
    expect(count('mod_disconnected')).toBe(count('mod_connected'));
  });

  it('who goes while the database is away is gone all the same', async () => {
    const harness = await stage(tell(open(), join(1)));
    const mod = await harness.seated(1);
    harness.broken.log = true;
    mod.socket.close();
    await vi.waitFor(() => expect(harness.sockets.count()).toBe(0), { timeout: 20_000 });
    expect(harness.faults).toMatchObject([{ sentence: 'a connection could not be ended cleanly' }]);
  });

  it('a frame above 16 KiB: 1009', async () => {
    const harness = await stage(tell(open(), join(1)));
    const mod = harness.mod();
    await mod.opened;
    mod.socket.send('x'.repeat(SOCKET_LIMITS.frameBytes + 1));
    expect(await mod.closed).toBe(1009);
  });

  it('ping every 20 s; who is silent for 60 s is let go, who answers is not', async () => {
    const harness = await stage(tell(open(), join(1), join(2)));
    const [one, two] = [await harness.seated(1), await harness.seated(2)];
    for (let n = 0; n < 3; n += 1) {
      await harness.time.pass(SOCKET_LIMITS.pingMs - 1_000);
      two.say({ type: 'time_sync', t0: n });
      await two.hears('time_sync');
      await harness.time.pass(1_000);
    }
    await one.hears('ping');
    expect(await one.closed).toBe(1006);
    expect(two.socket.readyState).toBe(two.socket.OPEN);
  });
});

describe('pages', () => {
  it('a snapshot, then what changes; resync and the clock; the same bytes for all of one sight', async () => {
    const harness = await stage(running(2));
    const [one, two] = [harness.page(), harness.page()];
    expect(await one.hears('race_state')).toMatchObject({ seed: { blurred: false } });
    await two.hears('race_state');
    await harness.time.pass(5_000);
    const mod = await harness.seated(1);
    mod.say(flag(1, FLAGS.a, 4_000));
    expect(await one.hears('player_update')).toMatchObject({ player: { zone_id: 'a' } });
    expect(await two.hears('player_update')).toMatchObject({ player: { zone_id: 'a' } });
    one.say({ type: 'resync' });
    one.say({ type: 'time_sync', t0: 1 });
    expect(await one.hears('race_state')).toMatchObject({ participants: [{ path: ['start', 'a'] }, {}] });
    expect(await one.hears('time_sync')).toMatchObject({ t0: 1, t1: harness.time.now() });
  });

  it('a player is blurred, and becoming somebody else closes their pages only', async () => {
    const harness = await stage(running(1));
    const [player, other] = [harness.page('?as=1'), harness.page('?as=7')];
    expect(await player.hears('race_state')).toMatchObject({ seed: { blurred: true } });
    expect(await other.hears('race_state')).toMatchObject({ seed: { blurred: false } });
    expect(harness.sockets.count()).toBe(2);
    harness.sockets.closeUser(join1.user);
    expect(await player.closed).toBe(1000);
    expect(other.socket.readyState).toBe(other.socket.OPEN);
  });
  const join1 = (join(1) as Extract<ReturnType<typeof join>, { type: 'join' }>).person;

  it('logging out in one browser leaves the pages of the others open', async () => {
    const harness = await stage(running(1));
    const [here, there] = [harness.page('?as=1&session=here'), harness.page('?as=1&session=there')];
    await here.hears('race_state');
    await there.hears('race_state');
    harness.sockets.closeSession('here');
    harness.sockets.closeSession('nowhere');
    expect(await here.closed).toBe(1000);
    expect(there.socket.readyState).toBe(there.socket.OPEN);
    there.say({ type: 'time_sync', t0: 1 });
    expect(await there.hears('time_sync')).toMatchObject({ t0: 1 });
    harness.sockets.closeUser(join1.user);
    expect(await there.closed).toBe(1000);
  });

  it("who becomes somebody else does so too where somebody's overlay is open", async () => {
    const harness = await stage(running(1));
    const [mine, theirs, other] = ['key of 1', 'key of 0&login=1', 'key of 0'].map((as) => harness.page(`?as=${as}`));
    for (const page of [mine, theirs, other]) await page?.hears('race_state');
    harness.sockets.closeUser(join1.user);
    expect([await mine?.closed, await theirs?.closed]).toEqual([1000, 1000]);
    expect(other?.socket.readyState).toBe(other?.socket.OPEN);
  });

  it('a race whose results are final: race_state, then 4004', async () => {
    const harness = await stage(later(tell(running(1), { type: 'end', by: by(0) }), 3_600_000));
    const page = harness.page();
    await page.hears('race_state');
    await harness.submit(TICK);
    expect(await page.hears('race_state')).toMatchObject({ race: { status: 'finished' } });
    expect(await page.closed).toBe(4004);
  });

  it('who says too much is not answered, and goes with 4008', async () => {
    const harness = await stage(open());
    const page = harness.page();
    await page.hears('race_state');
    const many = SOCKET_LIMITS.pageBurst + SOCKET_LIMITS.strikes + 1;
    for (let n = 0; n < many; n += 1) page.say({ type: 'time_sync', t0: n });
    expect(await page.closed).toBe(4008);
    expect(page.heard.filter((message) => message.type === 'time_sync')).toHaveLength(SOCKET_LIMITS.pageBurst);
  });

  it('one that stops reading disturbs nobody', async () => {
    const harness = await stage(running(2));
    const [slow, quick] = [harness.page(), harness.page()];
    await slow.hears('race_state');
    await quick.hears('race_state');
    const mod = await harness.seated(1);
    slow.socket.pause();
    let igtMs = 0;
    // Until the system's own buffers are full and the service sees that this one is slow.
    for (let n = 0; n < 60; n += 1) {
      for (let m = 0; m < 10; m += 1) {
        igtMs += 100;
        mod.say({ type: 'status_update', igt_ms: igtMs, death_count: 0 });
        await harness.time.pass(SOCKET_LIMITS.pingMs / 40);
      }
      quick.say({ type: 'pong' });
    }
    mod.say({ type: 'time_sync', t0: 1 });
    await mod.hears('time_sync');
    expect(quick.socket.readyState).toBe(quick.socket.OPEN);
    expect(quick.heard.filter((message) => message.type === 'tick').length).toBeGreaterThan(10);
  });
});

describe('a restart', () => {
  it('says 1001 to all, lets nobody in, and records no lost connection', async () => {
    const harness = await stage(running(1));
    const [mod, page] = [await harness.seated(1), harness.page()];
    await page.hears('race_state');
    const closing = harness.sockets.close();
    expect(await mod.closed).toBe(1001);
    expect(await page.closed).toBe(1001);
    await closing;
    expect((await harness.facts()).map((fact) => fact.type)).not.toContain('mod_disconnected');
    expect(harness.sockets.count()).toBe(0);
    expect(await harness.page().refused).toMatchObject({ status: 503, body: { error: { code: 'try_again' } } });
  });

  it('lets nobody in who came before it and was still being looked up', async () => {
    const harness = await stage(running(1));
    let found = () => {};
    harness.broken.slow = new Promise((done) => {
      found = done;
    });
    const asked = once(harness.server, 'upgrade');
    const page = harness.page();
    await asked;
    await harness.sockets.close();
    found();
    expect(await page.refused).toMatchObject({ status: 503 });
    expect(harness.sockets.count()).toBe(0);
  });
});
