// Where a player is shown to be between facts (PROTOCOL.md, Facts): a status moves the shown position to a node already
// visited, and nothing else.

import { type Graph, type NodeId, nodesByMapId, resolveZone } from '../race/graph.ts';
import type { Progress } from '../race/race.ts';

export type Whereabouts = { readonly zone: string | null; readonly mapId: string | null };

/** The zone where it names a visited node, else the only visited node with a gate on the map; null: stay. */
export function shownNode(graph: Graph, progress: Progress, { zone, mapId }: Whereabouts): NodeId | null {
  if (zone === null && mapId === null) return null;
  const visited = progress.visits.map((visit) => visit.node);
  const inZone = zone === null ? [] : visited.filter((node) => resolveZone(graph, zone).includes(node));
  if (inZone.length > 0) return inZone.includes(progress.node) ? progress.node : (inZone.at(-1) ?? null);
  const onMap = mapId === null ? [] : visited.filter((node) => nodesByMapId(graph, mapId).includes(node));
  return onMap.length === 1 ? (onMap[0] ?? null) : null;
}
