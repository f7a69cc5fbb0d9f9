// What holds of the log of every history: it folds to one state, and nothing that was said twice is in it twice.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import { foldFacts } from './evolve.ts';
import type { Fact } from './facts.ts';
import { history, play } from './history.test-kit.ts';
import type { Intent } from './intents.ts';
import { GRAPH } from './story.test-kit.ts';

describe('the log of every history', () => {
  it('folds the same however the log is split', () => {
    fc.assert(
      fc.property(history, fc.nat(), (steps, cut) => {
        const { log } = play(steps);
        const at = cut % (log.length + 1);
        const whole = foldFacts(log);
        expect(foldFacts(log.slice(at), foldFacts(log.slice(0, at)))).toEqual(whole);
      }),
    );
  });

  it('a fact that comes again changes nothing', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { log } = play(steps);
        const race = foldFacts(log);
        for (const fact of log) {
          const reported = fact.type === 'gate_passed' || fact.type === 'player_finished';
          if (reported && fact.place !== null && race !== undefined) {
            const again = foldFacts([fact], race);
            expect({ ...again, lastFactAt: 0 }).toEqual({ ...race, lastFactAt: 0 });
          }
        }
      }),
    );
  });

  it('asked again at once, an accepted report leaves no further fact', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { after, facts, intent } of play(steps).moments) {
          const reported = facts.some((fact) => fact.type === 'gate_passed' || fact.type === 'player_finished');
          if (!reported || intent.type !== 'report' || intent.place === null) continue;
          const now = after.lastFactAt;
          expect(decide(after, intent, { now, graph: GRAPH, live: {} })).toEqual({ facts: [] });
        }
      }),
    );
  });

  it('a refused intent leaves no fact: the history without it has the same log', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { log, moments } = play(steps);
        expect(moments.filter(({ decision }) => 'refused' in decision && 'facts' in decision)).toEqual([]);
        let waitMs = 0;
        const heard = steps.flatMap((step, index) => {
          waitMs += step.waitMs;
          if ('refused' in (moments[index]?.decision ?? {})) return [];
          const kept = { ...step, waitMs };
          waitMs = 0;
          return [kept];
        });
        expect(play(heard).log).toEqual(log);
      }),
    );
  });

  it('time never runs backwards in it, and without a fact nothing changes', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { log, moments } = play(steps);
        expect(log.every((fact, index) => index === 0 || fact.at >= (log[index - 1]?.at ?? 0))).toBe(true);
        for (const { before, after, facts } of moments) if (facts.length === 0) expect(after).toBe(before);
      }),
    );
  });

  it('is the same from facts that were written down and read again', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { log } = play(steps);
        expect(foldFacts(JSON.parse(JSON.stringify(log)) as readonly Fact[])).toEqual(foldFacts(log));
      }),
    );
  });

  it('asked for what already holds, leaves no fact', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { after, facts, intent } of play(steps).moments) {
          if (facts.length === 0 || !LASTING.includes(intent.type)) continue;
          const again = decide(after, intent, { now: after.lastFactAt, graph: GRAPH, live: {} });
          expect('refused' in again ? [] : again.facts).toEqual([]);
        }
      }),
    );
  });
});

/** Intents that ask for a state; the others ask for something to happen once more. */
const LASTING: readonly Intent['type'][] = [
  'open',
  'join',
  'ready',
  'start',
  'stop',
  'lock',
  'hold',
  'end',
  'cancel',
  'forfeit',
  'unforfeit',
  'see_map',
  'disqualify',
  'not_ready',
];
