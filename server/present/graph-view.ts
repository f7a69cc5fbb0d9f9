// The graph as it is sent to pages: an allow-list, or its blurred twin. Never event map, flags, connections or items.

import type { Graph, GraphNode } from '../race/graph.ts';
import { blur } from './blur.ts';
import { layoutGraph } from './layout.ts';
import type { PageGraph, PageNode } from './wire/to-page.ts';

/** Everything that somebody of full sight may know. */
export function presentGraph(graph: Graph): PageGraph {
  const nodes: readonly GraphNode[] = Object.values(graph.nodes);
  const points = layoutGraph(nodes);
  return {
    nodes: nodes.map(
      (node): PageNode => ({
        id: node.id,
        type: node.type,
        display_name: node.displayName,
        layer: node.layer,
        tier: node.tier,
        ...(points.get(node.id) ?? { x: 0, y: 0 }),
        exits: node.exits.map((exit) => ({ text: exit.text, to: exit.to })),
      }),
    ),
    edges: graph.edges.map(({ from, to }) => ({ from, to, via: [] })),
  };
}

/** The picture for who must not see it. `key`: the race's id. */
export function presentBlurred(graph: Graph, key: string): PageGraph {
  const sizes = Array.from({ length: graph.totalLayers }, () => 0);
  for (const node of Object.values<GraphNode>(graph.nodes)) sizes[node.layer] = (sizes[node.layer] ?? 0) + 1;
  const { nodes, edges } = blur(sizes, key);
  const points = layoutGraph(nodes);
  return {
    nodes: nodes.map(
      (node): PageNode => ({
        ...node,
        type: null,
        display_name: null,
        tier: null,
        ...(points.get(node.id) ?? { x: 0, y: 0 }),
        exits: [],
      }),
    ),
    edges: edges.map((edge) => ({ ...edge, via: [] })),
  };
}

/** Where the seed's folder vanished: pages live on without a picture. */
export const NO_GRAPH: PageGraph = { nodes: [], edges: [] };
