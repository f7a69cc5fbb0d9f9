// What mods are told of a race, when, and how often.

import { describe, expect, it } from 'vitest';
import {
  by,
  FLAGS,
  GRAPH,
  gate,
  join,
  open,
  pid,
  RACE,
  ready,
  running,
  START,
  TICK,
  tell,
} from '../race/story.test-kit.ts';
import { finish, makeStage, PUBLIC, status, typesOf } from './stage.test-kit.ts';

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
