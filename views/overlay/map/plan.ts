// Where the server's layout comes to lie in a picture of a given size: columns as far apart as the width allows, rows so that
// lines do not get too steep. One unit is a pixel at zoom 1. Pure; the order and the bends of lines are the server's.

import type { PageGraph, PageNode } from '../../../server/present/wire/to-page.ts';
import { clamp, type Point, type Size } from './geometry.ts';
import { type Kind, kindOf } from './kinds.ts';
import { zoneNames } from './zone-names.ts';

export type PlanNode = {
  readonly id: string;
  readonly kind: Kind;
  /** Empty where it may not be known. */
  readonly name: string;
  /** What it is called on the map, the fullest first. */
  readonly shorts: readonly string[];
  readonly layer: number;
  readonly at: Point;
  /** Half the width of its shape. */
  readonly radius: number;
};
export type PlanEdge = { readonly from: string; readonly to: string; readonly through: readonly Point[] };
export type Plan = {
  readonly size: Size;
  /** How far columns are apart. */
  readonly column: number;
  readonly row: number;
  /** How far before a bend a line begins to turn. */
  readonly bend: number;
  /** Width of a line that nobody went. */
  readonly line: number;
  /** Half the width of a player's marker. */
  readonly marker: number;
  readonly nodes: ReadonlyMap<string, PlanNode>;
  readonly edges: ReadonlyMap<string, PlanEdge>;
};

/** A row may be so many columns high, for steeper lines get hard to follow; yet as high as slanted names need it. */
const ROW_MOST_COLUMNS = 2.3;
const ROW_MOST_PX = { least: 190, most: 240 };
const COLUMN_MOST_PX = 260;
const BEND_OF_COLUMN = 0.2;
const BEND_MOST_PX = 26;
const RADIUS_PX = { least: 4.5, most: 13 };
const RADIUS_PER_COLUMN = 0.13;
const LINE_PX = { least: 1.8, most: 4.5 };
const LINE_OF_STATION = 0.34;
const MARKER_PX = { least: 9, most: 16 };
const MARKER_PER_COLUMN = 0.2;
/** Half the width of the widest fan, in markers; and what their signs add to it. */
const FAN_OF_MARKER = 3.6;
const SIGN_PX = 10;

/** `scale`: of shapes and lines, not of the picture. `seen`: so many columns fill the width; the others lie beside it. */
export function makePlan(graph: PageGraph, size: Size, scale: number, seen = Number.POSITIVE_INFINITY): Plan {
  const [xs, ys] = [spread(graph.nodes.map((node) => node.x)), spread(graph.nodes.map((node) => node.y))];
  const margin = { x: clamp(size.width * 0.045, 22, 80), y: clamp(size.height * 0.12, 30, 90) };
  const columnAt = (side: number) =>
    Math.min((size.width - 2 * side) / Math.max(1, Math.min(xs.length, seen)), COLUMN_MOST_PX * scale);
  const column = columnAt(Math.max(margin.x, fanReach(columnAt(margin.x), scale)));
  const most = clamp(column * ROW_MOST_COLUMNS, ROW_MOST_PX.least * scale, ROW_MOST_PX.most * scale);
  const row = Math.min((size.height - 2 * margin.y) / Math.max(1, ys.length), most);
  const place = ({ x, y }: Point): Point => ({
    x: size.width / 2 + (x - xs.middle) * column,
    y: size.height / 2 + (y - ys.middle) * row,
  });
  const unit = clamp(Math.min(column, row) * RADIUS_PER_COLUMN * scale, RADIUS_PX.least, RADIUS_PX.most * scale);
  const names = zoneNames(graph.nodes);
  const nodes = new Map(
    graph.nodes.map((node) => [node.id, planNode(node, names.get(node.id) ?? [], place(node), unit)]),
  );
  const bend = Math.min(column * BEND_OF_COLUMN, BEND_MOST_PX * scale);
  const marker = clamp(Math.min(column, row) * MARKER_PER_COLUMN, MARKER_PX.least, MARKER_PX.most) * scale;
  const line = clamp(unit * LINE_OF_STATION, LINE_PX.least * scale, LINE_PX.most * scale);
  return { size, column, row, bend, line, marker, nodes, edges: planEdges(graph, nodes, place) };
}

/** How far players beside each other reach from their station, signs and all: never over the side of the picture (fan.ts). */
const fanReach = (column: number, scale: number): number =>
  Math.min(column / 2, FAN_OF_MARKER * clamp(column * MARKER_PER_COLUMN, MARKER_PX.least, MARKER_PX.most) * scale) +
  SIGN_PX * scale;

function planNode(node: PageNode, shorts: readonly string[], at: Point, unit: number): PlanNode {
  const kind = kindOf(node.type);
  const name = node.display_name ?? '';
  return { id: node.id, kind, name, shorts, layer: node.layer, at, radius: unit * kind.size };
}

export const edgeKey = (from: string, to: string): string => `${from}>${to}`;

function planEdges(graph: PageGraph, nodes: Plan['nodes'], place: (point: Point) => Point): Plan['edges'] {
  const edges = new Map<string, PlanEdge>();
  for (const edge of graph.edges) {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    if (from === undefined || to === undefined) continue;
    const bends = edge.via.map(([x, y]) => place({ x, y }));
    edges.set(edgeKey(edge.from, edge.to), { from: edge.from, to: edge.to, through: [from.at, ...bends, to.at] });
  }
  return edges;
}

function spread(values: readonly number[]): { readonly length: number; readonly middle: number } {
  if (values.length === 0) return { length: 0, middle: 0 };
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return { length: most - least, middle: (least + most) / 2 };
}
