// Whatever becomes of commits and readings (refused, answered late, answered never, happening after their writer has given up), each fact
// of the log is told once, and in its order.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LoggedFact } from '../race/facts.ts';
import { by, CREATE, GRAPH, join, RACE, T0 } from '../race/story.test-kit.ts';
import { makeSubmit } from './make-submit.ts';
import type { Append, Change } from './ports/index.ts';

/** `lost` commits and throws; `late` throws, and commits when it is let. */
const fate = fc.record({
  outcome: fc.constantFrom('ok', 'ok', 'ok', 'lost', 'late', 'fault'),
  before: fc.nat(3),
  afterwards: fc.nat(3),
});
const step = fc.record({
  what: fc.oneof(
    { weight: 4, arbitrary: fc.constant('join') },
    { weight: 4, arbitrary: fc.constantFrom('load', 'look', 'arrive') },
  ),
  turns: fc.nat(4),
});
const run = fc.record({
  steps: fc.array(step, { maxLength: 14 }),
  fates: fc.array(fate, { maxLength: 16 }),
  readings: fc.array(fc.nat(3), { maxLength: 40 }),
});

/** Lets everything else go on that often. */
const turn = async (times: number) => {
  for (let n = 0; n < times; n += 1) await new Promise(setImmediate);
};

it('each fact is told once, in its order', async () => {
  await fc.assert(
    fc.asyncProperty(run, async ({ steps, ...given }) => {
      const [fates, readings] = [[...given.fates], [...given.readings]];
      const log: LoggedFact[] = [];
      const told: Change[] = [];
      const late: (() => unknown)[] = [];
      const timers: (() => void)[] = [];
      const store = ({ after, facts }: Append): 'ok' | 'conflict' => {
        if (after !== log.length) return 'conflict';
        log.push(...facts.map((fact, index) => ({ seq: after + 1 + index, fact })));
        return 'ok';
      };
      const append = async (what: Append) => {
        const { outcome, before, afterwards } = fates.shift() ?? { outcome: 'ok', before: 0, afterwards: 0 };
        await turn(before);
        if (outcome === 'late') late.push(() => store(what));
        const result = outcome === 'late' || outcome === 'fault' ? 'ok' : store(what);
        await turn(afterwards);
        if (outcome !== 'ok') throw new Error(outcome);
        return result;
      };
      const read = async (_race: unknown, after = 0) => {
        await turn(readings.shift() ?? 0);
        const found = log.slice(after);
        await turn(readings.shift() ?? 0);
        return found;
      };
      const timer = (_ms: number, then: () => void) => {
        timers.push(then);
        return () => {};
      };
      const { create, submit, load } = makeSubmit({
        log: { append, read },
        seeds: { graph: async () => GRAPH },
        liveness: () => ({}),
        publish: (change) => void told.push(change),
        time: { now: () => T0, after: timer },
      });
      const look = () => {
        for (const then of timers.splice(0)) then();
      };
      const arrive = () => {
        for (const commit of late.splice(0)) commit();
      };
      const asked: Promise<unknown>[] = [];
      const ask = (answer: Promise<unknown>) => asked.push(answer.catch(() => {}));
      ask(create(CREATE));
      for (const [index, { what, turns }] of steps.entries()) {
        if (what === 'join') ask(submit(RACE, join(index)));
        if (what === 'load') ask(load(RACE));
        if (what === 'look') look();
        if (what === 'arrive') arrive();
        await turn(turns);
      }
      await Promise.all(asked);
      fates.splice(0);
      arrive();
      for (let looks = 0; looks < 8; looks += 1) {
        look();
        await turn(16);
      }
      await submit(RACE, { type: 'announce', text: 'at last', by: by(0) });
      expect(told.flatMap(({ facts }) => facts.map(({ seq }) => seq))).toEqual(log.map(({ seq }) => seq));
    }),
  );
});
