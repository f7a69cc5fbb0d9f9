// What holds of the race in every history: layers, finishes, places, sight, tokens, and that it comes to its end.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDeadline } from './deadlines.ts';
import { decide } from './decide.ts';
import { foldFacts } from './evolve.ts';
import { history, play } from './history.test-kit.ts';
import { progressOf } from './pulses.ts';
import type { Race } from './race.ts';
import { sight } from './sight.ts';
import { standings } from './standings.ts';
import { GRAPH, person } from './story.test-kit.ts';

const layerOf = (race: Race, id: string) => {
  const one = race.participants.find((other) => other.id === id);
  return one === undefined ? undefined : progressOf(one)?.layer;
};

describe('the race of every history', () => {
  it('never lowers a layer, but where an organizer takes a finish back', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { before, after, intent } of play(steps).moments) {
          for (const { id, standing } of before.participants) {
            const takenBack = intent.type === 'restore' && intent.participant === id && standing.status === 'finished';
            const was = layerOf(before, id);
            if (was !== undefined && !takenBack) expect(layerOf(after, id)).toBeGreaterThanOrEqual(was);
          }
        }
      }),
    );
  });

  it('has no two finishes of a player without a restore between them', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { before, after } of play(steps).moments) {
          for (const one of after.participants) {
            const was = before.participants.find((other) => other.id === one.id)?.standing;
            if (was?.status !== 'finished' || one.standing.status !== 'finished' || one.standing.byHand) continue;
            expect(one.standing.igtMs).toBe(was.igtMs);
          }
        }
      }),
    );
  });

  it('a race that runs has a racer, and one that is over has none', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { after } of play(steps).moments) {
          const racing = after.participants.some((one) =>
            ['registered', 'ready', 'playing'].includes(one.standing.status),
          );
          if (after.phase.status === 'running') expect(racing).toBe(true);
          if (after.phase.status === 'finished') expect(racing).toBe(false);
          expect(after.participants.length).toBeLessThanOrEqual(3);
        }
      }),
    );
  });

  it('comes to its end by time alone, once it runs: each deadline changes something, and after the last none is left', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { moments } = play(steps);
        const last = moments.at(-1)?.after;
        if (last === undefined) return;
        let race = last;
        for (let ticks = 0; ticks < MOST_DEADLINES; ticks += 1) {
          const due = nextDeadline(race, {});
          if (due === null) break;
          const now = Math.max(due, race.lastFactAt);
          const decision = decide(race, { type: 'tick' }, { now, graph: GRAPH, live: {} });
          if ('refused' in decision) throw new Error('time is never refused');
          expect(decision.facts.length).toBeGreaterThan(0);
          race = foldFacts(decision.facts, race) ?? race;
        }
        expect(nextDeadline(race, {})).toBeNull();
        if (race.phase.status === 'finished') expect(race.phase.final).toBe(true);
        expect(['draft', 'open', 'finished', 'cancelled']).toContain(race.phase.status);
      }),
    );
  });

  it('never shows the graph to who races, nor to anybody before the start', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { after } of play(steps).moments) {
          const { status } = after.phase;
          for (const one of after.participants) {
            const racing = ['registered', 'ready', 'playing'].includes(one.standing.status);
            for (const admin of [true, false]) {
              const seen = sight({ kind: 'user', user: one.user, admin }, after);
              if (racing) expect(seen).toMatchObject({ audience: 'player', graph: 'blurred', positions: false });
            }
            expect(racing && one.sawMap).toBe(false);
          }
          const inside = sight({ kind: 'user', user: person(0).user, admin: true }, after);
          expect(inside.graph).toBe(status === 'running' || status === 'finished' ? 'full' : 'blurred');
        }
      }),
    );
  });

  it('never lowers a generation: a dead token stays dead', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { before, after } of play(steps).moments) {
          for (const one of before.participants) {
            const next = [...after.participants, ...after.departed].find((other) => other.id === one.id);
            expect(next?.generation).toBeGreaterThanOrEqual(one.generation);
          }
        }
      }),
    );
  });

  it('gives a place to each who plays or has finished, in the order of the leaderboard, and to nobody else', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const race = play(steps).moments.at(-1)?.after;
        if (race === undefined) return;
        const lines = standings(race, {});
        const ranked = lines.filter((line) => ['playing', 'finished'].includes(line.participant.standing.status));
        expect(lines.flatMap((line) => line.place ?? [])).toEqual(ranked.map((_, index) => index + 1));
        const results = lines.flatMap(({ participant: { standing } }) =>
          standing.status === 'finished' ? [standing.igtMs] : [],
        );
        expect(results).toEqual(results.toSorted((a, b) => a - b));
      }),
    );
  });
});

/** More than any race has: each player twice, and those of the race itself. */
const MOST_DEADLINES = 30;
