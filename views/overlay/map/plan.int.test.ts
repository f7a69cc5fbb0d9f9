// Where real seeds come to lie in a picture (where the folder beside the project is there, else an invented one): every station within
// it, none on another, and no line as it is drawn, with its bends rounded and as wide as it gets, over a station that is not its own.

import { describe, expect, it } from 'vitest';
import { presentBlurred, presentGraph } from '../../../server/present/graph-view.ts';
import { inventGraph } from '../../../tools/demo-seeds/invent.ts';
import { graphOf, realGraph, realGraphs } from '../../../tools/testing/graphs.ts';
import { widestBand } from './drawing.ts';
import { followedColumns } from './follow.ts';
import { type Point, rounded } from './geometry.ts';
import { makePlan, type Plan } from './plan.ts';

const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1920, height: 540 },
  { width: 800, height: 600 },
];
const real = realGraphs();

describe.each(SIZES)('at $width × $height', (size) => {
  it.each(real.length > 0 ? real : ['invented'])('%s', (path) => {
    const graph = path === 'invented' ? graphOf(inventGraph(7, 30)) : realGraph(path);
    for (const picture of [presentGraph(graph), presentBlurred(graph, 'race')]) {
      for (const seen of [undefined, followedColumns(size, 1)]) {
        const plan = makePlan(picture, size, 1, seen);
        expect(plan.nodes.size).toBe(Object.keys(graph.nodes).length);
        expect(plan.edges.size).toBe(picture.edges.length);
        if (seen === undefined) expect(outside(plan)).toEqual([]);
        expect(touching(plan)).toEqual([]);
        expect(runThrough(plan)).toEqual([]);
      }
    }
  });
});

const outside = ({ nodes, size }: Plan): readonly string[] =>
  [...nodes.values()]
    .filter(({ at: { x, y }, radius: r }) => x < r || y < r || x > size.width - r || y > size.height - r)
    .map(({ id }) => id);

function touching({ nodes }: Plan): readonly string[] {
  const all = [...nodes.values()];
  return all.flatMap((a, index) =>
    all
      .slice(index + 1)
      .filter((b) => Math.hypot(a.at.x - b.at.x, a.at.y - b.at.y) <= a.radius + b.radius)
      .map((b) => `${a.id} and ${b.id}`),
  );
}

function runThrough(plan: Plan): readonly string[] {
  const half = widestBand(plan) / 2;
  return [...plan.edges].flatMap(([key, { from, to, through }]) => {
    const drawn = rounded(through, plan.bend);
    const others = [...plan.nodes.values()].filter(({ id }) => id !== from && id !== to);
    return others
      .filter(({ at, radius }) => nearest(at, drawn) <= radius + half)
      .map(({ id }) => `${key} through ${id}`);
  });
}

const nearest = (to: Point, line: readonly Point[]): number =>
  Math.min(...line.slice(1).map((end, index) => distance(to, line[index] ?? end, end)));

function distance(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}
