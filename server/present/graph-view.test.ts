// What leaves of a graph: the allow-list, and a blurred twin from which nothing but counts can be read.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRAPH, RACE } from '../race/story.test-kit.ts';
import { blur } from './blur.ts';
import { presentBlurred, presentGraph } from './graph-view.ts';

const sizes = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 30 });

describe('the graph', () => {
  it('is an allow-list: these keys and no other', () => {
    const graph = presentGraph(GRAPH);
    expect(Object.keys(graph)).toEqual(['nodes', 'edges']);
    for (const node of graph.nodes) {
      expect(Object.keys(node)).toEqual(['id', 'type', 'display_name', 'layer', 'tier', 'x', 'y', 'exits']);
      for (const exit of node.exits) expect(Object.keys(exit)).toEqual(['text', 'to']);
    }
    expect(graph.edges).toHaveLength(GRAPH.edges.length);
    for (const edge of graph.edges) expect(Object.keys(edge)).toEqual(['from', 'to', 'via']);
    const text = JSON.stringify(graph);
    for (const flag of [...Object.keys(GRAPH.eventMap), String(GRAPH.finishEvent)]) expect(text).not.toContain(flag);
  });
});

describe('the blurred twin', () => {
  it('has the real number of nodes on each layer and nothing else of the real one', () => {
    const real = presentGraph(GRAPH);
    const twin = presentBlurred(GRAPH, RACE);
    const layers = (nodes: readonly { layer: number }[]) => nodes.map((node) => node.layer).toSorted((a, b) => a - b);
    expect(layers(twin.nodes)).toEqual(layers(real.nodes));
    for (const node of twin.nodes) {
      expect(node).toMatchObject({ type: null, display_name: null, tier: null, exits: [] });
      expect(Object.keys(GRAPH.nodes)).not.toContain(node.id);
    }
  });

  it('is the same for graphs that differ in all but their counts', () => {
    const other = {
      ...GRAPH,
      seed: 987_654,
      edges: GRAPH.edges.slice(0, 2),
      nodes: Object.fromEntries(
        Object.values(GRAPH.nodes).map((node, index) => [`x${index}`, { ...node, id: `x${index}`, displayName: 'x' }]),
      ),
    } as unknown as typeof GRAPH;
    expect(presentBlurred(other, RACE)).toEqual(presentBlurred(GRAPH, RACE));
  });

  it('leads from every node on, and to every node; from one filled layer to the next; the same for the same key', () => {
    fc.assert(
      fc.property(sizes, fc.string(), (counts, key) => {
        const { nodes, edges } = blur(counts, key);
        expect(nodes).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
        const filled = [...new Set(nodes.map((node) => node.layer))];
        const layerOf = new Map(nodes.map((node) => [node.id, node.layer]));
        for (const { from, to } of edges) {
          const [a, b] = [layerOf.get(from), layerOf.get(to)];
          expect(filled.indexOf(b ?? -1)).toBe(filled.indexOf(a ?? -1) + 1);
        }
        for (const { id, layer } of nodes) {
          if (layer !== filled.at(-1)) expect(edges.some((edge) => edge.from === id)).toBe(true);
          if (layer !== filled[0]) expect(edges.some((edge) => edge.to === id)).toBe(true);
        }
        expect(blur(counts, key)).toEqual({ nodes, edges });
      }),
    );
  });

  it('differs from race to race', () => {
    const counts = [1, 3, 4, 4, 3, 4, 1];
    const pictures = new Set(Array.from({ length: 50 }, (_, n) => JSON.stringify(blur(counts, `race ${n}`))));
    expect(pictures.size).toBeGreaterThan(40);
  });
});
