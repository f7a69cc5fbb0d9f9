// The row of each cell: the order within a column stands, neighbours keep their distance, and lines run as straight as they can.
// Rows are tried in halves: where a column has few ways to spread, the best of all is found column by column; else each
// column moves towards the middle of its neighbours, again and again.

import type { Link, Sketch } from './sketch.ts';

/** In half rows: two nodes, and where only a line passes. */
const NODE_GAP = 2;
const LINE_GAP = 1;
/** Comparisons that the exact search may cost. */
const BUDGET = 4_000_000;
/** A bend costs as much as so many half rows of slope, squared; far from the middle costs a little, so that ties fall inwards. */
const BEND = 3;
const OFF_CENTRE = 0.01;
const SWEEPS = 40;

type Columns = readonly (readonly number[])[];

/** y of every cell, around 0. */
export function placeRows(sketch: Sketch, columns: Columns): readonly number[] {
  const gaps = columns.map((column) => gapsOf(column, sketch.nodes));
  const height = Math.max(0, ...gaps.map(sum));
  const halves = fewWays(gaps, height, sketch.links)
    ? spreadExactly(sketch, columns, gaps, height)
    : spreadBySweeps(sketch, columns, gaps, height);
  return halves.map((half) => (half - height / 2) / 2);
}

/** Least distance of each cell to the one above it; 0 for the first. */
const gapsOf = (column: readonly number[], nodes: number): readonly number[] =>
  column.map((cell, at) => {
    if (at === 0) return 0;
    return cell < nodes && (column[at - 1] ?? 0) < nodes ? NODE_GAP : LINE_GAP;
  });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function fewWays(gaps: readonly (readonly number[])[], height: number, links: Sketch['links']): boolean {
  const ways = gaps.map((column) => choose(height - sum(column) + column.length, column.length));
  const cost = links.reduce(
    (total, between, at) => total + (ways[at] ?? 0) * (ways[at + 1] ?? 0) * (1 + between.length),
    0,
  );
  return cost <= BUDGET;
}

/** n over k. */
function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i += 1) ways = (ways * (n - k + i)) / i;
  return ways;
}

function spreadExactly(sketch: Sketch, columns: Columns, gaps: readonly (readonly number[])[], height: number) {
  const ways = gaps.map((column) => spreads(column, height));
  const placeIn = columns.map((column) => new Map(column.map((cell, at) => [cell, at])));
  const own = (spread: readonly number[]) => OFF_CENTRE * sum(spread.map((half) => Math.abs(half - height / 2)));
  let costs = (ways[0] ?? []).map(own);
  const cameFrom: number[][] = [];
  for (const [at, between] of sketch.links.entries()) {
    const ends = between.map((link) => [placeIn[at]?.get(link.from) ?? 0, placeIn[at + 1]?.get(link.to) ?? 0] as const);
    const best = (ways[at + 1] ?? []).map((right) => cheapest(ways[at] ?? [], right, ends, costs));
    costs = best.map((one, index) => one.cost + own(ways[at + 1]?.[index] ?? []));
    cameFrom.push(best.map((one) => one.from));
  }
  let chosen = costs.indexOf(Math.min(...costs));
  const halves = sketch.columnOf.map(() => 0);
  for (let at = columns.length - 1; at >= 0; at -= 1) {
    const spread = ways[at]?.[chosen] ?? [];
    for (const [place, cell] of (columns[at] ?? []).entries()) halves[cell] = spread[place] ?? 0;
    chosen = cameFrom[at - 1]?.[chosen] ?? 0;
  }
  return halves;
}

function cheapest(
  left: readonly (readonly number[])[],
  right: readonly number[],
  ends: readonly (readonly [number, number])[],
  before: readonly number[],
) {
  let best = { cost: Number.POSITIVE_INFINITY, from: 0 };
  for (const [from, spread] of left.entries()) {
    let cost = before[from] ?? 0;
    for (const [start, end] of ends) {
      const slope = (spread[start] ?? 0) - (right[end] ?? 0);
      if (slope !== 0) cost += BEND + slope * slope;
    }
    if (cost < best.cost) best = { cost, from };
  }
  return best;
}

/** All ways to spread a column over the halves 0 to `height`. */
function spreads(gaps: readonly number[], height: number): readonly (readonly number[])[] {
  let partial: (readonly number[])[] = [[]];
  for (const [at, gap] of gaps.entries()) {
    const rest = sum(gaps.slice(at + 1));
    partial = partial.flatMap((above) => {
      const first = at === 0 ? 0 : (above.at(-1) ?? 0) + gap;
      return Array.from({ length: Math.max(0, height - rest - first + 1) }, (_, more) => [...above, first + more]);
    });
  }
  return partial;
}

function spreadBySweeps(sketch: Sketch, columns: Columns, gaps: readonly (readonly number[])[], height: number) {
  const halves = sketch.columnOf.map(() => 0);
  for (const [at, column] of columns.entries()) {
    let half = (height - sum(gaps[at] ?? [])) / 2;
    for (const [place, cell] of column.entries()) {
      half += gaps[at]?.[place] ?? 0;
      halves[cell] = half;
    }
  }
  const beside = besideOf(sketch.links);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (let step = 0; step < columns.length; step += 1) {
      const at = sweep % 2 === 0 ? step : columns.length - 1 - step;
      const column = columns[at] ?? [];
      const wished = column.map((cell) => {
        const others = beside.get(cell) ?? [];
        return others.length === 0 ? (halves[cell] ?? 0) : sum(others.map((one) => halves[one] ?? 0)) / others.length;
      });
      for (const [place, half] of kept(wished, gaps[at] ?? [], height).entries()) halves[column[place] ?? 0] = half;
    }
  }
  return halves;
}

/** The places nearest to the wishes (least squares) that keep gaps and bounds: blocks that touch move as one. */
function kept(wished: readonly number[], gaps: readonly number[], height: number): readonly number[] {
  const offsets: number[] = [];
  for (const gap of gaps) offsets.push((offsets.at(-1) ?? 0) + gap);
  const blocks: { sum: number; count: number }[] = [];
  for (const [at, wish] of wished.entries()) {
    blocks.push({ sum: wish - (offsets[at] ?? 0), count: 1 });
    for (;;) {
      const [above, last] = [blocks.at(-2), blocks.at(-1)];
      if (above === undefined || last === undefined || above.sum / above.count <= last.sum / last.count) break;
      blocks.splice(-2, 2, { sum: above.sum + last.sum, count: above.count + last.count });
    }
  }
  const most = height - (offsets.at(-1) ?? 0);
  const bases = blocks.flatMap((one) => Array.from({ length: one.count }, () => one.sum / one.count));
  return bases.map((base, at) => Math.min(most, Math.max(0, base)) + (offsets[at] ?? 0));
}

function besideOf(links: readonly (readonly Link[])[]): ReadonlyMap<number, readonly number[]> {
  const beside = new Map<number, number[]>();
  const add = (a: number, b: number) => beside.set(a, [...(beside.get(a) ?? []), b]);
  for (const { from, to } of links.flat()) {
    add(from, to);
    add(to, from);
  }
  return beside;
}
