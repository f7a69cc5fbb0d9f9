// Which stations get their name beside them, and where: no label covers another, a station or a marker, and none hangs over
// the edge. Level, below or above; slanted where columns are too narrow for that, like the names of a metro's stops: up to the
// station from the lower left, or on from it to the upper right. The weightiest first; who finds no room is shortened, then left
// out (zoom, follow and the pointer show it). Pure.

import { around, type Box, isWithin, meet, type Point, type Size, type Turned, turned } from './geometry.ts';
import { type Measure, singleLines, writings } from './label-texts.ts';

export type Wanted = {
  readonly id: string;
  /** What it may be called, the fullest first. */
  readonly names: readonly string[];
  /** Where its station is in the picture. */
  readonly at: Point;
  readonly radius: number;
  /** The larger, the earlier it chooses. */
  readonly weight: number;
};
/** `box`: before it is turned around its middle by `turn`, radians. */
export type Label = {
  readonly id: string;
  readonly lines: readonly string[];
  readonly box: Box;
  readonly turn: number;
};

export type LabelRules = {
  readonly size: Size;
  /** Height of a line of text. */
  readonly line: number;
  readonly measure: Measure;
  /** The widest a label may be. */
  readonly width: number;
  readonly slanted: boolean;
  /** What no label may cover: stations, markers, badges, signs. */
  readonly taken: readonly Turned[];
  /** Points of the lines in order of x: the fewer of them are covered, the better. */
  readonly lines: readonly Point[];
  /** How wide lines get. The same all the time: names stay where they are while players come. */
  readonly band: number;
};

const GAP = 3;
/** No label is further above or below its station than so many lines; a slanted one than it is long. */
const FAR_LINES = 6;
/** Between two labels side by side. */
const PADDING = 8;
/** Upwards, in radians: flat enough to read, steep enough for narrow columns. */
const SLANT = (-40 * Math.PI) / 180;
/** A slanted name is cut to these parts of the widest. */
const CUTS = [1, 0.8, 0.6, 0.45];
/** By which part of its width a label may stand aside. */
const SHIFTS = [0, 0.2, -0.2, 0.38, -0.38, 0.5, -0.5];
const [ABOVE_COST, FURTHER_COST, ONWARD_COST, SHIFT_COST, LINE_COST] = [1.5, 2.5, 10, 6, 1];
/** What the next shape of a name costs against the one before it; a name that is cut is the last resort. */
const [SHAPE_COST, CUT_COST] = [0.6, 60];

/** Whose station is outside of the picture has no name in it. */
export function placeLabels(wanted: readonly Wanted[], rules: LabelRules): readonly Label[] {
  const blocked = [...rules.taken];
  const labels: Label[] = [];
  const seen = wanted.filter(({ at }) => isWithin(at, rules.size));
  for (const one of seen.sort((a, b) => b.weight - a.weight || a.at.x - b.at.x || a.at.y - b.at.y)) {
    const label = firstThatFits(one, nearOf(one, rules, blocked));
    if (label === undefined) continue;
    labels.push(label);
    blocked.push(turned(label.box, label.turn));
  }
  return labels;
}

/** What could be in the way of this one. */
function nearOf({ names, at, radius }: Wanted, rules: LabelRules, blocked: readonly Turned[]): LabelRules {
  const { lines, line, measure, slanted, band } = rules;
  const long = radius + Math.min(rules.width, measure(names[0] ?? '')) + PADDING + 2 * line;
  const far = { x: long, y: slanted ? Math.max(long, radius + FAR_LINES * line) : radius + FAR_LINES * line };
  return {
    ...rules,
    taken: blocked.filter(
      ({ middle, reach }) => Math.abs(middle.x - at.x) < far.x + reach && Math.abs(middle.y - at.y) < far.y + reach,
    ),
    lines: lines
      .slice(firstFrom(lines, at.x - far.x - band), firstFrom(lines, at.x + far.x + band))
      .filter(({ y }) => Math.abs(y - at.y) < far.y + band),
  };
}

