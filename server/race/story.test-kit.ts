// A tiny language for tests of the rules: given facts (as intents that were accepted), when an intent comes, then facts or a
// refusal. One small graph: start -> a | b -> boss -> final, with a cross link.

import { decide, decideCreate } from './decide.ts';
import { foldFacts } from './evolve.ts';
import type { Fact, Person } from './facts.ts';
import type { Graph, NodeId } from './graph.ts';
import { parseGraph } from './graph.ts';
import type { ParticipantId, RaceCode, RaceId, SeedId, UserId } from './ids.ts';
import type { CreateRace, Decision, Intent, Liveness } from './intents.ts';
import type { RaceOptions } from './options.ts';
import type { Participant, Race } from './race.ts';

export const T0 = 1_763_800_000_000;
export const FLAGS = { a: 1000, b: 1001, bossFromA: 1002, bossFromB: 1003, final: 1004, finish: 1099 } as const;

const node = (type: string, name: string, layer: number, exits: readonly string[]) => ({
  type,
  display_name: name,
  zones: [`${name}_zone`],
  layer,
  tier: layer + 1,
  weight: 1,
  exits: exits.map((to) => ({ fog_id: 'AEG099_001_9000', text: `to ${to}`, from: `${name}_zone`, to })),
  entrances: [],
});

const connection = (from: string, to: string, flag: number) => ({
  exit_area: `${from}_zone`,
  exit_gate: `m10_0${flag % 10}_00_00_AEG099_001_9000`,
  entrance_area: `${to}_zone`,
  entrance_gate: `m20_0${flag % 10}_00_00_AEG099_002_9000`,
  flag_id: flag,
});

const parsed = parseGraph({
  version: '4.4',
  seed: 1,
  total_layers: 4,
  nodes: {
    start: node('start', 'start', 0, ['a', 'b']),
    a: node('mini_dungeon', 'a', 1, ['boss']),
    b: node('legacy_dungeon', 'b', 1, ['boss']),
    boss: node('boss_arena', 'boss', 2, ['final']),
    final: node('final_boss', 'final', 3, []),
  },
  edges: [
    { from: 'start', to: 'a' },
    { from: 'start', to: 'b' },
    { from: 'a', to: 'boss' },
    { from: 'b', to: 'boss' },
    { from: 'boss', to: 'final' },
  ],
  connections: [
    connection('start', 'a', FLAGS.a),
    connection('start', 'b', FLAGS.b),
    connection('a', 'boss', FLAGS.bossFromA),
    connection('b', 'boss', FLAGS.bossFromB),
    connection('boss', 'final', FLAGS.final),
  ],
  event_map: {
    [FLAGS.a]: 'a',
    [FLAGS.b]: 'b',
    [FLAGS.bossFromA]: 'boss',
    [FLAGS.bossFromB]: 'boss',
    [FLAGS.final]: 'final',
  },
  finish_event: FLAGS.finish,
  death_flags: {},
});
if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
export const GRAPH: Graph = parsed.graph;

const uuid = (kind: number, n: number) => `0000000${kind}-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const RACE = uuid(1, 1) as RaceId;
export const person = (n: number): Person => ({ user: uuid(2, n) as UserId, name: `P${n}` });
export const pid = (n: number) => uuid(3, n) as ParticipantId;
export const by = (n: number) => ({ kind: 'user', ...person(n) }) as const;

export const CREATE: CreateRace = {
  race: RACE,
  code: 'CDFGH' as RaceCode,
  name: 'Sunday Showdown',
  note: null,
  seed: {
    id: uuid(4, 1) as SeedId,
    pool: 'sprint',
    number: 1,
    totalLayers: 4,
    startNode: 'start' as NodeId,
    pack: 'p'.repeat(64),
  },
  options: {},
  organizer: person(0),
  channels: [],
  scheduledStart: null,
  draft: false,
};

export type Story = {
  readonly facts: readonly Fact[];
  readonly race: Race;
  readonly now: number;
  readonly live: Readonly<Record<string, Liveness>>;
};

export const ONLINE: Liveness = {
  connected: true,
  offlineSince: null,
  connectedSince: T0,
  lastMovedAt: null,
  deaths: null,
  clockBoundMs: null,
};

function told(facts: readonly Fact[], now: number, live: Story['live']): Story {
  const race = foldFacts(facts);
  if (race === undefined) throw new Error('a story begins with race_created');
  return { facts, race, now, live };
}

export function open(options: Partial<RaceOptions> = {}, more: Partial<CreateRace> = {}): Story {
  const decision = decideCreate({ ...CREATE, options, ...more }, T0);
  if ('refused' in decision) throw new Error(JSON.stringify(decision.refused));
  return told(decision.facts, T0, {});
}

export const ask = (story: Story, intent: Intent): Decision =>
  decide(story.race, intent, { now: story.now, graph: GRAPH, live: story.live });

/** The story after an intent that must be accepted. */
export function tell(story: Story, ...intents: readonly Intent[]): Story {
  let next = story;
  for (const intent of intents) {
    const decision = ask(next, intent);
    if ('refused' in decision) throw new Error(`${intent.type} refused: ${JSON.stringify(decision.refused)}`);
    next = told([...next.facts, ...decision.facts], next.now, next.live);
  }
  return next;
}

export const later = (story: Story, ms: number): Story => ({ ...story, now: story.now + ms });
export const withLive = (story: Story, live: Story['live']): Story => ({ ...story, live: { ...story.live, ...live } });

export const join = (n: number): Intent => ({ type: 'join', person: person(n), newParticipant: pid(n) });
export const ready = (n: number): Intent => ({ type: 'ready', participant: pid(n) });
export const START: Extract<Intent, { type: 'start' }> = { type: 'start', missing: 'strict', by: by(0) };
export const TICK: Intent = { type: 'tick' };

export const gate = (
  n: number,
  seq: number,
  flag: number,
  igtMs: number,
  happenedAt: number | null = null,
): Intent => ({
  type: 'report',
  participant: pid(n),
  subject: { kind: 'flag', flag },
  place: { outbox: `box${n}`, seq },
  igtMs,
  deaths: 0,
  happenedAt,
});

/** Players 1..count joined and ready, the countdown over, GO at `now`. */
export function running(count: number, options: Partial<RaceOptions> = {}): Story {
  let story = open(options);
  for (let n = 1; n <= count; n += 1) story = tell(story, join(n), ready(n));
  story = tell(story, START);
  return tell(later(story, story.race.options.countdownSeconds * 1000), TICK);
}

export function player(story: Story, n: number): Participant {
  const found = story.race.participants.find((one) => one.id === pid(n));
  if (found === undefined) throw new Error(`no player ${n}`);
  return found;
}

export const status = (story: Story, n: number) => player(story, n).standing.status;
export const types = (decision: Decision): readonly string[] =>
  'refused' in decision ? [`refused: ${decision.refused.code}`] : decision.facts.map((fact) => fact.type);
