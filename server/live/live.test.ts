// What pages and mods are told of a race, when, and how often.

import { describe, expect, it } from 'vitest';
import type { Viewer } from '../race/sight.ts';
import {
  by,
  FLAGS,
  GRAPH,
  gate,
  join,
  later,
  open,
  person,
  pid,
  RACE,
  ready,
  running,
  START,
  TICK,
  tell,
} from '../race/story.test-kit.ts';
import { makeStage, typesOf } from './stage.test-kit.ts';

const PUBLIC: Viewer = { kind: 'anonymous', notRacing: true };
const KEYED: Viewer = { kind: 'keyed' };
const user = (n: number): Viewer => ({ kind: 'user', user: person(n).user, admin: false });
const status = (igtMs: number, deaths = 0, zone: string | null = null) => ({ igtMs, deaths, zone, mapId: null });
const finish = (n: number, seq: number, igtMs: number) => gate(n, seq, FLAGS.finish, igtMs);

describe('pages', () => {
  it('get a snapshot at once and nothing more while nothing happens', async () => {
    const stage = makeStage(running(2));
    const page = await stage.page(PUBLIC);
    expect(page.all()).toMatchObject([{ type: 'race_state', version: 0, seed: { blurred: false } }]);
    await stage.time.pass(60_000);
    expect(typesOf(page.all())).toEqual(['race_state', 'spectators']);
  });

  it('the same bytes, made once, go to a hundred spectators', async () => {
    const stage = makeStage(running(3));
    const pages = [];
    for (let n = 0; n < 100; n += 1) pages.push(await stage.page(PUBLIC));
    const mod = await stage.mod(1);
    await stage.time.pass(1_000);
    stage.say(gate(1, 1, FLAGS.a, 900));
    mod.seat.status(status(1_000));
    await stage.time.pass(1_000);
    const [first, ...others] = pages.map((page) => page.frames);
    expect(first?.length).toBeGreaterThan(4);
    for (const frames of others) {
      expect(frames.length).toBe(first?.length);
      for (const [index, frame] of frames.entries()) expect(frame).toBe(first?.[index]);
    }
  });

  it('ticks come at most four times a second, for many players in one', async () => {
    const stage = makeStage(running(4));
    const page = await stage.page(PUBLIC);
    const mods = [await stage.mod(1), await stage.mod(2), await stage.mod(3), await stage.mod(4)];
    await stage.time.pass(1_000);
    page.take();
    for (let ms = 50; ms <= 2_000; ms += 50) {
      for (const mod of mods) mod.seat.status(status(ms));
      await stage.time.pass(50);
    }
    const ticks = page.take().filter((message) => message.type === 'tick');
    expect(ticks.length).toBeGreaterThanOrEqual(7);
    expect(ticks.length).toBeLessThanOrEqual(8);
    expect(ticks.at(-1)?.players.map((one) => one[0])).toHaveLength(4);
  });

  it('every versioned message is exactly one more, and a gate moves one player and the board', async () => {
    const stage = makeStage(running(2));
    const page = await stage.page(PUBLIC);
    await stage.time.pass(5_000);
    stage.say(gate(1, 1, FLAGS.a, 5_000));
    stage.say(gate(2, 1, FLAGS.b, 4_000));
    const messages = page.take().filter((message) => 'version' in message);
    expect(messages.map((message) => message.version)).toEqual(messages.map((_, index) => index));
    expect(messages).toContainEqual(
      expect.objectContaining({
        type: 'player_update',
        player: expect.objectContaining({ id: pid(1), zone_id: 'a', layer: 1, path: ['start', 'a'] }),
      }),
    );
    const board = messages.findLast((message) => message.type === 'leaderboard_update');
    expect(board?.participants.map((one) => one.id)).toEqual([pid(2), pid(1)]);
  });

  it('the start is told, then drawn whole for who may see it and blurred for who races', async () => {
    const story = tell(open(), join(1), ready(1), START);
    const stage = makeStage(story);
    const page = await stage.page(PUBLIC);
    const player = await stage.page(user(1));
    expect(page.take()).toMatchObject([{ type: 'race_state', seed: { blurred: true }, race: { status: 'countdown' } }]);
    await stage.time.pass(10_000);
    stage.say(TICK);
    expect(page.take().filter((one) => one.type !== 'spectators')).toMatchObject([
      { type: 'race_status_change', status: 'running' },
      // The blurred stream draws it once more, then this viewer moves to the full one.
      { type: 'race_state', seed: { blurred: true } },
      { type: 'race_state', seed: { blurred: false, graph_json: { nodes: expect.arrayContaining([]) } } },
    ]);
    expect(JSON.stringify(player.all())).not.toContain('zone_id":"');
    expect(player.all().every((one) => one.type !== 'race_state' || one.seed.blurred)).toBe(true);
  });

  it('a player who finishes sees the map from then on, another one does not', async () => {
    const stage = makeStage(running(2));
    const [one, two] = [await stage.page(user(1)), await stage.page(user(2))];
    await stage.time.pass(1_000);
    stage.say(finish(1, 1, 900));
    expect(one.all().at(-1)).toMatchObject({ type: 'race_state', seed: { blurred: false } });
    expect(two.all().some((message) => message.type === 'race_state' && !message.seed.blurred)).toBe(false);
  });

  it('who joins late is blurred before the next thing is shown', async () => {
    const stage = makeStage(running(2));
    const page = await stage.page(user(7));
    expect(page.take()).toMatchObject([{ seed: { blurred: false } }]);
    await stage.time.pass(1_000);
    stage.say({ type: 'invite', person: person(7), newParticipant: pid(7), by: by(0) });
    stage.say(gate(1, 1, FLAGS.a, 900));
    const after = page.take();
    expect(after[0]).toMatchObject({ type: 'spectators' });
    expect(after[1]).toMatchObject({ type: 'race_state', seed: { blurred: true } });
    expect(JSON.stringify(after)).not.toContain('"zone_id":"');
  });

  it('a slow one is skipped and goes on with a snapshot', async () => {
    const stage = makeStage(running(2));
    const page = await stage.page(PUBLIC);
    await stage.time.pass(1_000);
    page.take();
    page.state.slow = true;
    for (let n = 1; n <= 50; n += 1) {
      await stage.time.pass(250);
      if (n % 10 === 0) stage.say(gate(1, n, FLAGS.a, n * 100));
    }
    expect(page.take()).toEqual([]);
    page.state.slow = false;
    await stage.time.pass(250);
    expect(page.take()).toMatchObject([{ type: 'race_state' }]);
    stage.say(gate(2, 1, FLAGS.b, 9_000));
    const [next] = page.take();
    expect(next).toMatchObject({ type: 'player_update' });
  });

  it('resync answers with a snapshot of the present version', async () => {
    const stage = makeStage(running(2));
    const page = await stage.page(PUBLIC);
    await stage.time.pass(1_000);
    stage.say(gate(1, 1, FLAGS.a, 900));
    const version = page.take().findLast((one) => 'version' in one)?.version;
    page.seat.resync();
    expect(page.take()).toMatchObject([{ type: 'race_state', version }]);
  });

  it('final results: a last race_state, then 4004; who comes later the same', async () => {
    const stage = makeStage(running(1));
    const page = await stage.page(PUBLIC);
    await stage.time.pass(1_000);
    stage.say(finish(1, 1, 900));
    expect(page.closes).toEqual([]);
    await stage.time.pass(10 * 60_000);
    stage.say(TICK);
    expect(page.all().at(-1)).toMatchObject({ type: 'race_state', race: { status: 'finished' } });
    expect(page.closes).toEqual([4004]);
    const late = await stage.page(PUBLIC);
    expect(typesOf(late.all()).at(-1)).toBe('race_state');
    expect(late.closes).toEqual([4004]);
  });

  it('a reroll is drawn anew once its graph is there', async () => {
    const stage = makeStage(tell(open(), join(1)));
    const page = await stage.page(KEYED);
    page.take();
    const seed = { ...open().race.seed, id: '00000004-0000-4000-8000-000000000002' as never };
    stage.say({ type: 'reroll', seed, broken: false, by: by(0) });
    await stage.time.pass(0);
    const states = page.take().filter((one) => one.type === 'race_state');
    expect(states.map((state) => state.seed.graph_json.nodes.length)).toEqual([5]);
  });

  it('a reroll whose graph cannot be read goes on without, and gets it as soon as it can be', async () => {
    const stage = makeStage(tell(open(), join(1)));
    const page = await stage.page(KEYED);
    stage.broken.graph = true;
    const seed = { ...open().race.seed, id: '00000004-0000-4000-8000-000000000002' as never };
    stage.say({ type: 'reroll', seed, broken: false, by: by(0) });
    await stage.time.pass(2_500);
    expect(stage.faults.length).toBeGreaterThan(1);
    stage.say(join(2));
    expect(typesOf(page.take())).toContain('leaderboard_update');
    stage.broken.graph = false;
    await stage.time.pass(1_000);
    const [state] = page.take().filter((one) => one.type === 'race_state');
    expect(state?.seed.graph_json.nodes).toHaveLength(5);
    expect((await stage.mod(1)).take()[0]).toMatchObject({ type: 'auth_ok', seed: { finish_event: FLAGS.finish } });
    page.seat.leave();
    await stage.live.stop();
    expect(stage.time.waiting()).toBe(0);
  });
});

