// The graph as it is sent to pages: an allow-list, or its blurred twin. Never event map, flags, connections or items.

import type { Graph, GraphNode } from '../race/graph.ts';
import { blur } from './blur.ts';
import { type Layout, layoutGraph } from './layout.ts';
import type { PageGraph, PageNode } from './wire/to-page.ts';

/** Everything that somebody of full sight may know. */
export function presentGraph(graph: Graph): PageGraph {
  return keep(graph, '', () => drawGraph(graph));
}

/** The picture for who must not see it. `key`: the race's id. */
export function presentBlurred(graph: Graph, key: string): PageGraph {
  return keep(graph, key, () => drawBlurred(graph, key));
}

/** A graph never changes: it is laid out once, however many look and come back. */
const drawn = new WeakMap<Graph, Map<string, PageGraph>>();

function keep(graph: Graph, key: string, draw: () => PageGraph): PageGraph {
  const pictures = drawn.get(graph) ?? new Map<string, PageGraph>();
  drawn.set(graph, pictures);
  const picture = pictures.get(key) ?? draw();
  pictures.set(key, picture);
  return picture;
}

function drawGraph(graph: Graph): PageGraph {
  const nodes: readonly GraphNode[] = Object.values(graph.nodes);
  const { points, lines } = layoutGraph(nodes, graph.edges);
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
    edges: graph.edges.map(({ from, to }, at) => ({ from, to, via: viaOf(lines[at]) })),
  };
}

function drawBlurred(graph: Graph, key: string): PageGraph {
  const sizes = Array.from({ length: graph.totalLayers }, () => 0);
  for (const node of Object.values<GraphNode>(graph.nodes)) sizes[node.layer] = (sizes[node.layer] ?? 0) + 1;
  const { nodes, edges } = blur(sizes, key);
  const { points, lines } = layoutGraph(nodes, edges);
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
    edges: edges.map((edge, at) => ({ ...edge, via: viaOf(lines[at]) })),
  };
}

const viaOf = (line: Layout['lines'][number] | undefined): [number, number][] => (line ?? []).map(([x, y]) => [x, y]);

/** Where the seed's folder vanished: pages live on without a picture. */
export const NO_GRAPH: PageGraph = { nodes: [], edges: [] };
