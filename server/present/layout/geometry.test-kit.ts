// A layout judged as it is drawn: at a given size of picture, how close a line comes to a node that is not its own, how close two
// nodes are, and how often lines cross, counted from the lines themselves.

import type { PageGraph } from '../wire/to-page.ts';

export type Size = { readonly width: number; readonly height: number; readonly margin: number };
export const BROADCAST: Size = { width: 1920, height: 1080, margin: 48 };
export const SMALL: Size = { width: 800, height: 600, margin: 24 };

type Spot = { readonly x: number; readonly y: number };
type Way = { readonly from: string; readonly to: string; readonly spots: readonly Spot[] };
export type Drawn = { readonly nodes: ReadonlyMap<string, Spot>; readonly ways: readonly Way[] };

/** In pixels, x and y each stretched to fill the picture. */
export function drawn(graph: PageGraph, { width, height, margin }: Size): Drawn {
  const xs = graph.nodes.map((node) => node.x);
  const ys = graph.nodes.map((node) => node.y);
  const stretch = (values: readonly number[], room: number) => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return (value: number) => margin + (most === least ? 0.5 : (value - least) / (most - least)) * (room - 2 * margin);
  };
  const [toX, toY] = [stretch(xs, width), stretch(ys, height)];
  const spot = (x: number, y: number): Spot => ({ x: toX(x), y: toY(y) });
  const nodes = new Map(graph.nodes.map((node) => [node.id, spot(node.x, node.y)]));
  const ways = graph.edges.map(({ from, to, via }) => ({
    from,
    to,
    spots: [nodes.get(from), ...via.map(([x, y]) => spot(x, y)), nodes.get(to)].filter((one) => one !== undefined),
  }));
  return { nodes, ways };
}

/** px from a line to the middle of the nearest node at neither end of it. */
export function clearanceOf({ nodes, ways }: Drawn): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { from, to, spots } of ways) {
    for (const [id, node] of nodes) {
      if (id === from || id === to) continue;
      for (const [at, end] of spots.slice(1).entries()) {
        least = Math.min(least, distance(node, spots[at] ?? end, end));
      }
    }
  }
  return least;
}

/** px between the middles of the two nearest nodes. */
export function spacingOf({ nodes }: Drawn): number {
  const spots = [...nodes.values()];
  let least = Number.POSITIVE_INFINITY;
  for (const [at, a] of spots.entries()) {
    for (const b of spots.slice(at + 1)) least = Math.min(least, Math.hypot(a.x - b.x, a.y - b.y));
  }
  return least;
}

/** Pairs of lines that cross somewhere else than at a common end. Lines that touch only are not counted. */
export function crossingsDrawn({ ways }: Drawn): number {
  let crossings = 0;
  for (const [at, a] of ways.entries()) {
    for (const b of ways.slice(at + 1)) if (a.from !== b.from && a.to !== b.to && cross(a, b)) crossings += 1;
  }
  return crossings;
}

/** Lines only go rightwards: two cross where one is above the other first and below it later. */
function cross(a: Way, b: Way): boolean {
  const xs = [...a.spots, ...b.spots].map((spot) => spot.x);
  const start = Math.max(a.spots[0]?.x ?? 0, b.spots[0]?.x ?? 0);
  const end = Math.min(a.spots.at(-1)?.x ?? 0, b.spots.at(-1)?.x ?? 0);
  const sides = xs.filter((x) => x >= start && x <= end).map((x) => Math.sign(round(heightAt(a, x) - heightAt(b, x))));
  return sides.includes(1) && sides.includes(-1);
}

const round = (px: number): number => Math.round(px * 100) / 100;

function heightAt({ spots }: Way, x: number): number {
  for (const [at, end] of spots.slice(1).entries()) {
    const begin = spots[at] ?? end;
    if (x > end.x) continue;
    return end.x === begin.x ? end.y : begin.y + ((end.y - begin.y) * (x - begin.x)) / (end.x - begin.x);
  }
  return spots.at(-1)?.y ?? 0;
}

function distance(p: Spot, a: Spot, b: Spot): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}