describe('mods', () => {
  it('hear auth_ok first, then the board; a gate brings zone and board to all', async () => {
    const stage = makeStage(running(2));
    const [one, two] = [await stage.mod(1, 'box1'), await stage.mod(2)];
    expect(one.take()).toMatchObject([
      { type: 'auth_ok', participant_id: pid(1), last_seq: 0, zone: { node: 'start' } },
      { type: 'leaderboard_update' },
    ]);
    two.take();
    await stage.time.pass(1_000);
    one.take();
    two.take();
    stage.say(gate(1, 1, FLAGS.a, 900));
    expect(one.take()).toMatchObject([
      { type: 'zone_update', node: 'a', exits: [{ to: 'start', origin: true }, { to: null }] },
      { type: 'leaderboard_update', leader_splits: { 0: 0, 1: 900 } },
    ]);
    expect(typesOf(two.take())).toEqual(['leaderboard_update']);
    const again = await stage.mod(1, 'box1');
    expect(again.take()[0]).toMatchObject({ type: 'auth_ok', last_seq: 1 });
    expect(one.closes).toEqual([4009]);
    expect(stage.live.liveness(RACE)[pid(1)]?.connected).toBe(true);
    one.seat.leave();
    expect(stage.live.liveness(RACE)[pid(1)]?.connected).toBe(true);
    again.seat.leave();
    expect(stage.live.liveness(RACE)[pid(1)]).toMatchObject({ connected: false, offlineSince: stage.time.now() });
  });

  it('deaths, gaps and connections alone: at most every two seconds', async () => {
    const stage = makeStage(running(2));
    const [one, two] = [await stage.mod(1), await stage.mod(2)];
    await stage.time.pass(1_000);
    stage.say(gate(1, 1, FLAGS.a, 900));
    await stage.time.pass(3_000);
    two.take();
    for (let n = 1; n <= 40; n += 1) {
      one.seat.status(status(4_000 + n * 250, n));
      await stage.time.pass(250);
    }
    const boards = two.take().filter((message) => message.type === 'leaderboard_update');
    expect(boards.length).toBeGreaterThanOrEqual(4);
    expect(boards.length).toBeLessThanOrEqual(6);
  });

  it('start, stopped countdown and end, each in its words', async () => {
    const stage = makeStage(tell(open(), join(1), ready(1)));
    const mod = await stage.mod(1);
    mod.take();
    stage.say(START);
    stage.say({ type: 'not_ready', participant: pid(1), reason: 'player' });
    expect(mod.take()).toMatchObject([
      { type: 'countdown', seconds: 10 },
      { type: 'countdown_cancelled', message: 'P1 is not ready.' },
      { type: 'player_status', status: 'registered', reason: 'player' },
      { type: 'leaderboard_update' },
    ]);
    stage.say(ready(1));
    stage.say(START);
    await stage.time.pass(10_000);
    mod.take();
    stage.say(TICK);
    expect(mod.take()[0]).toMatchObject({ type: 'race_start', started_at: stage.time.now() });
    stage.say({ type: 'cancel', reason: 'broken seed', broken: false, by: by(0) });
    expect(mod.take()[0]).toMatchObject({
      type: 'race_status_change',
      status: 'cancelled',
      message: 'Cancelled by P0: broken seed. You can stop.',
    });
  });

  it('names of finished others are hidden where the race says so; the others share bytes', async () => {
    const stage = makeStage(running(3, { showFinishedNames: false }));
    const mods = [await stage.mod(1), await stage.mod(2), await stage.mod(3)];
    await stage.time.pass(1_000);
    stage.say(finish(1, 1, 900));
    const names = mods.map((mod) => {
      const board = mod.all().findLast((message) => message.type === 'leaderboard_update');
      return board?.participants[0]?.name;
    });
    expect(names).toEqual(['P1', null, null]);
    expect(mods[1]?.frames.at(-1)).toBe(mods[2]?.frames.at(-1));
  });

  it("deaths of others set the first marks of a node, one's own do not", async () => {
    const graph = { ...GRAPH, deathFlags: { ...GRAPH.deathFlags, a: [11, 12, 13], start: [1, 2, 3] } };
    const stage = makeStage(running(3), { graph });
    const mods = [await stage.mod(1), await stage.mod(2), await stage.mod(3)];
    await stage.time.pass(5_000);
    stage.say(gate(1, 1, FLAGS.a, 900));
    stage.say(gate(2, 1, FLAGS.a, 900));
    mods[0]?.seat.status(status(4_000, 1));
    mods[1]?.seat.status(status(4_000, 3));
    await stage.time.pass(2_000);
    const flags = mods.map((mod) => mod.all().findLast((message) => message.type === 'death_counts')?.flags);
    expect(flags).toEqual([[11, 12, 13], [11], [11, 12, 13]]);
  });

  it('a status moves the shown place to a visited node only', async () => {
    const stage = makeStage(running(1));
    const page = await stage.page(PUBLIC);
    const mod = await stage.mod(1);
    await stage.time.pass(5_000);
    stage.say(gate(1, 1, FLAGS.a, 900));
    const zoneOf = async (zone: string) => {
      mod.seat.status(status(5_000, 0, zone));
      await stage.time.pass(500);
      page.seat.resync();
      const state = page.all().findLast((message) => message.type === 'race_state');
      return state?.participants[0]?.zone_id;
    };
    expect(await zoneOf('start_zone')).toBe('start');
    expect(mod.all().findLast((message) => message.type === 'zone_update')).toMatchObject({ node: 'start' });
    expect(await zoneOf('b_zone')).toBe('start');
    expect(await zoneOf('nowhere')).toBe('start');
    stage.say(gate(1, 2, FLAGS.bossFromA, 4_000));
    expect(await zoneOf('nowhere')).toBe('boss');
  });

  it('are let go when the results are final', async () => {
    const stage = makeStage(running(1));
    const mod = await stage.mod(1);
    await stage.time.pass(1_000);
    stage.say(finish(1, 1, 900));
    await stage.time.pass(10 * 60_000);
    expect(mod.closes).toEqual([]);
    stage.say(TICK);
    expect(mod.closes[0]).toBe(4004);
  });
});

