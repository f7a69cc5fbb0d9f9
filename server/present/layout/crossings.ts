// How often lines between two neighbouring columns cross, for an order of their cells.

import type { Link } from './sketch.ts';

/** Place of each cell of a column, by cell. */
export type Places = Readonly<Record<number, number>>;

export const placesOf = (order: readonly number[]): Places =>
  Object.fromEntries(order.map((cell, place) => [cell, place]));

export function crossingsBetween(links: readonly Link[], left: Places, right: Places): number {
  let crossings = 0;
  for (const [index, a] of links.entries()) {
    const [leftA, rightA] = [left[a.from] ?? 0, right[a.to] ?? 0];
    for (let other = index + 1; other < links.length; other += 1) {
      const b = links[other];
      if (b !== undefined && (leftA - (left[b.from] ?? 0)) * (rightA - (right[b.to] ?? 0)) < 0) crossings += 1;
    }
  }
  return crossings;
}

export function crossingsOf(links: readonly (readonly Link[])[], columns: readonly (readonly number[])[]): number {
  const places = columns.map(placesOf);
  return links.reduce((sum, between, at) => sum + crossingsBetween(between, places[at] ?? {}, places[at + 1] ?? {}), 0);
}
