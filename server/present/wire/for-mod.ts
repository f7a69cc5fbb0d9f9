// Pictures for mods, made of a scene: the board, the zone, the deaths of others, the answer to `auth`. A mod gets names of
// zones that its own player has reached, and never the graph (ARCHITECTURE.md, Sight).

import type { GraphNode, NodeId } from '../../race/graph.ts';
import type { ParticipantId } from '../../race/ids.ts';
import { progressOf, shown } from '../../race/pulses.ts';
import type { Participant, Race } from '../../race/race.ts';
import { type Line, leaderSplits, standings } from '../../race/standings.ts';
import { momentsOf, participantOf, reasonOf, type Scene } from './scene.ts';
import type { ModPlayer, ModRace, ModZone, ToModOf } from './to-mod.ts';

/** Marks that a node has for deaths of others (graph.json, death_flags). */
const MOST_DEATH_MARKS = 3;

export function makeAuthOk(scene: Scene, participant: Participant, lastSeq: number): ToModOf<'auth_ok'> {
  const { race, graph } = scene;
  return {
    type: 'auth_ok',
    participant_id: participant.id,
    code: race.code,
    race: makeModRace(scene),
    seed: {
      total_layers: race.seed.totalLayers,
      event_ids: Object.keys(graph?.eventMap ?? {})
        .map(Number)
        .sort((a, b) => a - b),
      finish_event: graph?.finishEvent ?? 0,
      pack: race.seed.pack,
    },
    last_seq: lastSeq,
    you: { status: participant.standing.status, reason: reasonOf(participant.standing) },
    zone: makeZone(scene, participant.id),
    config: { show_finished_names: race.options.showFinishedNames, late_minutes: race.options.lateMinutes },
    participants: makeModPlayers(scene, participant.id),
  };
}

/** `race` of `auth_ok` and of GET /api/mod/status. */
export function makeModRace({ race }: Scene): ModRace {
  return { id: race.id, name: race.name, status: race.phase.status, ...momentsOf(race) };
}

/** The highest number known of an outbox; 0 for an unknown or absent one. One fact is in flight, so none below is missing. */
export function lastSeqOf(participant: Participant, outbox: string | undefined): number {
  const known = outbox === undefined ? undefined : participant.outboxes[outbox];
  return Math.max(0, ...Object.keys(known ?? {}).map(Number));
}

/** `own`: whose mod it is; null for all who have not finished, who get the same bytes. */
export function makeModBoard(scene: Scene, own: ParticipantId | null): ToModOf<'leaderboard_update'> {
  const splits = Object.entries(leaderSplits(scene.race)).map(([layer, igtMs]) => [layer, igtMs] as const);
  return {
    type: 'leaderboard_update',
    leader_splits: Object.fromEntries(splits),
    participants: makeModPlayers(scene, own),
  };
}

/** True if this mod's board differs from the shared one: its player finished and finished names are hidden from others. */
export const needsOwnBoard = (scene: Scene, participant: Participant): boolean =>
  !scene.race.options.showFinishedNames && participant.standing.status === 'finished';

function makeModPlayers(scene: Scene, own: ParticipantId | null): ModPlayer[] {
  return scene.lines.map((line) => makeModPlayer(line, scene, own));
}

function makeModPlayer(line: Line, scene: Scene, own: ParticipantId | null): ModPlayer {
  const { participant } = line;
  const finished = participant.standing.status === 'finished';
  const named = !finished || participant.id === own || scene.race.options.showFinishedNames;
  return {
    id: participant.id,
    name: named ? participant.name : null,
    color: participant.color,
    layer: line.layer,
    igt_ms: finished ? line.igtMs : null,
    death_count: line.deaths,
    finished,
    status: participant.standing.status,
    connected: scene.connected.has(participant.id),
    gap_ms: line.gapMs,
  };
}

/** The zone that is shown to a player, with what they know of its exits; null before the start or without a graph. */
export function makeZone(scene: Scene, id: ParticipantId): ModZone | null {
  const { graph } = scene;
  const participant = participantOf(scene, id);
  if (participant === undefined || graph === undefined) return null;
  const progress = progressOf(participant);
  const at = shown(participant, scene.pulses[id]).node;
  const node = at === null ? undefined : graph.nodes[at];
  if (progress === undefined || node === undefined) return null;
  const visited = new Set(progress.visits.map((visit) => visit.node));
  const nameOf = (other: NodeId) => (visited.has(other) ? (graph.nodes[other]?.displayName ?? null) : null);
  const from = progress.visits.find((visit) => visit.node === node.id)?.from;
  const origin = from === undefined || from === null || from === node.id ? undefined : graph.nodes[from];
  return {
    node: node.id,
    display_name: node.displayName,
    tier: node.tier,
    layer: node.layer,
    exits: [
      ...(origin === undefined
        ? []
        : [{ text: wayBack(node, origin), to: nameOf(origin.id), origin: true } satisfies ModZone['exits'][number]]),
      ...node.exits.map((exit) => ({ text: exit.text, to: nameOf(exit.to) })),
    ],
  };
}

/** Where in this node the gate stands by which the player came; else where it stood on the other side. */
function wayBack(node: GraphNode, origin: GraphNode): string {
  const entrance = node.entrances.find((one) => one.from === origin.id);
  return entrance?.text ?? origin.exits.find((exit) => exit.to === node.id)?.text ?? '';
}

/** Marks that a player's game sets: the first min(n, 3) flags of every node in which others died n times. Sorted. */
export function makeDeathCounts(scene: Scene, own: ParticipantId): ToModOf<'death_counts'> {
  const deaths = new Map<NodeId, number>();
  for (const line of scene.lines) {
    if (line.participant.id === own) continue;
    for (const [node, count] of deathsOf(line)) deaths.set(node, (deaths.get(node) ?? 0) + count);
  }
  const flags = [...deaths].flatMap(([node, count]) =>
    (scene.graph?.deathFlags[node] ?? []).slice(0, Math.min(count, MOST_DEATH_MARKS)),
  );
  return { type: 'death_counts', flags: flags.toSorted((a, b) => a - b) };
}

/** Of one player, per node; what the pulse counts above the last fact happened where that fact led to. */
function deathsOf({ participant, deaths }: Line): ReadonlyMap<NodeId, number> {
  const progress = progressOf(participant);
  if (progress === undefined) return new Map();
  const counts = new Map(Object.entries(progress.deathsIn) as [NodeId, number][]);
  const since = deaths - progress.deaths;
  if (since > 0) counts.set(progress.node, (counts.get(progress.node) ?? 0) + since);
  return counts;
}

/** The place of a player in the standings, from 1; null where they have none (PROTOCOL.md, `ack`). */
export const placeOf = (race: Race, id: ParticipantId): number | null =>
  standings(race, {}).find((line) => line.participant.id === id)?.place ?? null;
