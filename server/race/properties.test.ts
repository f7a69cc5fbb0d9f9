// Properties of every history: random intents at random instants, whatever the rules make of them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import { foldFacts } from './evolve.ts';
import type { Fact } from './facts.ts';
import type { Intent, Liveness } from './intents.ts';
import { progressOf } from './pulses.ts';
import type { Race } from './race.ts';
import { by, FLAGS, GRAPH, join, ONLINE, open, person, pid, ready, T0 } from './story.test-kit.ts';

const who = fc.integer({ min: 1, max: 4 });
const flags = [...Object.values(FLAGS), 5];

const report = fc
  .record({
    n: who,
    seq: fc.integer({ min: 1, max: 6 }),
    flag: fc.constantFrom(...flags),
    igtMs: fc.integer({ min: -5, max: 3_000_000 }),
    happenedAt: fc.option(fc.integer({ min: T0, max: T0 + 3_000_000 })),
  })
  .map(
    ({ n, seq, flag, igtMs, happenedAt }): Intent => ({
      type: 'report',
      participant: pid(n),
      subject: { kind: 'flag', flag },
      place: { outbox: `box${n}`, seq },
      igtMs,
      deaths: 0,
      happenedAt,
    }),
  );

const simple = fc.record({ n: who, kind: fc.integer({ min: 0, max: 19 }) }).map(({ n, kind }): Intent => {
  const all: readonly Intent[] = [
    join(n),
    ready(n),
    { type: 'tick' },
    { type: 'start', missing: 'late', by: by(0) },
    { type: 'start', missing: 'strict', by: by(0) },
    { type: 'stop', by: by(0) },
    { type: 'leave', user: person(n).user },
    { type: 'remove', user: person(n).user, by: by(0) },
    { type: 'forfeit', participant: pid(n), by: by(n) },
    { type: 'unforfeit', participant: pid(n), by: by(n) },
    { type: 'see_map', participant: pid(n) },
    { type: 'disqualify', participant: pid(n), reason: 'x', by: by(0) },
    { type: 'set_result', participant: pid(n), igtMs: 1_000 * n, reason: 'x', by: by(0) },
    { type: 'hold', participant: pid(n), by: by(0) },
    { type: 'end', by: by(0) },
    { type: 'not_ready', participant: pid(n), reason: 'player' },
    { type: 'connected', participant: pid(n), modVersion: null, gameVersion: null, pack: null },
    { type: 'renew_pack', participant: pid(n), by: by(n) },
    { type: 'restore', participant: pid(n), by: by(0) },
    { type: 'lock', by: by(0) },
  ];
  return all[kind] ?? { type: 'tick' };
});

/** Two players, and a GO: so that half of the histories reach deep. */
const OPENING: readonly Step[] = [
  ...[1, 2].flatMap((n) => [join(n), ready(n)].map((intent) => ({ intent, waitMs: 0, online: true }))),
  { intent: { type: 'start', missing: 'strict', by: by(0) }, waitMs: 0, online: true },
  { intent: { type: 'tick' }, waitMs: 11_000, online: true },
];

const step = fc.record({
  intent: fc.oneof({ weight: 3, arbitrary: report }, { weight: 2, arbitrary: simple }),
  waitMs: fc.constantFrom(0, 1, 4_000, 11_000, 120_000, 900_000),
  online: fc.boolean(),
});
const history = fc
  .record({ steps: fc.array(step, { maxLength: 60 }), started: fc.boolean() })
  .map(({ steps, started }) => (started ? [...OPENING, ...steps] : steps));

type Step = { readonly intent: Intent; readonly waitMs: number; readonly online: boolean };
type Moment = { readonly before: Race; readonly after: Race; readonly facts: readonly Fact[]; readonly intent: Intent };

function play(steps: readonly Step[]): { readonly log: readonly Fact[]; readonly moments: readonly Moment[] } {
  const story = open({ maxPlayers: 3 });
  let log = story.facts;
  let race = story.race;
  let now = T0;
  const moments: Moment[] = [];
  for (const { intent, waitMs, online } of steps) {
    now += waitMs;
    const live: Record<string, Liveness> = online ? { [pid(1)]: ONLINE, [pid(2)]: ONLINE } : {};
    const decision = decide(race, intent, { now, graph: GRAPH, live });
    const facts = 'refused' in decision ? [] : decision.facts;
    const after = foldFacts(facts, race) ?? race;
    moments.push({ before: race, after, facts, intent });
    log = [...log, ...facts];
    race = after;
  }
  return { log, moments };
}

const layerOf = (race: Race, id: string) => {
  const one = race.participants.find((other) => other.id === id);
  return one === undefined ? undefined : progressOf(one)?.layer;
};

describe('every history', () => {
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

  it('never lowers a layer, but where an organizer takes a finish back', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { before, after, facts } of play(steps).moments) {
          const restored = facts.some((fact) => fact.type === 'player_restored' || fact.type === 'result_set');
          if (restored) continue;
          for (const one of after.participants) {
            const was = layerOf(before, one.id);
            if (was !== undefined) expect(layerOf(after, one.id)).toBeGreaterThanOrEqual(was);
          }
        }
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
          if (reported && race !== undefined) {
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
          if (!reported || intent.type !== 'report') continue;
          const now = after.lastFactAt;
          expect(decide(after, intent, { now, graph: GRAPH, live: {} })).toEqual({ facts: [] });
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

  it('a refused intent leaves no fact, and time never runs backwards in the log', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { log, moments } = play(steps);
        const told = moments.reduce((sum, moment) => sum + moment.facts.length, 0);
        expect(told).toBe(log.length - open({ maxPlayers: 3 }).facts.length);
        expect(log.every((fact, index) => index === 0 || fact.at >= (log[index - 1]?.at ?? 0))).toBe(true);
        for (const { before, after, facts } of moments) if (facts.length === 0) expect(after).toBe(before);
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
});
