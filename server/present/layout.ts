// Where the graph of a seed is drawn, as a metro map: one column per layer from left to right, the fewest crossings that can be
// found, rows in which as many lines as possible run straight. The same for the same graph, always. Deliberately absent:
// pixels, colours, labels; whoever draws scales x and y as there is room.

import { orderColumns } from './layout/order.ts';
import { lineOf } from './layout/route.ts';
import { placeRows } from './layout/rows.ts';
import { type Joined, makeSketch, type Placed } from './layout/sketch.ts';

/** x: the layer. y: rows, downwards, around 0; in a column at least 1 apart. */
export type Point = { readonly x: number; readonly y: number };

export type Layout = {
  readonly points: ReadonlyMap<string, Point>;
  /** Beside each edge, in the order given: its bends [x, y] on the way; the line keeps clear of all other nodes. */
  readonly lines: readonly (readonly (readonly [number, number])[])[];
  /** How often lines cross, for tests and comparisons. */
  readonly crossings: number;
};

/** Edges whose ends are unknown are left without bends. */
export function layoutGraph(nodes: readonly Placed[], edges: readonly Joined[]): Layout {
  const sketch = makeSketch(nodes, edges);
  const { columns, crossings } = orderColumns(sketch);
  const rows = placeRows(sketch, columns);
  const yOf = (cell: number): number => rows[cell] ?? 0;
  const points = new Map(
    [...sketch.cellOf].map(([id, cell]) => [id, { x: sketch.columnOf[cell] ?? 0, y: yOf(cell) }] as const),
  );
  return { points, crossings, lines: sketch.chains.map((chain) => lineOf(chain, sketch, yOf)) };
}
