// The bends of one line: out of a node level, slanted between the columns, level into the next one. A line that is level near
// every column keeps clear of the nodes above and below, however narrow the columns are drawn.

import type { Sketch } from './sketch.ts';

/** How far from a column a line stays level, in columns. */
export const LEVEL = 0.3;

type Bend = readonly [number, number];

export function lineOf(chain: readonly number[], { columnOf }: Sketch, yOf: (cell: number) => number): readonly Bend[] {
  return chain.slice(1).flatMap((cell, at): readonly Bend[] => {
    const before = chain[at] ?? cell;
    return between([columnOf[before] ?? 0, yOf(before)], [columnOf[cell] ?? 0, yOf(cell)]);
  });
}

function between([x, y]: Bend, [nextX, nextY]: Bend): readonly Bend[] {
  // Within one column: round the outside of it.
  if (x === nextX) return [bend(x + LEVEL, y), bend(x + LEVEL, nextY)];
  if (y === nextY) return [];
  const level = LEVEL * Math.sign(nextX - x);
  return [bend(x + level, y), bend(nextX - level, nextY)];
}

/** Three digits are enough for any screen, and short on the wire. */
const bend = (x: number, y: number): Bend => [Math.round(x * 1_000) / 1_000, Math.round(y * 1_000) / 1_000];