describe('delay', () => {
  it('the public sees everything after the start late, who is inside sees it live', async () => {
    const stage = makeStage(tell(open({ spectatorDelaySeconds: 30 }), join(1), ready(1), START));
    const [page, inside] = [await stage.page(PUBLIC), await stage.page(KEYED)];
    await stage.time.pass(10_000);
    stage.say(TICK);
    expect(typesOf(page.take()).filter((type) => type !== 'spectators')).toEqual(['race_state']);
    expect(inside.take().at(-1)).toMatchObject({ type: 'race_state', race: { status: 'running' } });
    await stage.time.pass(5_000);
    stage.say(gate(1, 1, FLAGS.a, 4_000));
    expect((await stage.live.view(RACE, 'public'))?.race.phase.status).toBe('countdown');
    expect((await stage.live.view(RACE, 'inside'))?.race.phase.status).toBe('running');
    await stage.time.pass(25_500);
    expect(page.take().findLast((one) => one.type === 'race_state')).toMatchObject({
      race: { status: 'running' },
      participants: [{ zone_id: 'start' }],
    });
    await stage.time.pass(5_000);
    expect(page.take()).toContainEqual(
      expect.objectContaining({ type: 'player_update', player: expect.objectContaining({ zone_id: 'a' }) }),
    );
  });

  it('a restart shows the public nothing early', async () => {
    const before = running(1, { spectatorDelaySeconds: 60 });
    const story = tell(later(before, 5_000), gate(1, 1, FLAGS.a, 4_000));
    const stage = makeStage(later(story, 5_000));
    const view = await stage.live.view(RACE, 'public');
    expect(view?.race.phase.status).toBe('countdown');
    const page = await stage.page(PUBLIC);
    expect(page.take()).toMatchObject([{ race: { status: 'countdown' } }]);
    await stage.time.pass(51_000);
    expect(page.take().at(-1)).toMatchObject({ race: { status: 'running' }, participants: [{ zone_id: 'start' }] });
    await stage.time.pass(5_000);
    expect((await stage.live.view(RACE, 'player'))?.race.participants[0]?.standing).toMatchObject({
      progress: { node: 'a' },
    });
  });
});

