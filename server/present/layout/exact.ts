// The order of the cells in every column with the fewest crossings there can be: dynamic programming over all orders of one
// column after the other. Exact, and fast while columns are narrow; `isFeasible` says when they are not.

import type { Link, Sketch } from './sketch.ts';

/** Comparisons of two links that a search may cost; about 100 ms. Seeds of the generator (at most 4 in a layer) take below 1 % of it. */
const BUDGET = 30_000_000;
/** One crossing outweighs every tie-break: of orders with equally many crossings the one with the gentlest lines is taken. */
const CROSSING = 1_000_000;

export function isFeasible({ columns, links }: Sketch): boolean {
  let cost = 0;
  for (const [at, between] of links.entries()) {
    const orders = factorial(columns[at]?.length ?? 0) * factorial(columns[at + 1]?.length ?? 0);
    cost += orders * (1 + (between.length * between.length) / 2);
    if (cost > BUDGET) return false;
  }
  return true;
}

export function orderExactly({ columns, links }: Sketch): readonly (readonly number[])[] {
  const choices = columns.map((column) => permutations(column).map(choiceOf));
  let costs = (choices[0] ?? []).map(() => 0);
  const cameFrom: number[][] = [];
  for (const [at, between] of links.entries()) {
    const [left, right] = [choices[at] ?? [], choices[at + 1] ?? []];
    const best = right.map((choice) => cheapest(between, left, choice, costs));
    costs = best.map((one) => one.cost);
    cameFrom.push(best.map((one) => one.from));
  }
  return trace(choices, costs, cameFrom);
}

type Choice = {
  readonly order: readonly number[];
  readonly place: ReadonlyMap<number, number>;
  readonly middle: number;
};

const choiceOf = (order: readonly number[]): Choice => ({
  order,
  place: new Map(order.map((cell, place) => [cell, place])),
  middle: order.length - 1,
});

function cheapest(links: readonly Link[], left: readonly Choice[], right: Choice, before: readonly number[]) {
  const ends = links.map((link) => right.place.get(link.to) ?? 0);
  let best = { cost: Number.POSITIVE_INFINITY, from: 0 };
  for (const [from, choice] of left.entries()) {
    const so = before[from] ?? 0;
    if (so >= best.cost) continue;
    const starts = links.map((link) => choice.place.get(link.from) ?? 0);
    const cost = so + between(starts, ends, choice.middle - right.middle);
    if (cost < best.cost) best = { cost, from };
  }
  return best;
}

/** `shift`: what one column is longer than the other; both are centred. */
function between(starts: readonly number[], ends: readonly number[], shift: number): number {
  let cost = 0;
  for (let a = 0; a < starts.length; a += 1) {
    const [startA, endA] = [starts[a] ?? 0, ends[a] ?? 0];
    const slope = 2 * (startA - endA) - shift;
    cost += slope * slope;
    for (let b = a + 1; b < starts.length; b += 1) {
      if ((startA - (starts[b] ?? 0)) * (endA - (ends[b] ?? 0)) < 0) cost += CROSSING;
    }
  }
  return cost;
}

function trace(
  choices: readonly (readonly Choice[])[],
  costs: readonly number[],
  cameFrom: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  let at = costs.indexOf(Math.min(...costs));
  const orders: (readonly number[])[] = [];
  for (let column = choices.length - 1; column >= 0; column -= 1) {
    orders.push(choices[column]?.[at]?.order ?? []);
    at = cameFrom[column - 1]?.[at] ?? 0;
  }
  return orders.reverse();
}

function permutations(cells: readonly number[]): readonly (readonly number[])[] {
  if (cells.length <= 1) return [cells];
  return cells.flatMap((first, at) =>
    permutations(cells.filter((_, other) => other !== at)).map((rest) => [first, ...rest]),
  );
}

const factorial = (count: number): number => (count <= 1 ? 1 : count * factorial(count - 1));
