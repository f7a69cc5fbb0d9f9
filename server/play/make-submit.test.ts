// The only way into the log, on a log that can be told to fail: who was faster, what was lost, what waits for whom.

import { describe, expect, it } from 'vitest';
import type { LoggedFact } from '../race/facts.ts';
import type { RaceCode } from '../race/ids.ts';
import type { Intent } from '../race/intents.ts';
import { by, CREATE, FLAGS, GRAPH, gate, join, person, RACE, ready, START, T0 } from '../race/story.test-kit.ts';
import { makeSubmit, RACES_IN_MEMORY } from './make-submit.ts';
import type { Append, Change, EventLog } from './ports/index.ts';

type Fate = 'ok' | 'held' | 'lost' | 'late' | 'slow' | 'torn' | 'fault';

/**
 * `fates`: what happens to the next appends; `lost` commits and then throws, as a broken connection does; `late` throws first; `slow`
 * comes to it only when it is let, `held` and `torn` commit, and are answered or lost only then.
 */
function makeHouse() {
  const log: LoggedFact[] = [];
  const published: Change[] = [];
  const fates: Fate[] = [];
  const state: { now: number; graph: typeof GRAPH | undefined; away: boolean } = { now: T0, graph: GRAPH, away: false };
  const timers: (() => void)[] = [];
  const underWay: (() => Promise<unknown>)[] = [];
  const slow: (() => void)[] = [];
  const store = async ({ after, facts }: Append): Promise<'ok' | 'conflict'> => {
    if (after !== log.length) return 'conflict';
    log.push(...facts.map((fact, index) => ({ seq: after + 1 + index, fact })));
    return 'ok';
  };
  const events: Pick<EventLog, 'append' | 'read'> = {
    async append(append) {
      const fate = fates.shift() ?? 'ok';
      if (fate === 'fault') throw new Error('database away');
      if (fate === 'late') {
        underWay.push(() => store(append));
        throw new Error('connection lost');
      }
      const wait = () => new Promise<void>((resolve) => slow.push(resolve));
      if (fate === 'slow') await wait();
      const result = await store(append);
      if (fate === 'held' || fate === 'torn') await wait();
      if (fate === 'lost' || fate === 'torn') throw new Error('connection lost');
      return result;
    },
    async read(race, after = 0) {
      if (state.away) throw new Error('database away');
      return race === RACE ? log.slice(after) : [];
    },
  };
  const after = (_ms: number, then: () => void) => {
    timers.push(then);
    return () => {};
  };
  const submitter = () =>
    makeSubmit({
      log: events,
      seeds: { graph: async () => state.graph },
      liveness: () => ({}),
      publish: (change) => published.push(change),
      time: { now: () => state.now, after },
    });
  /** Lets every timer run that waits now. */
  const pass = async () => {
    for (const run of timers.splice(0)) run();
    await new Promise(setImmediate);
  };
  /** The commits that were late happen now. */
  const arrive = () => Promise.all(underWay.splice(0).map((commit) => commit()));
  const goOn = () => {
    for (const resolve of slow.splice(0)) resolve();
  };
  return { log, published, fates, state, submitter, pass, arrive, goOn, waiting: () => timers.length };
}

const NOBODY = 'ffffffff-0000-4000-8000-000000000000' as typeof RACE;
const CANCEL: Intent = { type: 'cancel', reason: null, broken: false, by: by(0) };
const typesOf = (log: readonly LoggedFact[]) => log.map((entry) => entry.fact.type);

/** With a race, and what happens to the appends after that. */
async function begun(...fates: readonly Fate[]) {
  const house = makeHouse();
  const submitter = house.submitter();
  await submitter.create(CREATE);
  house.fates.push(...fates);
  return { house, ...submitter };
}

