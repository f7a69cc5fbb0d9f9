// Points and lines of the map, in pixels. Lines are straight with rounded bends, the same here as in the shader
// (line-program.ts), so that markers travel exactly on the drawn line. Pure.

export type Point = { readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const STEPS_PER_BEND = 6;

/** A line through these points with its bends rounded, as short pieces. `radius`: how far before a bend it begins to turn. */
export function rounded(through: readonly Point[], radius: number): readonly Point[] {
  return through.flatMap((point, index) => {
    const [before, after] = [through[index - 1], through[index + 1]];
    if (before === undefined || after === undefined) return [point];
    const from = towards(point, before, Math.min(radius, distance(point, before) / 2));
    const to = towards(point, after, Math.min(radius, distance(point, after) / 2));
    return Array.from({ length: STEPS_PER_BEND + 1 }, (_, step) => onBend(from, point, to, step / STEPS_PER_BEND));
  });
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

function towards(from: Point, to: Point, by: number): Point {
  const part = by / (distance(from, to) || 1);
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function onBend(a: Point, bend: Point, b: Point, t: number): Point {
  const s = 1 - t;
  return {
    x: s * s * a.x + 2 * s * t * bend.x + t * t * b.x,
    y: s * s * a.y + 2 * s * t * bend.y + t * t * b.y,
  };
}

export type Way = { readonly points: readonly Point[]; readonly lengths: readonly number[]; readonly length: number };

/** A line with its lengths, to be travelled at an even pace. */
export function makeWay(points: readonly Point[]): Way {
  let length = 0;
  const lengths = points.map((point, index) => {
    const before = points[index - 1];
    length += before === undefined ? 0 : Math.hypot(point.x - before.x, point.y - before.y);
    return length;
  });
  return { points, lengths, length };
}

/** Where one is after a part (0 to 1) of the way. */
export function along(way: Way, part: number): Point {
  const { points, lengths, length } = way;
  const last = points.at(-1) ?? { x: 0, y: 0 };
  if (part >= 1 || length === 0) return last;
  const gone = Math.max(0, part) * length;
  const index = Math.max(
    1,
    lengths.findIndex((at) => at >= gone),
  );
  const [a, b] = [points[index - 1] ?? last, points[index] ?? last];
  const [from, to] = [lengths[index - 1] ?? 0, lengths[index] ?? length];
  const t = to === from ? 1 : (gone - from) / (to - from);
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
}

export const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

export const around = ({ x, y }: Point, halfWidth: number, halfHeight: number = halfWidth): Box => ({
  x: x - halfWidth,
  y: y - halfHeight,
  width: halfWidth * 2,
  height: halfHeight * 2,
});

export const isWithin = ({ x, y }: Point, { width, height }: Size): boolean =>
  x >= 0 && y >= 0 && x <= width && y <= height;

/** A box turned around its middle. `corners` in order; `reach`: from the middle to each of them. */
export type Turned = {
  readonly middle: Point;
  readonly reach: number;
  readonly corners: readonly [Point, Point, Point, Point];
};

export function turned({ x, y, width, height }: Box, turn = 0): Turned {
  const [cos, sin] = [Math.cos(turn) / 2, Math.sin(turn) / 2];
  const middle = { x: x + width / 2, y: y + height / 2 };
  const corner = (along: number, aside: number): Point => ({
    x: middle.x + along * width * cos - aside * height * sin,
    y: middle.y + along * width * sin + aside * height * cos,
  });
  const corners = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)] as const;
  return { middle, reach: Math.hypot(width, height) / 2, corners };
}

/** Whether two turned boxes cover some of the same ground: no side of either has all of the other beyond it. */
export function meet(a: Turned, b: Turned): boolean {
  const [dx, dy, near] = [a.middle.x - b.middle.x, a.middle.y - b.middle.y, a.reach + b.reach];
  return dx * dx + dy * dy < near * near && !isApart(a, b) && !isApart(b, a);
}

function isApart({ corners: [p, q, , r] }: Turned, { corners }: Turned): boolean {
  return [q, r].some((end) => {
    const [dx, dy] = [end.x - p.x, end.y - p.y];
    const reach = corners.map((corner) => (corner.x - p.x) * dx + (corner.y - p.y) * dy);
    return Math.min(...reach) >= dx * dx + dy * dy || Math.max(...reach) <= 0;
  });
}

export const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