/** Index of the first point at x or beyond. */
function firstFrom(points: readonly Point[], x: number): number {
  let [from, to] = [0, points.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((points[middle]?.x ?? x) < x) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The room that a station needs around itself: a square that stands as its name does. */
export const stationRoom = (at: Point, radius: number, slanted: boolean): Turned =>
  turned(around(at, radius + GAP), slanted ? SLANT : 0);

/** Level where nothing slanted fits: at the ends of a map, or under a sign. */
function firstThatFits(one: Wanted, rules: LabelRules): Label | undefined {
  const { slanted, width, measure } = rules;
  const cuts = CUTS.map((part) => part * width);
  const label = slanted ? fitting(one, singleLines(one.names, cuts, measure), rules, SLANT) : undefined;
  return label ?? fitting(one, writings(one.names, width, measure), rules, 0);
}

/** The best shape at its best spot: a shorter one rather than one on a line. */
function fitting(
  one: Wanted,
  shapes: readonly (readonly string[])[],
  rules: LabelRules,
  turn: number,
): Label | undefined {
  let best: { readonly label: Label; readonly cost: number } | undefined;
  for (const [at, lines] of shapes.entries()) {
    const shaped = at * SHAPE_COST + (lines.at(-1)?.endsWith('…') === true ? CUT_COST : 0);
    if (best !== undefined && best.cost <= shaped) break;
    for (const { box, worth } of (turn === 0 ? levelSpots : slantedSpots)(one, lines, rules)) {
      if (best !== undefined && best.cost <= shaped + worth) continue;
      const place = turned(box, turn);
      if (!place.corners.every((corner) => isWithin(corner, rules.size))) continue;
      if (rules.taken.some((other) => meet(place, other))) continue;
      const cost = shaped + worth + LINE_COST * covered(rules, box, turn);
      if (best === undefined || cost < best.cost) best = { label: { id: one.id, lines, box, turn }, cost };
    }
  }
  return best?.label;
}

type Spot = { readonly box: Box; readonly worth: number };

/** Below first, for markers stand above; then above, and a little to the side; then under the deaths. */
function levelSpots({ at, radius }: Wanted, lines: readonly string[], { line, measure }: LabelRules): readonly Spot[] {
  const width = Math.max(...lines.map(measure)) + PADDING;
  const height = lines.length * line;
  const away = radius + GAP + 1;
  const sides = [
    { y: at.y + away, worth: 0 },
    { y: at.y - away - height, worth: ABOVE_COST },
    { y: at.y + away + line, worth: FURTHER_COST },
  ];
  return sides.flatMap(({ y, worth }) =>
    SHIFTS.map((shift) => ({
      box: { x: at.x - width / 2 + shift * width, y, width, height },
      worth: worth + Math.abs(shift) * SHIFT_COST,
    })),
  );
}

/** To the station from the lower left, for markers stand above and deaths to the right; else on from it. */
function slantedSpots(
  { at, radius }: Wanted,
  lines: readonly string[],
  { line, measure }: LabelRules,
): readonly Spot[] {
  const width = Math.max(...lines.map(measure)) + PADDING;
  const away = radius + GAP + 1 + width / 2;
  const beside = (by: number) =>
    around({ x: at.x + Math.cos(SLANT) * by, y: at.y + Math.sin(SLANT) * by }, width / 2, line / 2);
  return [
    { box: beside(-away), worth: 0 },
    { box: beside(away), worth: ONWARD_COST },
  ];
}

/** How many points of lines lie under a label, or so near that the line reaches it. */
function covered({ lines, band }: LabelRules, box: Box, turn: number): number {
  const [cos, sin, x, y] = [Math.cos(turn), Math.sin(turn), box.x + box.width / 2, box.y + box.height / 2];
  const [along, aside] = [(box.width + band) / 2, (box.height + band) / 2];
  let count = 0;
  for (const point of lines) {
    const [dx, dy] = [point.x - x, point.y - y];
    if (Math.abs(dx * cos + dy * sin) < along && Math.abs(dy * cos - dx * sin) < aside) count += 1;
  }
  return count;
}
