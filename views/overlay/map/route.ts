// The way a marker takes from where it was to where it is: along the edges that were gone, forward or back, over a few nodes
// at most. Pure. No way found: the marker appears there without travelling.

import { makeWay, type Point, rounded, type Way } from './geometry.ts';
import { edgeKey, type Plan } from './plan.ts';

/** A longer way is not travelled: who comes back after an outage does not watch the whole race again. */
const HOPS_MOST = 4;

export function routeBetween(plan: Plan, from: string, to: string): Way | undefined {
  const nodes = from === to ? undefined : shortest(plan, from, to);
  if (nodes === undefined) return undefined;
  const points = nodes.slice(1).flatMap((node, index): readonly Point[] => {
    const before = nodes[index] ?? node;
    const forward = plan.edges.get(edgeKey(before, node));
    const back = plan.edges.get(edgeKey(node, before));
    return rounded(forward?.through ?? reversed(back?.through) ?? [], plan.bend);
  });
  return makeWay(points);
}

const reversed = (points: readonly Point[] | undefined): readonly Point[] | undefined =>
  points === undefined ? undefined : [...points].reverse();

function shortest(plan: Plan, from: string, to: string): readonly string[] | undefined {
  let ways: readonly (readonly string[])[] = [[from]];
  const seen = new Set([from]);
  for (let hop = 0; hop < HOPS_MOST; hop += 1) {
    const next: (readonly string[])[] = [];
    for (const way of ways) {
      for (const node of neighbours(plan, way.at(-1) ?? from)) {
        if (node === to) return [...way, node];
        if (seen.has(node)) continue;
        seen.add(node);
        next.push([...way, node]);
      }
    }
    ways = next;
  }
  return undefined;
}

/** Forward first: players go on far more often than back. */
function neighbours(plan: Plan, node: string): readonly string[] {
  const edges = [...plan.edges.values()];
  return [
    ...edges.filter((edge) => edge.from === node).map((edge) => edge.to),
    ...edges.filter((edge) => edge.to === node).map((edge) => edge.from),
  ];
}
