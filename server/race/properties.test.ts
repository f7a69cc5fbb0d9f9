// Properties of every history: random intents at random instants, whatever the rules make of them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDeadline } from './deadlines.ts';
import { decide } from './decide.ts';
import { foldFacts } from './evolve.ts';
import type { Fact } from './facts.ts';
import type { Intent, Liveness } from './intents.ts';
import { progressOf } from './pulses.ts';
import type { Race } from './race.ts';
import { sight } from './sight.ts';
import { standings } from './standings.ts';
import { by, CREATE, FLAGS, GRAPH, join, ONLINE, open, person, pid, ready, T0 } from './story.test-kit.ts';

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

const simple = fc.record({ n: who, kind: fc.integer({ min: 0, max: 25 }) }).map(({ n, kind }): Intent => {
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
    { type: 'invite', person: person(n), newParticipant: pid(n), by: by(0) },
    { type: 'reroll', seed: { ...CREATE.seed, number: n }, broken: false, by: by(0) },
    { type: 'edit', changes: { scheduledStart: T0 + n * 600_000, options: { autostart: n > 2 } }, by: by(0) },
    { type: 'pack_downloaded', participant: pid(n), generation: 1 },
    { type: 'add_caster', person: person(n), by: by(0) },
    { type: 'release_hold', participant: pid(n), by: by(0) },
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

  it('is the same from facts that were written down and read again', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { log } = play(steps);
        expect(foldFacts(JSON.parse(JSON.stringify(log)) as readonly Fact[])).toEqual(foldFacts(log));
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
