// The layout judged by geometry: nothing overlaps, no line runs through a node, few crossings, always the same.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blur } from './blur.ts';
import { crossingsOf } from './layout/crossings.ts';
import { isFeasible, orderExactly } from './layout/exact.ts';
import { BROADCAST, clearanceOf, crossingsDrawn, drawn, SMALL, spacingOf } from './layout/geometry.test-kit.ts';
import { LEVEL } from './layout/route.ts';
import { makeSketch } from './layout/sketch.ts';
import { orderBySweeps } from './layout/sweeps.ts';
import { layoutGraph } from './layout.ts';
import type { PageGraph } from './wire/to-page.ts';

type Invented = {
  readonly nodes: readonly { readonly id: string; readonly layer: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
};

const seeds = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 30 }), fc.string())
  .map(([sizes, key]): Invented => blur([1, ...sizes, 1], key));
/** Of any shape: wide layers, empty ones, edges over several layers, two the same. */
const odd = fc
  .record({
    layers: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 }),
    joins: fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 90 }),
  })
  .map(({ layers, joins }): Invented => {
    const nodes = layers.map((layer, n) => ({ id: `n${n}`, layer }));
    const edges = joins.flatMap(([a, b]) => {
      const [from, to] = [nodes[a], nodes[b]];
      return from === undefined || to === undefined || from.layer >= to.layer ? [] : [{ from: from.id, to: to.id }];
    });
    return { nodes, edges };
  });

function pictureOf({ nodes, edges }: Invented): PageGraph {
  const { points, lines } = layoutGraph(nodes, edges);
  return {
    nodes: nodes.map((node) => ({
      ...node,
      ...(points.get(node.id) ?? { x: -1, y: 0 }),
      type: null,
      display_name: null,
      tier: null,
      exits: [],
    })),
    edges: edges.map((edge, at) => ({ ...edge, via: (lines[at] ?? []).map(([x, y]): [number, number] => [x, y]) })),
  };
}

