// The leaderboard: who is where, in which order, how far behind. A function of state and pulses (ARCHITECTURE.md, Facts).

import { isRacing } from './decide/body.ts';
import type { NodeId } from './graph.ts';
import type { Pulse } from './pulses.ts';
import { progressOf, shown } from './pulses.ts';
import type { Participant, Progress, Race, Split } from './race.ts';

export type Line = {
  readonly participant: Participant;
  /** From 1. Null for who is neither playing nor finished. */
  readonly place: number | null;
  readonly layer: number;
  readonly totalLayers: number;
  readonly node: NodeId | null;
  /** The result where finished, else the newest known. */
  readonly igtMs: number;
  readonly deaths: number;
  /** Behind the leader, ms (PROTOCOL.md, gap_ms): 0 for a playing leader, negative ahead of the leader's pace, null unless playing. */
  readonly gapMs: number | null;
};

/**
 * All participants in order: finished by IGT, fastest first; playing by layer, furthest first, on the same layer by the IGT
 * at which they entered it; ready; registered; abandoned, furthest first. Equal ones in order of joining. What is the same as in `before`
 * is the same object, the whole list too.
 */
export function standings(
  race: Race,
  pulses: Readonly<Record<string, Pulse>>,
  before: readonly Line[] = [],
): readonly Line[] {
  let same = before.length === race.participants.length;
  const lines = rankingOf(race).map((rank, index) => {
    const line = lineOf(rank, race, pulses);
    const was = before[index];
    if (was !== undefined && sameLine(was, line)) return was;
    same = false;
    return line;
  });
  return same ? before : lines;
}

function lineOf({ participant, place, pace }: Rank, race: Race, pulses: Readonly<Record<string, Pulse>>): Line {
  const now = shown(participant, pulses[participant.id]);
  return {
    participant,
    place,
    layer: now.layer,
    totalLayers: race.seed.totalLayers,
    node: now.node,
    igtMs: now.igtMs,
    deaths: now.deaths,
    gapMs: pace === null ? null : Math.max(pace.entryGapMs, now.igtMs - pace.leftMs),
  };
}

const sameLine = (a: Line, b: Line): boolean =>
  a.participant === b.participant &&
  a.igtMs === b.igtMs &&
  a.deaths === b.deaths &&
  a.node === b.node &&
  a.gapMs === b.gapMs &&
  a.place === b.place &&
  a.layer === b.layer &&
  a.totalLayers === b.totalLayers;

/** What only facts move: the order, and what a gap is measured against. Infinite: the leader has not left the layer yet. */
type Rank = {
  readonly participant: Participant;
  readonly place: number | null;
  readonly pace: { readonly entryGapMs: number; readonly leftMs: number } | null;
};

/** A race never changes, it is replaced: its order is found once, however often it ticks (measured by tools/bench). */
const known = new WeakMap<Race, readonly Rank[]>();

function rankingOf(race: Race): readonly Rank[] {
  const ranking = known.get(race) ?? rank(race);
  known.set(race, ranking);
  return ranking;
}

function rank(race: Race): readonly Rank[] {
  const ordered = race.participants.toSorted(compare);
  const leader = ordered[0] === undefined ? undefined : progressOf(ordered[0]);
  return ordered.map((participant, index) => {
    const { status } = participant.standing;
    const ranked = status === 'finished' || status === 'playing';
    return { participant, place: ranked ? index + 1 : null, pace: paceOf(participant, leader) };
  });
}

/** Layer -> IGT at which the leader entered it; empty before the start. */
export function leaderSplits(race: Race): Readonly<Record<number, number>> {
  const leader = rankingOf(race)[0]?.participant;
  const progress = leader === undefined ? undefined : progressOf(leader);
  const entries = Object.entries(progress?.splits ?? {}).map(([layer, split]) => [layer, split.igtMs] as const);
  return Object.fromEntries(entries);
}

/** True once a finished player's IGT cannot be beaten: nobody still racing has a lower one (COMMANDS.md, Winning). */
export function nobodyCanBeat(race: Race, igtMs: number, pulses: Readonly<Record<string, Pulse>>): boolean {
  // Who may still come late begins at 0.
  return race.participants.filter(isRacing).every((other) => {
    return other.standing.status === 'playing' && shown(other, pulses[other.id]).igtMs >= igtMs;
  });
}

const RANK = { finished: 0, playing: 1, ready: 2, registered: 3, abandoned: 4 } as const;

function compare(a: Participant, b: Participant): number {
  const byRank = RANK[a.standing.status] - RANK[b.standing.status];
  if (byRank !== 0) return byRank;
  if (a.standing.status === 'finished' && b.standing.status === 'finished') return a.standing.igtMs - b.standing.igtMs;
  const [mine, theirs] = [progressOf(a), progressOf(b)];
  const byLayer = (theirs?.layer ?? -1) - (mine?.layer ?? -1);
  if (byLayer !== 0 || mine === undefined || theirs === undefined) return byLayer;
  return entryOf(mine) - entryOf(theirs);
}

const entryOf = (progress: Progress): number => progress.splits[progress.layer]?.igtMs ?? progress.igtMs;

const LEADS = { entryGapMs: 0, leftMs: Number.POSITIVE_INFINITY } as const;

function paceOf({ standing }: Participant, leader: Progress | undefined): Rank['pace'] {
  if (standing.status !== 'playing' || leader === undefined) return null;
  if (standing.progress === leader) return LEADS;
  const { layer } = standing.progress;
  const entered = entryOf(standing.progress);
  const led = splitAtOrBelow(leader.splits, layer);
  if (led === undefined) return null;
  const left = splitAbove(leader.splits, layer);
  return { entryGapMs: entered - led.igtMs, leftMs: left?.igtMs ?? Number.POSITIVE_INFINITY };
}

/** A leader who came by an edge that skips a layer has no split there: the one before it counts. */
function splitAtOrBelow(splits: Readonly<Record<number, Split>>, layer: number): Split | undefined {
  for (let at = layer; at >= 0; at -= 1) {
    const split = splits[at];
    if (split !== undefined) return split;
  }
  return undefined;
}

function splitAbove(splits: Readonly<Record<number, Split>>, layer: number): Split | undefined {
  const above = Object.keys(splits)
    .map(Number)
    .filter((other) => other > layer);
  return above.length === 0 ? undefined : splits[Math.min(...above)];
}
