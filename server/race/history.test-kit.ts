// Random histories of a race, for tests of what holds in every one: random intents at random instants.

import fc from 'fast-check';
import { decide } from './decide.ts';
import { foldFacts } from './evolve.ts';
import type { Fact, ReportSubject } from './facts.ts';
import type { Decision, Intent, Liveness } from './intents.ts';
import type { Race } from './race.ts';
import { by, CREATE, FLAGS, GRAPH, join, ONLINE, open, person, pid, ready, T0 } from './story.test-kit.ts';

const who = fc.integer({ min: 1, max: 4 });
const flags = [...Object.values(FLAGS), 5];
const zones = [...Object.keys(GRAPH.nodes), ...Object.keys(GRAPH.nodesOfZone), 'nowhere'];

const subject: fc.Arbitrary<ReportSubject> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...flags).map((flag) => ({ kind: 'flag', flag }) as const) },
  { weight: 2, arbitrary: fc.constantFrom(...zones).map((zone) => ({ kind: 'zone', zone }) as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'finish' } as const) },
);

const report = fc
  .record({
    n: who,
    /** Null: from a client that numbers nothing. */
    seq: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 12 }),
    subject,
    igtMs: fc.integer({ min: -5, max: 3_000_000 }),
    deaths: fc.option(fc.integer({ min: 0, max: 9 })),
    happenedAt: fc.option(fc.integer({ min: T0, max: T0 + 3_000_000 })),
  })
  .map(
    ({ n, seq, ...said }): Intent => ({
      type: 'report',
      participant: pid(n),
      place: seq === null ? null : { outbox: `box${n}`, seq },
      ...said,
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

/** What every history begins with. */
export const BEGINNING = open({ maxPlayers: 3 });

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
export const history = fc
  .record({ steps: fc.array(step, { maxLength: 60 }), started: fc.boolean() })
  .map(({ steps, started }) => (started ? [...OPENING, ...steps] : steps));

type Step = { readonly intent: Intent; readonly waitMs: number; readonly online: boolean };
export type Moment = {
  readonly before: Race;
  readonly after: Race;
  readonly facts: readonly Fact[];
  readonly intent: Intent;
  readonly decision: Decision;
};

/** Every step, whatever the rules make of it. No state can be changed: who tries throws. */
export function play(steps: readonly Step[]): { readonly log: readonly Fact[]; readonly moments: readonly Moment[] } {
  let log = BEGINNING.facts;
  let race = frozen(BEGINNING.race);
  let now = T0;
  const moments: Moment[] = [];
  for (const { intent, waitMs, online } of steps) {
    now += waitMs;
    const live: Record<string, Liveness> = online ? { [pid(1)]: ONLINE, [pid(2)]: ONLINE } : {};
    const decision = decide(race, intent, { now, graph: GRAPH, live });
    const facts = 'refused' in decision ? [] : decision.facts;
    const after = frozen(foldFacts(frozen(facts), race) ?? race);
    moments.push({ before: race, after, facts, intent, decision });
    log = [...log, ...facts];
    race = after;
  }
  return { log, moments };
}

/** Also what lies in it; what is frozen already is passed over. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) frozen(inner);
  return value;
}
