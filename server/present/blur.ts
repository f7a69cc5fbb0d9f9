// The blurred twin of a graph: as many layers and nodes per layer as the real one, everything else invented
// (ARCHITECTURE.md, Sight). It is made of the counts and a public key alone, never of edges, ids or the seed's number, so
// that nothing more than the counts can be read back from it.

import { type Roll, seededRoll } from './roll.ts';

export type BlurredNode = { readonly id: string; readonly layer: number };
export type Blurred = {
  readonly nodes: readonly BlurredNode[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
};

/** One node in so many gets a second way on. */
const SECOND_WAY_ONE_IN = 3;

/** `nodesPerLayer[i]`: how many nodes stand on layer i, 0 where none. `key`: something public and stable, the race's id. */
export function blur(nodesPerLayer: readonly number[], key: string): Blurred {
  const roll = seededRoll(key);
  const layers = nodesPerLayer
    .map((size, layer) =>
      Array.from({ length: size }, (_, index): BlurredNode => ({ id: `b${layer}-${index}`, layer })),
    )
    .filter((nodes) => nodes.length > 0);
  const edges = layers.flatMap((nodes, at) => wayOn(nodes, layers[at + 1] ?? [], roll));
  return { nodes: layers.flat(), edges };
}

/** Every node leads somewhere and every node is reached. */
function wayOn(from: readonly BlurredNode[], to: readonly BlurredNode[], roll: Roll) {
  if (to.length === 0) return [];
  const pairs = new Map<string, { readonly from: string; readonly to: string }>();
  const join = (a: BlurredNode | undefined, b: BlurredNode | undefined) => {
    if (a !== undefined && b !== undefined) pairs.set(`${a.id}>${b.id}`, { from: a.id, to: b.id });
  };
  for (const node of from) {
    join(node, to[roll(to.length)]);
    if (roll(SECOND_WAY_ONE_IN) === 0) join(node, to[roll(to.length)]);
  }
  const reached = new Set([...pairs.values()].map((edge) => edge.to));
  for (const node of to) if (!reached.has(node.id)) join(from[roll(from.length)], node);
  return [...pairs.values()];
}