describe('pulses', () => {
  it('are written behind in batches, the newest of each, and restored', async () => {
    const stage = makeStage(running(2));
    const mod = await stage.mod(1);
    for (let n = 1; n <= 5; n += 1) mod.seat.status(status(n * 100));
    expect(stage.written).toEqual([]);
    await stage.time.pass(2_000);
    expect(stage.written).toEqual([expect.objectContaining({ igtMs: 500 })]);
    mod.seat.status(status(900, 4));
    await stage.live.flush();
    expect(stage.written.at(-1)).toMatchObject({ igtMs: 900, deaths: 4 });
    const pulse = { igtMs: 900, deaths: 4, node: null, movedAt: stage.time.now() };
    const again = makeStage(running(2), { pulses: { [pid(1)]: pulse } });
    await again.live.open(RACE);
    expect(again.live.liveness(RACE)[pid(1)]).toMatchObject({ lastMovedAt: pulse.movedAt, deaths: 4 });
    expect((await again.page(PUBLIC)).all()[0]).toMatchObject({ participants: [{ igt_ms: 900, death_count: 4 }, {}] });
  });

  it('an IGT that cannot be is refused and changes nothing', async () => {
    const stage = makeStage(running(1));
    const mod = await stage.mod(1);
    for (const igtMs of [-1, 1.5, 400 * 3_600_000]) expect(mod.seat.status(status(igtMs))).toBe('bad_igt');
    expect((await stage.live.view(RACE, 'inside'))?.pulses).toEqual({});
  });
});

