// What mods say wrong: dead tokens, frames that are none, numbers that cannot be, too much at once, nothing at all. Each is told, and the
// players behind them finish with their own time.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { edgeOfFlag } from '../../server/race/graph.ts';
import { SOCKET_LIMITS } from '../../server/socket/limits.ts';
import { openFreshScene, type Scene } from './scene.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openFreshScene();
});
afterAll(() => scene.close());

it('a token that is wrong, of another race, or of somebody who left: why, and where the right pack is', async () => {
  const [one, two] = [await scene.create(), await scene.create()];
  const { pack } = await scene.join('ann', one);
  await scene.ask('ann', 'leave', { race: one.code });
  const other = await scene.join('ben', two);
  for (const [race, token] of [
    [one.id, 'nonsense'],
    [one.id, other.pack.modToken],
    [one.id, pack.modToken],
  ] as const) {
    const mod = scene.mod(race);
    await mod.opened;
    mod.say({ type: 'auth', mod_token: token });
    const { code, message } = await mod.hears('auth_error');
    scene.note('a mod', `auth with a dead token (${code})`, message);
    expect(await mod.closed).toBe(4003);
    expect(message).toMatch(token === pack.modToken ? /not in this race/ : /Get your pack/);
  }
  // Who belongs there was not disturbed.
  await scene.seated(other.pack);
});

it('frames that are no JSON, of another kind, numbers as text, IGT below zero or without end, unknown zones', async () => {
  const race = await scene.running(['ann', 'ben']);
  const [ann] = race.seats;
  if (ann === undefined) throw new Error('no player');
  const gate = { type: 'event_flag', flag_id: firstGate(race), igt_ms: 1, death_count: 0, at: null };
  const said: readonly (readonly [string, string, string])[] = [
    ['no JSON', '{"type":', 'malformed'],
    ['no object', '[1]', 'malformed'],
    ['nothing', '', 'malformed'],
    ['a kind that is not known', '{"type":"dance"}', 'unknown_type'],
    ['a number as text', JSON.stringify({ ...gate, seq: 1, igt_ms: '1' }), 'malformed'],
    ['a flag as text', JSON.stringify({ ...gate, seq: 1, flag_id: '1' }), 'malformed'],
    ['IGT below zero', JSON.stringify({ ...gate, seq: 1, igt_ms: -1 }), 'bad_igt'],
    ['IGT without end', JSON.stringify({ ...gate, seq: 1, igt_ms: 1e15 }), 'bad_igt'],
    ['IGT of parts', JSON.stringify({ ...gate, seq: 1, igt_ms: 1.5 }), 'bad_igt'],
    [
      'IGT that no double holds',
      JSON.stringify({ ...gate, seq: 1 }).replace('"igt_ms":1', '"igt_ms":1e999'),
      'malformed',
    ],
    ['a flag of another seed', JSON.stringify({ ...gate, seq: 1, flag_id: 77 }), 'unknown_zone'],
    ['an unknown zone', '{"type":"zone_entered","seq":1,"to_zone":"\\u0000@everyone","igt_ms":1}', 'unknown_zone'],
    ['a pulse below zero', '{"type":"status_update","igt_ms":-1,"death_count":0}', 'bad_igt'],
    ['deaths without end', '{"type":"status_update","igt_ms":1,"death_count":1e9}', 'malformed'],
  ];
  for (const [what, frame, code] of said) {
    ann.mod.raw(frame);
    const error = await ann.mod.hears('error');
    scene.note('a mod', what, `${error.code}: ${error.message}`);
    expect(error, what).toMatchObject({ code });
  }
  // After all that the same number takes the true gate.
  ann.mod.say({ ...gate, seq: 1 });
  expect(await ann.mod.hears('ack')).toMatchObject({ seq: 1 });
  await finishAll(race);
});