describe('load', () => {
  it('keeps in memory what was asked for last', async () => {
    const house = makeHouse();
    await house.submitter().create(CREATE);
    const reads: string[] = [];
    const { load } = makeSubmit({
      log: {
        append: async () => 'conflict',
        async read(race) {
          reads.push(race);
          return house.log;
        },
      },
      seeds: { graph: async () => GRAPH },
      liveness: () => ({}),
      publish: () => {},
      time: { now: () => T0, after: () => () => {} },
    });
    const races = Array.from({ length: RACES_IN_MEMORY }, (_, n) => `race ${n}` as typeof RACE);
    const [first, second] = races;
    if (first === undefined || second === undefined) throw new Error('several are kept');
    for (const race of races) await load(race);
    await load(first);
    await load(RACE);
    reads.length = 0;
    await load(first);
    expect(reads).toEqual([]);
    await load(second);
    expect(reads).toEqual([second]);
  });
});

describe('submit', () => {
  it('decides one after another, and publishes each commit in order', async () => {
    const house = makeHouse();
    const { create, submit, idle } = house.submitter();
    await create(CREATE);
    void Promise.all([submit(RACE, join(1)), submit(RACE, ready(1)), submit(RACE, START)]);
    await idle();
    expect(typesOf(house.log).slice(3)).toEqual(['player_joined', 'player_ready', 'countdown_started']);
    expect(house.published.map((change) => change.seq)).toEqual([3, 4, 5, 6]);
    expect(house.published.at(-1)?.race.phase.status).toBe('countdown');
  });

  it('answers what already holds without a fact, and publishes nothing', async () => {
    const house = makeHouse();
    const { create, submit } = house.submitter();
    await create(CREATE);
    await submit(RACE, join(1));
    expect(await submit(RACE, join(1))).toMatchObject({ facts: [], seq: 4 });
    expect(house.published).toHaveLength(2);
  });

  it('leaves no fact of what is refused, not even of the time that has passed, and nobody hears of it', async () => {
    const house = makeHouse();
    const { create, submit, load } = house.submitter();
    await create(CREATE);
    for (const intent of [join(1), ready(1), START]) await submit(RACE, intent);
    house.state.now += 60_000;
    expect(await submit(RACE, { type: 'leave', user: person(1).user })).toMatchObject({
      refused: { code: 'wrong_status', status: 'running' },
    });
    expect(typesOf(house.log).at(-1)).toBe('countdown_started');
    expect(house.published).toHaveLength(4);
    expect((await load(RACE))?.race.phase.status).toBe('countdown');
    expect(await submit(RACE, { type: 'tick' })).toMatchObject({ race: { phase: { startedAt: T0 + 10_000 } } });
  });

  it('decides once more on the newer state when another writer was faster', async () => {
    const house = makeHouse();
    const [one, other] = [house.submitter(), house.submitter()];
    await one.create(CREATE);
    await one.submit(RACE, join(1));
    expect(await other.submit(RACE, join(2))).toMatchObject({ seq: 5 });
    const late = await one.submit(RACE, join(2));
    expect(late).toMatchObject({ facts: [], seq: 5 });
    expect(typesOf(house.log).filter((type) => type === 'player_joined')).toHaveLength(2);
  });

  it('does not trust its memory after a fault: what was committed without an answer is not said twice', async () => {
    const { house, submit } = await begun('lost');
    await expect(submit(RACE, join(1))).rejects.toThrow('connection lost');
    expect(await submit(RACE, join(1))).toMatchObject({ facts: [], seq: 4 });
    house.fates.push('fault');
    await expect(submit(RACE, join(2))).rejects.toThrow('database away');
    expect(await submit(RACE, join(2))).toMatchObject({ seq: 5 });
  });

  it('tells what was committed without an answer, once, though nobody asks again', async () => {
    const { house, submit } = await begun('lost');
    await expect(submit(RACE, join(1))).rejects.toThrow('connection lost');
    expect(house.published).toHaveLength(1);
    house.state.away = true;
    await house.pass();
    house.state.away = false;
    await house.pass();
    expect(house.published.slice(1).map(({ seq, facts }) => [seq, facts.map((entry) => entry.seq)])).toEqual([
      [4, [4]],
    ]);
    await house.pass();
    await submit(RACE, join(2));
    expect(house.published.map(({ seq }) => seq)).toEqual([3, 4, 5]);
  });

  it('tells also of a commit that arrives after a first look, and looks no more once it knows', async () => {
    const { house, submit, load } = await begun('late');
    await expect(submit(RACE, join(1))).rejects.toThrow('connection lost');
    await house.pass();
    expect((await load(RACE))?.seq).toBe(3);
    await house.arrive();
    await house.pass();
    expect(house.published.map(({ seq }) => seq)).toEqual([3, 4]);
    expect((await load(RACE))?.seq).toBe(4);
    await house.pass();
    expect(house.waiting()).toBe(0);
  });

  it('tells a commit once that was found while the next writer was under way, and was faster', async () => {
    const { house, submit } = await begun('late', 'slow');
    await expect(submit(RACE, join(1))).rejects.toThrow('connection lost');
    const second = submit(RACE, join(2));
    await new Promise(setImmediate);
    await house.arrive();
    await house.pass();
    expect(house.published.map(({ seq }) => seq)).toEqual([3, 4]);
    house.goOn();
    expect(await second).toMatchObject({ seq: 5 });
    expect(house.published.map(({ seq }) => seq)).toEqual([3, 4, 5]);
  });

  it('tells of a race that was created without an answer', async () => {
    const house = makeHouse();
    const { create } = house.submitter();
    house.fates.push('lost');
    await expect(create(CREATE)).rejects.toThrow('connection lost');
    await house.pass();
    expect(house.published.map(({ facts }) => facts[0]?.fact.type)).toEqual(['race_created']);
  });

  it('tells a commit once that was found by who looked for an earlier one, before its writer had the answer', async () => {
    const { house, submit } = await begun('fault', 'held');
    await expect(submit(RACE, join(1))).rejects.toThrow('database away');
    const second = submit(RACE, join(2));
    await new Promise(setImmediate);
    await house.pass();
    expect(house.published.map(({ seq }) => seq)).toEqual([3, 4]);
    house.goOn();
    expect(await second).toMatchObject({ seq: 4 });
    expect(house.published.map(({ seq }) => seq)).toEqual([3, 4]);
  });

  it('tells also what somebody has read before its writer learnt that there is no answer', async () => {
    const house = makeHouse();
    const { create, load } = house.submitter();
    house.fates.push('torn');
    const created = create(CREATE);
    await new Promise(setImmediate);
    expect((await load(RACE))?.seq).toBe(3);
    house.goOn();
    await expect(created).rejects.toThrow('connection lost');
    await house.pass();
    expect(house.published.map(({ seq, facts }) => [seq, facts.length])).toEqual([[3, 3]]);
  });

  it('tells nothing twice when the commit did not happen', async () => {
    const { house, submit } = await begun('fault');
    await expect(submit(RACE, join(1))).rejects.toThrow('database away');
    await house.pass();
    await submit(RACE, join(1));
    expect(house.published.map(({ seq }) => seq)).toEqual([3, 4]);
  });

  it('goes on for who comes next after a fault', async () => {
    const { house, submit } = await begun('fault');
    const [first, second] = await Promise.allSettled([submit(RACE, join(1)), submit(RACE, join(2))]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
    expect(house.log.at(-1)?.fact).toMatchObject({ type: 'player_joined', person: person(2) });
  });

  it('knows no race that is not there', async () => {
    const { submit, load } = makeHouse().submitter();
    expect(await submit(NOBODY, join(1))).toEqual({ refused: { code: 'unknown_race' } });
    expect(await load(NOBODY)).toBeUndefined();
  });

  it('without the seed’s graph only gates wait: the race can be cancelled', async () => {
    const house = makeHouse();
    const { create, submit } = house.submitter();
    await create(CREATE);
    for (const intent of [join(1), ready(1), START]) await submit(RACE, intent);
    house.state.now += 60_000;
    house.state.graph = undefined;
    expect(await submit(RACE, gate(1, 1, FLAGS.a, 9_000))).toEqual({ refused: { code: 'seed_gone' } });
    expect(await submit(RACE, CANCEL)).toMatchObject({ race: { phase: { status: 'cancelled' } } });
  });

  it('a race is created once', async () => {
    const { create } = makeHouse().submitter();
    await create(CREATE);
    expect(await create({ ...CREATE, code: 'XYZXY' as RaceCode })).toEqual({ refused: { code: 'race_there' } });
  });
});
