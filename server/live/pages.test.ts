// What pages are told of a race, when, and how often.

import { describe, expect, it } from 'vitest';
import { by, FLAGS, gate, join, open, person, pid, ready, running, START, TICK, tell } from '../race/story.test-kit.ts';
import { finish, KEYED, makeStage, PUBLIC, status, typesOf, user } from './stage.test-kit.ts';

describe('pages', () => {
  it('get a snapshot at once and nothing more while nothing happens', async () => {
    const stage = makeStage(running(2));
    const page = await stage.page(PUBLIC);
    expect(page.all()).toMatchObject([{ type: 'race_state', version: 0, seed: { blurred: false } }]);
    await stage.time.pass(60_000);
    expect(typesOf(page.all())).toEqual(['race_state', 'spectators']);
  });

  it('how many watch is told at most every two seconds, however many come and go, and in the end as it is', async () => {
    const stage = makeStage(running(2));
    const page = await stage.page(PUBLIC);
    for (let n = 0; n < 16; n += 1) {
      const other = await stage.page(PUBLIC);
      if (n % 2 === 0) other.seat.leave();
      await stage.time.pass(250);
    }
    await stage.time.pass(2_000);
    const counts = page.take().flatMap((message) => (message.type === 'spectators' ? [message.count] : []));
    expect(counts.length).toBeGreaterThan(1);
    expect(counts.length).toBeLessThanOrEqual(4);
    expect(counts.at(-1)).toBe(9);
  });

  it('who comes as another goes hears how many watch', async () => {
    const stage = makeStage(running(2));
    const [other] = [await stage.page(PUBLIC), await stage.page(PUBLIC)];
    await stage.time.pass(5_000);
    other.seat.leave();
    const page = await stage.page(PUBLIC);
    await stage.time.pass(5_000);
    expect(page.take()).toContainEqual({ type: 'spectators', count: 2 });
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

  it('what is decided of a result stands beside the name at once, and for who is delayed when that is due', async () => {
    const stage = makeStage(running(2, { spectatorDelaySeconds: 30 }));
    await stage.time.pass(60_000);
    stage.say(finish(1, 1, 50_000));
    await stage.time.pass(60_000);
    const [late, inside] = [await stage.page(PUBLIC), await stage.page(KEYED)];
    const notes = (page: typeof late) =>
      page.take().flatMap((message) => (message.type === 'player_update' ? [message.player.notes] : []));
    stage.say({ type: 'hold', participant: pid(1), by: by(0) });
    stage.say({ type: 'set_result', participant: pid(1), igtMs: 50_000, reason: 'seen', by: by(0) });
    expect(notes(inside)).toEqual([['under review'], ['by hand']]);
    await stage.time.pass(29_000);
    expect(notes(late)).toEqual([]);
    await stage.time.pass(2_000);
    expect(notes(late).at(-1)).toEqual(['by hand']);
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

  it('who is slow when the results become final gets them, and is let go then', async () => {
    const stage = makeStage(running(1));
    const page = await stage.page(PUBLIC);
    await stage.time.pass(1_000);
    page.state.slow = true;
    stage.say(finish(1, 1, 900));
    await stage.time.pass(10 * 60_000);
    page.take();
    stage.say(TICK);
    expect([page.take(), page.closes]).toEqual([[], []]);
    page.state.slow = false;
    await stage.time.pass(250);
    expect(page.take().at(-1)).toMatchObject({ type: 'race_state', race: { status: 'finished' } });
    expect(page.closes).toEqual([4004]);
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
