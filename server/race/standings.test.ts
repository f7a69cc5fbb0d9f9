// The leaderboard: its order, its gaps, when it is won; and standings made beside those before: the same, with the same objects.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nobodyCanBeat, standings } from './standings.ts';
import { by, FLAGS, gate, join, later, open, pid, ready, running, T0, TICK, tell } from './story.test-kit.ts';

const MINUTE = 60_000;

describe('the leaderboard', () => {
  it('is won once nobody can be faster, those who may still come included', () => {
    const story = tell(tell(open(), join(1), ready(1), join(2)), { type: 'start', missing: 'late', by: by(0) });
    const done = tell(later(tell(later(story, 10_000), TICK), MINUTE), gate(1, 1, FLAGS.finish, 50_000));
    expect(nobodyCanBeat(done.race, 50_000, {})).toBe(false);
    expect(nobodyCanBeat(tell(later(done, 15 * MINUTE), TICK).race, 50_000, {})).toBe(true);
  });

  it('ranks finished by IGT, then playing by layer and by entry, then the rest', () => {
    const story = tell(
      later(running(4), MINUTE),
      gate(1, 1, FLAGS.a, 20_000),
      gate(2, 1, FLAGS.b, 10_000),
      gate(3, 1, FLAGS.finish, 55_000),
      { type: 'forfeit', participant: pid(4), by: by(4) },
    );
    const lines = standings(story.race, {});
    expect(lines.map((line) => line.participant.name)).toEqual(['P3', 'P2', 'P1', 'P4']);
    expect(lines.map((line) => line.place)).toEqual([1, 2, 3, null]);
    expect(lines.map((line) => line.layer)).toEqual([4, 1, 1, 0]);
  });

  it('measures gaps at the entry of the layer, growing once the leader would have left', () => {
    const story = tell(
      later(running(2), 5 * MINUTE),
      gate(1, 1, FLAGS.a, 20_000),
      gate(1, 2, FLAGS.bossFromA, 50_000),
      gate(2, 1, FLAGS.b, 32_000),
    );
    const gapAt = (igtMs: number) =>
      standings(story.race, { [pid(2)]: { igtMs, deaths: 0, node: null, movedAt: T0 } })[1]?.gapMs;
    expect(gapAt(40_000)).toBe(12_000);
    expect(gapAt(62_000)).toBe(12_000);
    expect(gapAt(70_000)).toBe(20_000);
  });
});

describe('standings beside those before', () => {
  const pulse = fc.record({ igtMs: fc.integer({ min: 0, max: 3_000_000 }), deaths: fc.integer({ min: 0, max: 3 }) });
  const pulses = fc.record({ 1: fc.option(pulse), 2: fc.option(pulse), 3: fc.option(pulse) });
  const keyed = (some: { readonly [n: number]: { igtMs: number; deaths: number } | null }) =>
    Object.fromEntries(
      Object.entries(some).flatMap(([n, one]) =>
        one === null ? [] : [[pid(Number(n)), { ...one, node: null, movedAt: T0 }]],
      ),
    );

  it('say the same, and keep the very lines that did not move', () => {
    const { race } = tell(running(3), gate(2, 1, FLAGS.a, 50_000));
    fc.assert(
      fc.property(pulses, pulses, (first, second) => {
        const before = standings(race, keyed(first));
        const after = standings(race, keyed(second), before);
        expect(after).toEqual(standings(race, keyed(second)));
        after.forEach((line, at) => {
          const was = before[at];
          expect(line === was).toBe(JSON.stringify(line) === JSON.stringify(was));
        });
        expect(after === before).toBe(after.every((line, at) => line === before[at]));
      }),
    );
  });
});
