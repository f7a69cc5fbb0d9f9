// What part of the plan is seen, and how large. Pure.

import type { Point, Size } from './geometry.ts';

/** This point of the plan in the middle, distances so many times larger. */
export type View = { readonly center: Point; readonly zoom: number };

/** All of it. */
export const fitView = ({ width, height }: Size): View => ({ center: { x: width / 2, y: height / 2 }, zoom: 1 });

/** Shapes and lines grow slower than distances do. */
export const growth = (zoom: number): number => Math.sqrt(zoom);

export const sameView = (a: View, b: View): boolean =>
  Math.hypot(a.center.x - b.center.x, a.center.y - b.center.y) < 0.5 && Math.abs(a.zoom - b.zoom) < 0.001;

/** On the way from a to b; t from 0 to 1. */
export const blendViews = (a: View, b: View, t: number): View => ({
  center: { x: a.center.x + (b.center.x - a.center.x) * t, y: a.center.y + (b.center.y - a.center.y) * t },
  zoom: a.zoom * (b.zoom / a.zoom) ** t,
});
