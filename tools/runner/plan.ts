// What a simulated player will do after GO: which gates, when, how often it dies. Made from the graph, which a real mod never
// sees: the script is the director's, not the player's.

import { edgeOfFlag, type Graph, type NodeId } from '../../server/race/graph.ts';

/** `atMs`: race time, ms since GO, at which the gate is passed; IGT then is a little less (loading screens stand still). */
export type Step = {
  readonly flag: number;
  readonly node: NodeId | null;
  readonly atMs: number;
  readonly deaths: number;
};

export type Plan = {
  readonly steps: readonly Step[];
  /** What happens instead of a finish, ms since GO; null: the last step is the finish. */
  readonly givesUpAtMs: number | null;
};

/** Share of the race time that the game's clock counts; never above 1, or an IGT would outrun the clock. */
export const IGT_SHARE = 0.97;

export const igtAt = (atMs: number): number => Math.floor(Math.max(0, atMs) * IGT_SHARE);

/** A random way through the graph that takes about `durationMs`. `roll(n)`: 0 to n - 1. */
export function planRace(
  graph: Graph,
  { durationMs, roll, givesUp = false }: { durationMs: number; roll: (sides: number) => number; givesUp?: boolean },
): Plan {
  const way = randomWay(graph, roll);
  const weights = way.map(() => 60 + roll(80));
  const finishWeight = 60 + roll(80);
  const total = weights.reduce((sum, weight) => sum + weight, finishWeight);
  let elapsed = 0;
  let deaths = 0;
  const steps: Step[] = way.map((gate, index) => {
    elapsed += (weights[index] ?? 0) / total;
    deaths += roll(3) === 0 ? 1 + roll(2) : 0;
    return { ...gate, atMs: Math.round(elapsed * durationMs), deaths };
  });
  if (givesUp) {
    const kept = steps.slice(0, 1 + roll(Math.max(1, steps.length - 1)));
    return { steps: kept, givesUpAtMs: (kept.at(-1)?.atMs ?? 0) + Math.round(durationMs / 20) };
  }
  return { steps: [...steps, { flag: graph.finishEvent, node: null, atMs: durationMs, deaths }], givesUpAtMs: null };
}

type Gate = { readonly flag: number; readonly node: NodeId };

/** Forward from the start, any gate that leads on, until none does. */
function randomWay(graph: Graph, roll: (sides: number) => number): readonly Gate[] {
  const gates = new Map<NodeId, Gate[]>();
  for (const flag of Object.keys(graph.eventMap).map(Number)) {
    const edge = edgeOfFlag(graph, flag);
    if (edge !== undefined) gates.set(edge.from, [...(gates.get(edge.from) ?? []), { flag, node: edge.to }]);
  }
  const way: Gate[] = [];
  let at = graph.start;
  // Gates lead to higher layers only; the number of nodes bounds a damaged graph.
  for (let left = Object.keys(graph.nodes).length; left > 0; left -= 1) {
    const onward = gates.get(at) ?? [];
    const gate = onward[roll(onward.length)];
    if (gate === undefined) break;
    way.push(gate);
    at = gate.node;
  }
  return way;
}
