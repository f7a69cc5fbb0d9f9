// Rooms of races: what is shown late, what is written behind, who is told.

import { describe, expect, it } from 'vitest';
import { manualTime } from '../../tools/testing/manual-time.ts';
import {
  by,
  FLAGS,
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
import { KEYED, makeStage, PUBLIC, status, typesOf } from './stage.test-kit.ts';

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

  it('what ticks comes live to who is inside, however long the others wait for what comes next', async () => {
    const stage = makeStage(running(2, { spectatorDelaySeconds: 300 }));
    const [inside, one, two] = [await stage.page(KEYED), await stage.mod(1), await stage.mod(2)];
    await stage.time.pass(5_000);
    inside.take();
    two.take();
    one.seat.status(status(4_000, 1));
    await stage.time.pass(250);
    expect(inside.take()).toEqual([{ type: 'tick', players: [[pid(1), 4_000, 1]] }]);
    await stage.time.pass(2_000);
    expect(two.take()).toMatchObject([{ type: 'leaderboard_update', participants: [{ death_count: 1 }, {}] }]);
  });

  it('a clock that is set back silences nobody', async () => {
    const story = running(2);
    const time = manualTime(story.now);
    let back = 0;
    const stage = makeStage(story, { time: { ...time, now: () => time.now() - back } });
    const [page, one, two] = [await stage.page(PUBLIC), await stage.mod(1), await stage.mod(2)];
    one.seat.status(status(1_000));
    await time.pass(5_000);
    page.take();
    two.take();
    back = 3_600_000;
    one.seat.status(status(2_000, 1));
    await stage.page(PUBLIC);
    await time.pass(1_000);
    expect(typesOf(page.take())).toEqual(expect.arrayContaining(['tick', 'spectators']));
    expect(typesOf(two.take())).toEqual(['leaderboard_update']);
  });

  it('who is brought into the race sees no map from that moment on, not only when the delay is over', async () => {
    const stage = makeStage(later(running(1, { spectatorDelaySeconds: 30 }), 60_000));
    const page = await stage.page({ kind: 'user', user: person(2).user, admin: false });
    expect(page.take().at(-1)).toMatchObject({ type: 'race_state', seed: { blurred: false } });
    stage.say({ type: 'invite', person: person(2), newParticipant: pid(2), by: by(0) });
    expect(page.take()).toMatchObject([{ type: 'race_state', seed: { blurred: true } }]);
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

  it('a restart tells lists of nothing early, of a race that is settled as well', async () => {
    const before = later(running(1, { spectatorDelaySeconds: 60 }), 120_000);
    const story = tell(before, { type: 'cancel', by: by(0), reason: null, broken: false });
    const stage = makeStage(later(story, 5_000));
    await stage.live.open(RACE);
    const told = () => stage.live.delayed().map(({ race, shown }) => [race.phase.status, shown.phase.status]);
    expect(told()).toEqual([['cancelled', 'running']]);
    await stage.time.pass(54_000);
    expect(told()).toEqual([['cancelled', 'running']]);
    await stage.time.pass(1_000);
    expect(told()).toEqual([['cancelled', 'cancelled']]);
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

  it('that came last are written when the service stops', async () => {
    const stage = makeStage(running(1));
    const mod = await stage.mod(1);
    mod.seat.status(status(700, 2));
    await stage.live.stop();
    expect(stage.written).toEqual([expect.objectContaining({ igtMs: 700, deaths: 2 })]);
  });

  it('say after a restart too that a gate led on from where a status was', async () => {
    const stage = makeStage(running(1));
    const mod = await stage.mod(1);
    mod.seat.status(status(500, 0, 'start'));
    await stage.live.flush();
    expect(stage.written.at(-1)).toMatchObject({ node: 'start' });
    stage.say(gate(1, 1, FLAGS.a, 600));
    await stage.live.stop();
    expect(stage.written.at(-1)).toMatchObject({ igtMs: 500, node: null });
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
