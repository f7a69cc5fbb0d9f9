// What mods say once they are in, over real sockets: every refusal and answer of PROTOCOL.md.

import { describe, expect, it, vi } from 'vitest';
import { FLAGS, join, open, pid, RACE, ready, running, START, TICK, tell } from '../race/story.test-kit.ts';
import { flag, useHarnesses } from './harness.test-kit.ts';
import { SOCKET_LIMITS } from './limits.ts';

const stage = useHarnesses();

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
    await vi.waitFor(() => expect(harness.sockets.count()).toBe(0), { timeout: 60_000 });
    const types = (await harness.facts()).map((fact) => fact.type);
    const count = (type: string) => types.filter((one) => one === type).length;
    expect(count('mod_disconnected')).toBe(count('mod_connected'));
  });

  it('who goes while the database is away is gone all the same', async () => {
    const harness = await stage(tell(open(), join(1)));
    const mod = await harness.seated(1);
    harness.broken.log = true;
    mod.socket.close();
    await vi.waitFor(() => expect(harness.sockets.count()).toBe(0), { timeout: 60_000 });
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
