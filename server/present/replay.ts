// A race that is over as a film: who passed which gate when, from its log. Small, the same for everybody, and made only for who
// may see the whole map. Deliberately absent: sight (who asks has asked it), what ticked between the facts.

import { evolve } from '../race/evolve.ts';
import type { LoggedFact } from '../race/facts.ts';
import type { Graph, GraphNode, NodeId } from '../race/graph.ts';
import type { ParticipantId } from '../race/ids.ts';
import { progressOf } from '../race/pulses.ts';
import type { Participant, Race, Visit } from '../race/race.ts';
import { type Line, standings } from '../race/standings.ts';
import { presentGraph } from './graph-view.ts';
import type { PageGraph, PagePlayer } from './wire/to-page.ts';

/** ms since the start; index of the node; index of the node it was entered from, -1 where unknown; IGT; deaths until then. */
export type ReplayGate = readonly [t: number, node: number, from: number, igtMs: number, deaths: number];

export type ReplayPlayer = {
  readonly id: string;
  readonly name: string;
  readonly color: number;
  readonly status: PagePlayer['status'];
  readonly reason: PagePlayer['reason'];
  /** Null for who is out. */
  readonly place: number | null;
  readonly igt_ms: number;
  readonly death_count: number;
  /** In order of t; the first is where they began. Going back to a known node is one too. */
  readonly gates: readonly ReplayGate[];
  /** Null for who never ended: their race was ended around them. */
  readonly end: {
    readonly t: number;
    readonly igt_ms: number;
    readonly deaths: number;
    readonly how: 'finished' | 'out';
  } | null;
  /** First entry of each layer; a finish has that of `total_layers`. */
  readonly splits: readonly (readonly [layer: number, igtMs: number])[];
};

export type Replay = {
  readonly race: {
    readonly id: string;
    readonly code: string;
    readonly name: string;
    readonly started_at: number;
    readonly finished_at: number;
  };
  readonly seed: { readonly graph_json: PageGraph; readonly total_layers: number };
  readonly duration_ms: number;
  /** In order of the result. */
  readonly players: readonly ReplayPlayer[];
};

/** `log`: up to the state that may be shown. Undefined: that state has not ended. */
export function makeReplay(log: readonly LoggedFact[], graph: Graph): Replay | undefined {
  const { race, passed } = watch(log);
  if (race?.phase.status !== 'finished') return undefined;
  const { startedAt, finishedAt } = race.phase;
  const places = new Map(Object.values<GraphNode>(graph.nodes).map((node, at) => [node.id, at]));
  const shoot: Shoot = { startedAt, finishedAt, placeOf: (node) => places.get(node) ?? -1 };
  return {
    race: { id: race.id, code: race.code, name: race.name, started_at: startedAt, finished_at: finishedAt },
    seed: { graph_json: presentGraph(graph), total_layers: race.seed.totalLayers },
    duration_ms: finishedAt - startedAt,
    players: standings(race, {}).map((line) => filmOf(line, passed.get(line.participant.id) ?? [], shoot)),
  };
}

type Passed = ReadonlyMap<ParticipantId, readonly Visit[]>;

/** Folds the log and writes down every gate that counted in the end, also those of who was out and came back. */
function watch(log: readonly LoggedFact[]): { readonly race: Race | undefined; readonly passed: Passed } {
  const passed = new Map<ParticipantId, Visit[]>();
  let race: Race | undefined;
  for (const { fact } of log) {
    const before = race;
    race = evolve(race, fact);
    if (race === undefined || race.participants === before?.participants) continue;
    for (const [at, participant] of race.participants.entries()) {
      const was = before?.participants[at];
      if (was === participant) continue;
      const known = was?.id === participant.id ? was : before?.participants.find((one) => one.id === participant.id);
      const gates = newGates(known, participant, fact.type === 'gate_passed' ? fact.happenedAt : fact.at);
      if (gates.length > 0) passed.set(participant.id, [...(passed.get(participant.id) ?? []), ...gates]);
    }
  }
  return { race, passed };
}

/** `at`: when it happened. */
function newGates(before: Participant | undefined, after: Participant, at: number): readonly Visit[] {
  const [was, is] = [before && progressOf(before), progressOf(after)];
  if (is === undefined || is === was) return [];
  const visits = is.visits.slice(was?.visits.length ?? 0);
  if (visits.length > 0 || was === undefined || was.node === is.node) return visits;
  // Back at a known node.
  return [{ node: is.node, from: was.node, igtMs: is.igtMs, deaths: is.deaths, at }];
}

type Shoot = {
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly placeOf: (node: NodeId) => number;
};

function filmOf(line: Line, visits: readonly Visit[], shoot: Shoot): ReplayPlayer {
  const { participant } = line;
  const { standing } = participant;
  const gates = visits.map((visit): ReplayGate => {
    const from = visit.from === null ? -1 : shoot.placeOf(visit.from);
    return [timeOf(visit.at, shoot), shoot.placeOf(visit.node), from, visit.igtMs, visit.deaths];
  });
  const splits = Object.entries(progressOf(participant)?.splits ?? {}).map(
    ([layer, { igtMs }]) => [Number(layer), igtMs] as const,
  );
  return {
    id: participant.id,
    name: participant.name,
    color: participant.color,
    status: standing.status,
    reason: standing.status === 'abandoned' ? standing.why : null,
    place: line.place,
    igt_ms: line.igtMs,
    death_count: line.deaths,
    gates: gates.filter(([, node]) => node >= 0).toSorted((a, b) => a[0] - b[0]),
    end: endOf(line, shoot),
    splits: splits.toSorted((a, b) => a[0] - b[0]),
  };
}

function endOf({ participant, igtMs, deaths }: Line, shoot: Shoot): ReplayPlayer['end'] {
  const { standing } = participant;
  const numbers = { igt_ms: igtMs, deaths };
  if (standing.status === 'finished') return { t: timeOf(standing.finishedAt, shoot), ...numbers, how: 'finished' };
  if (standing.status === 'abandoned') return { t: timeOf(standing.at, shoot), ...numbers, how: 'out' };
  return null;
}

/** What was judged after the end happened at the end, as far as a film goes. */
const timeOf = (at: number, { startedAt, finishedAt }: Shoot): number =>
  Math.round(Math.min(Math.max(0, at - startedAt), finishedAt - startedAt));