describe('a graph as the generator makes them', () => {
  it('fills its columns around 0 without two nodes nearer than a row', () => {
    fc.assert(
      fc.property(seeds, (graph) => {
        const { points } = layoutGraph(graph.nodes, graph.edges);
        for (const node of graph.nodes) expect(points.get(node.id)?.x).toBe(node.layer);
        const columns = columnsOf(graph.nodes);
        const widest = Math.max(...columns.map((column) => column.length));
        for (const column of columns) {
          const ys = column.map((id) => points.get(id)?.y ?? Number.NaN).toSorted((a, b) => a - b);
          for (const [at, y] of ys.slice(1).entries()) expect(y - (ys[at] ?? y)).toBeGreaterThanOrEqual(1);
          for (const y of ys) expect(Math.abs(y)).toBeLessThanOrEqual((widest - 1) / 2);
        }
      }),
    );
  });

  it.each([
    ['1920 x 1080', BROADCAST],
    ['800 x 600', SMALL],
  ])('at %s no two nodes touch, and no line runs through a node', (_size, size) => {
    fc.assert(
      fc.property(seeds, (graph) => {
        const picture = drawn(pictureOf(graph), size);
        const layers = Math.max(...graph.nodes.map((node) => node.layer));
        const column = (size.width - 2 * size.margin) / layers;
        // Room for nodes of this radius, with 1 px to spare.
        const radius = Math.min(LEVEL * column, 24) - 1;
        expect(spacingOf(picture)).toBeGreaterThan(2 * radius);
        expect(clearanceOf(picture)).toBeGreaterThan(radius);
      }),
    );
  });

  it('crosses as often as it says', () => {
    fc.assert(
      fc.property(seeds, (graph) => {
        const { crossings } = layoutGraph(graph.nodes, graph.edges);
        expect(crossingsDrawn(drawn(pictureOf(graph), BROADCAST))).toBe(crossings);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the order', () => {
  it('is the best of all there are', () => {
    const small = fc
      .tuple(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }), fc.string())
      .map(([sizes, key]) => blur([2, ...sizes], key));
    fc.assert(
      fc.property(small, ({ nodes, edges }) => {
        const sketch = makeSketch(nodes, edges);
        const all = everyOrder(sketch.columns).map((columns) => crossingsOf(sketch.links, columns));
        expect(crossingsOf(sketch.links, orderExactly(sketch))).toBe(Math.min(...all));
      }),
    );
  });

  it('is never better by sweeps than by the search, and hardly worse', () => {
    let [exact, swept] = [0, 0];
    fc.assert(
      fc.property(seeds, ({ nodes, edges }) => {
        const sketch = makeSketch(nodes, edges);
        const [best, good] = [orderExactly(sketch), orderBySweeps(sketch)].map((one) => crossingsOf(sketch.links, one));
        expect(good).toBeGreaterThanOrEqual(best ?? 0);
        exact += best ?? 0;
        swept += good ?? 0;
      }),
      { seed: 5, numRuns: 60 },
    );
    expect(swept).toBeLessThan(exact * 1.2 + 10);
  });

  it('is searched where layers are narrow, and not where they are wide', () => {
    const wide = blur([1, 9, 9, 1], 'k');
    expect(isFeasible(makeSketch(wide.nodes, wide.edges))).toBe(false);
    const narrow = blur([1, ...Array.from({ length: 30 }, () => 4), 1], 'k');
    expect(isFeasible(makeSketch(narrow.nodes, narrow.edges))).toBe(true);
  });
});

describe('a graph of any shape', () => {
  it('is drawn, always the same, nobody on another, no line through a node', () => {
    fc.assert(
      fc.property(odd, (graph) => {
        const picture = pictureOf(graph);
        expect(pictureOf(graph)).toEqual(picture);
        const layers = graph.nodes.map((node) => node.layer);
        const columns = Math.max(1, Math.max(...layers) - Math.min(...layers));
        const shown = drawn(picture, BROADCAST);
        const ys = picture.nodes.map((node) => node.y);
        const row = (BROADCAST.height - 2 * BROADCAST.margin) / Math.max(1, Math.max(...ys) - Math.min(...ys));
        const column = (BROADCAST.width - 2 * BROADCAST.margin) / columns;
        expect(spacingOf(shown)).toBeGreaterThanOrEqual(Math.min(row, column) - 0.01);
        expect(clearanceOf(shown)).toBeGreaterThan(Math.min(row * 0.45, column * (LEVEL - 0.02)));
      }),
    );
  });

  it('where an edge skips layers, its line passes between their nodes, rightwards only', () => {
    const nodes = [
      ...[0, 1, 2, 3].map((layer) => ({ id: `a${layer}`, layer })),
      ...[1, 2].map((layer) => ({ id: `b${layer}`, layer })),
    ];
    const edges = [
      { from: 'a0', to: 'a1' },
      { from: 'a0', to: 'b1' },
      { from: 'a1', to: 'a2' },
      { from: 'b1', to: 'b2' },
      { from: 'a2', to: 'a3' },
      { from: 'b2', to: 'a3' },
      { from: 'a0', to: 'a3' },
    ];
    const picture = pictureOf({ nodes, edges });
    expect(layoutGraph(nodes, edges).crossings).toBe(0);
    for (const { via } of picture.edges) {
      const xs = via.map(([x]) => x);
      expect(xs).toEqual(xs.toSorted((a, b) => a - b));
    }
    expect(clearanceOf(drawn(picture, SMALL))).toBeGreaterThan(40);
  });

  it('bears large ones: 2000 nodes in layers of 40 or in two, thousands of edges over all layers', () => {
    const sizes = [Array.from({ length: 50 }, () => 40), [1_000, 1_000]];
    const graphs: Invented[] = sizes.map((one) => blur(one, 'large'));
    const line = Array.from({ length: 2_000 }, (_, layer) => ({ id: `n${layer}`, layer }));
    graphs.push({ nodes: line, edges: line.slice(3).map(({ id }) => ({ from: 'n0', to: id })) });
    for (const { nodes, edges } of graphs) {
      const { points } = layoutGraph(nodes, edges);
      expect(new Set([...points.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(2_000);
    }
  });

  it('bears nothing, one node, and edges that lead back or nowhere', () => {
    expect(layoutGraph([], []).points.size).toBe(0);
    expect(layoutGraph([{ id: 'a', layer: 0 }], []).points.get('a')).toEqual({ x: 0, y: 0 });
    const nodes = ['a', 'b', 'c', 'd'].map((id, layer) => ({ id, layer }));
    const { lines } = layoutGraph(nodes, [
      { from: 'd', to: 'a' },
      { from: 'a', to: '?' },
      { from: 'a', to: 'b' },
    ]);
    const back = (lines[0] ?? []).map(([x]) => x);
    expect(back).toEqual(back.toSorted((a, b) => b - a));
    expect(lines[1]).toEqual([]);
  });
});

function columnsOf(nodes: Invented['nodes']): readonly (readonly string[])[] {
  const columns = new Map<number, string[]>();
  for (const { id, layer } of nodes) columns.set(layer, [...(columns.get(layer) ?? []), id]);
  return [...columns.values()];
}

function everyOrder(columns: readonly (readonly number[])[]): readonly (readonly (readonly number[])[])[] {
  const [first, ...rest] = columns;
  if (first === undefined) return [[]];
  const others = everyOrder(rest);
  return permutations(first).flatMap((order) => others.map((other) => [order, ...other]));
}

function permutations(cells: readonly number[]): readonly (readonly number[])[] {
  if (cells.length === 0) return [[]];
  return cells.flatMap((cell) => permutations(cells.filter((one) => one !== cell)).map((rest) => [cell, ...rest]));
}