it('a frame of 1 MB ends that connection alone; the next one goes on', async () => {
  const race = await scene.running(['ann', 'ben']);
  const [ann, ben] = race.seats;
  ann?.mod.raw('x'.repeat(1_000_000));
  expect(await ann?.mod.closed).toBe(1009);
  expect(ben?.mod.socket.readyState).toBe(ben?.mod.socket.OPEN);
  await finishAll({ ...race, seats: await seatAgain(race) });
});

it('100 messages a second: too fast is said with the number of the fact, which counts when it comes again', async () => {
  const race = await scene.running(['ann', 'ben']);
  const [ann] = race.seats;
  if (ann === undefined) throw new Error('no player');
  for (let n = 0; n < SOCKET_LIMITS.modBurst + 30; n += 1) ann.mod.say({ type: 'pong' });
  const gate = { type: 'event_flag', seq: 1, flag_id: firstGate(race), igt_ms: 1, death_count: 0, at: null };
  ann.mod.say(gate);
  const isSaid = () => ann.mod.heard.some((one) => one.type === 'error' && one.code === 'too_fast' && one.seq === 1);
  await expect.poll(isSaid, { interval: 10 }).toBe(true);
  for (let n = 0; n < SOCKET_LIMITS.strikes * 4; n += 1) ann.mod.say({ type: 'pong' });
  expect(await ann.mod.closed).toBe(4008);
  await finishAll({ ...race, seats: await seatAgain(race) });
});

it('a half-open connection: let go after its silence, shown as away, and its player comes back', async () => {
  const race = await scene.running(['ann', 'ben']);
  const [ann, ben] = race.seats;
  // Nothing is read any more and nothing is said: no FIN either.
  ann?.mod.socket.pause();
  const beat = setInterval(() => ben?.mod.say({ type: 'pong' }), 500);
  const away = () =>
    ben?.mod.heard
      .filter((message) => message.type === 'leaderboard_update')
      .at(-1)
      ?.participants.some((player) => player.name === 'ann' && !player.connected);
  await expect.poll(away).toBe(true);
  clearInterval(beat);
  await finishAll({ ...race, seats: await seatAgain(race) });
});

it('nothing of all this was a fault', () => {
  expect(scene.alarms()).toEqual([]);
});

type Running = Awaited<ReturnType<Scene['running']>>;

/** A gate out of the start. */
function firstGate({ graph }: Pick<Running, 'graph'>): number {
  const flag = Object.keys(graph.eventMap)
    .map(Number)
    .find((one) => edgeOfFlag(graph, one)?.from === graph.start);
  if (flag === undefined) throw new Error('the start has no gate');
  return flag;
}

/** The same players on fresh connections, as their mods would come back. */
const seatAgain = ({ seats }: Running): Promise<Running['seats']> =>
  Promise.all(seats.map(async (seat) => ({ ...seat, mod: await scene.seated(seat.pack, `box-of-${seat.name}`) })));

/** Everybody finishes, and everybody stands in the final table with their own time. */
async function finishAll({ id, graph, seats }: Pick<Running, 'id' | 'graph' | 'seats'>): Promise<void> {
  for (const [index, { mod }] of seats.entries()) {
    const finish = { flag_id: graph.finishEvent, igt_ms: 5_000 + index, death_count: 0, at: null };
    mod.say({ type: 'event_flag', seq: 50, ...finish });
    await expect.poll(() => mod.heard.some((one) => one.type === 'ack' && one.seq === 50)).toBe(true);
  }
  await scene.status(id, 'finished');
  const answer = await fetch(`${scene.stand.publicUrl}/api/races/${id}`);
  const { participants } = (await answer.json()) as {
    participants: { name: string; igt_ms: number; status: string }[];
  };
  expect(participants.map(({ name, igt_ms: igtMs, status }) => ({ name, igtMs, status }))).toEqual(
    seats.map(({ name }, index) => ({ name, igtMs: 5_000 + index, status: 'finished' })),
  );
}
