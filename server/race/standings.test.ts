// Standings that are made beside those before: the same, with the same objects.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standings } from './standings.ts';
import { FLAGS, gate, pid, running, T0, tell } from './story.test-kit.ts';

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