describe('rooms', () => {
  it('an unknown race has none', async () => {
    const stage = makeStage(open());
    const unknown = '00000001-0000-4000-8000-000000000099' as typeof RACE;
    expect(await stage.live.view(unknown, 'inside')).toBeUndefined();
    expect(await stage.live.open(unknown)).toBe(false);
    expect(stage.live.liveness(unknown)).toEqual({});
  });

  it('what is published while a room loads is not lost', async () => {
    const stage = makeStage(open());
    const opened = stage.live.open(RACE);
    stage.say(join(1));
    await opened;
    expect((await stage.live.view(RACE, 'inside'))?.race.participants).toHaveLength(1);
  });

  it('a listener that throws is logged and kept, and the others hear', async () => {
    const stage = makeStage(open());
    const heard: number[] = [];
    stage.live.subscribe(() => {
      throw new Error('on purpose');
    });
    const stop = stage.live.subscribe((change) => void heard.push(change.seq));
    stage.say(join(1));
    stop();
    stage.say(join(2));
    expect(heard).toHaveLength(1);
    expect(stage.faults).toHaveLength(2);
  });

  it('no timer runs when nothing waits', async () => {
    const stage = makeStage(running(2));
    const page = await stage.page(PUBLIC);
    page.seat.leave();
    await stage.time.pass(10_000);
    // The sweep alone.
    expect(stage.time.waiting()).toBe(1);
    await stage.live.stop();
    expect(stage.time.waiting()).toBe(0);
  });
});
