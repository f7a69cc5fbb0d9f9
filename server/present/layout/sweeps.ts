// A good order for columns too wide to try all: from several starts, cells move to the middle of their neighbours, then to
// whichever place in their column is best (sifting), for as long as that helps. Deterministic: the shuffles are seeded.

import { seededRoll } from '../roll.ts';
import { crossingsOf } from './crossings.ts';
import type { Link, Sketch } from './sketch.ts';

const STARTS = 12;
const SWEEPS = 24;
/** Sifting rounds after the sweeps; each ends early once nothing moves. */
const SIFTINGS = 12;
/** Above so many pairs of links to compare fewer starts are made, above the last none: the whole stays below a second. */
const MANY_PAIRS = { few: 20_000, one: 60_000, none: 300_000 } as const;

type Columns = readonly (readonly number[])[];
type Neighbours = {
  readonly left: ReadonlyMap<number, readonly number[]>;
  readonly right: ReadonlyMap<number, readonly number[]>;
};

export function orderBySweeps(sketch: Sketch): Columns {
  const neighbours = neighboursOf(sketch.links);
  const pairs = sketch.links.reduce((sum, between) => sum + between.length ** 2, 0);
  if (pairs > MANY_PAIRS.none) return sketch.columns;
  const starts = pairs > MANY_PAIRS.one ? 1 : pairs > MANY_PAIRS.few ? 3 : STARTS;
  let best: { readonly columns: Columns; readonly crossings: number } | undefined;
  for (let start = 0; start < starts; start += 1) {
    const columns = sifted(swept(begin(sketch.columns, start), sketch, neighbours), neighbours);
    const crossings = crossingsOf(sketch.links, columns);
    if (best === undefined || crossings < best.crossings) best = { columns, crossings };
  }
  return best?.columns ?? sketch.columns;
}

function begin(columns: Columns, start: number): Columns {
  if (start === 0) return columns;
  if (start === 1) return columns.map((column) => column.toReversed());
  const roll = seededRoll(`start ${start}`);
  return columns.map((column) => {
    const left = [...column];
    return column.map(() => left.splice(roll(left.length), 1)[0] ?? 0);
  });
}

/** To and fro over the columns; the best order on the way counts. */
function swept(first: Columns, { links }: Sketch, neighbours: Neighbours): Columns {
  const columns = [...first];
  let best: Columns = first;
  let fewest = crossingsOf(links, first);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    const rightwards = sweep % 2 === 0;
    const side = rightwards ? neighbours.left : neighbours.right;
    for (let step = 1; step < columns.length; step += 1) {
      const at = rightwards ? step : columns.length - 1 - step;
      columns[at] = byMiddle(columns[at] ?? [], columns[rightwards ? at - 1 : at + 1] ?? [], side, sweep % 4 < 2);
    }
    const crossings = crossingsOf(links, columns);
    if (crossings >= fewest) continue;
    fewest = crossings;
    best = [...columns];
  }
  return best;
}

/** Sorted by the mean or the median of their neighbours' places; who has none keeps its place. */
function byMiddle(
  column: readonly number[],
  beside: readonly number[],
  side: ReadonlyMap<number, readonly number[]>,
  mean: boolean,
): readonly number[] {
  const place = new Map(beside.map((cell, at) => [cell, at]));
  const middleOf = (cell: number, own: number): number => {
    const places = (side.get(cell) ?? []).map((other) => place.get(other) ?? 0).toSorted((a, b) => a - b);
    if (places.length === 0) return own;
    if (mean) return places.reduce((sum, one) => sum + one, 0) / places.length;
    return ((places[(places.length - 1) >> 1] ?? 0) + (places[places.length >> 1] ?? 0)) / 2;
  };
  const middles = new Map(column.map((cell, own) => [cell, middleOf(cell, own)]));
  return column.toSorted((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0));
}

function sifted(first: Columns, neighbours: Neighbours): Columns {
  const columns = first.map((column) => [...column]);
  for (let round = 0; round < SIFTINGS; round += 1) {
    let moved = false;
    for (let at = 0; at < columns.length; at += 1) {
      const places = { left: placesOf(columns[at - 1]), right: placesOf(columns[at + 1]) };
      for (const cell of [...(columns[at] ?? [])]) moved = sift(columns[at] ?? [], cell, neighbours, places) || moved;
    }
    if (!moved) break;
  }
  return columns;
}

const placesOf = (column: readonly number[] | undefined): ReadonlyMap<number, number> =>
  new Map((column ?? []).map((cell, place) => [cell, place]));

type Beside = { readonly left: ReadonlyMap<number, number>; readonly right: ReadonlyMap<number, number> };

/** Moves one cell to the place in its column with the fewest crossings; true if it moved. */
function sift(column: number[], cell: number, neighbours: Neighbours, beside: Beside): boolean {
  const from = column.indexOf(cell);
  const others = column.filter((other) => other !== cell);
  // Crossings at place 0, then what each step downwards changes.
  let change = 0;
  let best = { change: 0, place: 0 };
  const changes = [0];
  for (const [at, other] of others.entries()) {
    change += swapped(cell, other, neighbours, beside);
    changes.push(change);
    if (change < best.change) best = { change, place: at + 1 };
  }
  if ((changes[from] ?? 0) <= best.change) return false;
  column.splice(from, 1);
  column.splice(best.place, 0, cell);
  return true;
}

/** What changes when `cell`, above `other`, moves below it. */
function swapped(cell: number, other: number, neighbours: Neighbours, beside: Beside): number {
  let change = 0;
  for (const side of ['left', 'right'] as const) {
    const mine = neighbours[side].get(cell) ?? [];
    const theirs = neighbours[side].get(other) ?? [];
    for (const a of mine) {
      const placeA = beside[side].get(a) ?? 0;
      for (const b of theirs) {
        const placeB = beside[side].get(b) ?? 0;
        if (placeA !== placeB) change += placeA < placeB ? 1 : -1;
      }
    }
  }
  return change;
}

function neighboursOf(links: readonly (readonly Link[])[]): Neighbours {
  const left = new Map<number, number[]>();
  const right = new Map<number, number[]>();
  for (const { from, to } of links.flat()) {
    right.set(from, [...(right.get(from) ?? []), to]);
    left.set(to, [...(left.get(to) ?? []), from]);
  }
  return { left, right };
}
