// Which stations get their name beside them, and where: no label covers another, a station or a marker, and none hangs over
// the edge. The weightiest first; who finds no room is shortened, then left out (zoom, follow and the pointer show it). Pure.

import { around, type Box, isWithin, overlap, type Point, type Size } from './geometry.ts';

export type Wanted = {
  readonly id: string;
  /** The short name. */
  readonly text: string;
  /** Where its station is in the picture. */
  readonly at: Point;
  readonly radius: number;
  /** The larger, the earlier it chooses. */
  readonly weight: number;
};
export type Label = { readonly id: string; readonly lines: readonly string[]; readonly box: Box };

export type Measure = (text: string) => number;
export type LabelRules = {
  readonly size: Size;
  /** Height of a line of text. */
  readonly line: number;
  readonly measure: Measure;
  /** The widest a label may be. */
  readonly width: number;
  /** What no label may cover: markers, badges, panels. */
  readonly taken: readonly Box[];
  /** Points of the lines: the fewer of them are covered, the better. */
  readonly lines: readonly Point[];
};

const GAP = 3;
/** Between two labels side by side. */
const PADDING = 8;
const LINES_MOST = 3;
/** By which part of its width a label may stand aside. */
const SHIFTS = [0, 0.2, -0.2, 0.38, -0.38];
const [ABOVE_COST, SHIFT_COST, LINE_COST] = [1.5, 6, 0.5];
/** A label cut shorter than so many letters says nothing. */
const LETTERS_LEAST = 5;

export function placeLabels(wanted: readonly Wanted[], rules: LabelRules): readonly Label[] {
  const stations = wanted.map(({ at, radius }) => around(at, radius + GAP));
  const blocked: Box[] = [...stations, ...rules.taken];
  const labels: Label[] = [];
  for (const one of [...wanted].sort((a, b) => b.weight - a.weight || a.at.x - b.at.x || a.at.y - b.at.y)) {
    const label = firstThatFits(one, rules, blocked);
    if (label === undefined) continue;
    labels.push(label);
    blocked.push(label.box);
  }
  return labels;
}

function firstThatFits(one: Wanted, rules: LabelRules, blocked: readonly Box[]): Label | undefined {
  for (const lines of writings(one.text, rules)) {
    const free = spots(one, lines, rules)
      .filter(({ box }) => isWithin(box, rules.size) && !blocked.some((other) => overlap(box, other)))
      .map(({ box, worth }) => ({ box, cost: worth + LINE_COST * rules.lines.filter((at) => inside(at, box)).length }));
    const best = free.sort((a, b) => a.cost - b.cost)[0];
    if (best !== undefined) return { id: one.id, lines, box: best.box };
  }
  return undefined;
}

type Spot = { readonly box: Box; readonly worth: number };

/** Below first, for markers stand above; then above, and a little to the side. */
function spots({ at, radius }: Wanted, lines: readonly string[], { line, measure }: LabelRules): readonly Spot[] {
  const width = Math.max(...lines.map(measure)) + PADDING;
  const height = lines.length * line;
  const away = radius + GAP + 1;
  const sides = [
    { y: at.y + away, worth: 0 },
    { y: at.y - away - height, worth: ABOVE_COST },
  ];
  return sides.flatMap(({ y, worth }) =>
    SHIFTS.map((shift) => ({
      box: { x: at.x - width / 2 + shift * width, y, width, height },
      worth: worth + Math.abs(shift) * SHIFT_COST,
    })),
  );
}

const inside = (point: Point, box: Box): boolean =>
  point.x > box.x && point.x < box.x + box.width && point.y > box.y && point.y < box.y + box.height;

/** The text in ever narrower shapes: as it is, in more lines, shortened. */
function writings(text: string, { measure, width }: LabelRules): readonly (readonly string[])[] {
  const words = text.split(' ').filter((word) => word !== '');
  if (words.length === 0) return [];
  const whole = Array.from({ length: LINES_MOST }, (_, index) => balanced(words, index + 1, measure));
  const fitting = whole.filter((lines) => Math.max(...lines.map(measure)) <= width);
  const shortened = [LINES_MOST - 1, 1].map((most) => shorten(words, most, width, measure));
  return [...fitting, ...shortened.filter((lines) => lines !== undefined)];
}

/** In so many lines, as even as words allow. */
function balanced(words: readonly string[], count: number, measure: Measure): readonly string[] {
  const most = Math.max(measure(words.join(' ')) / count, ...words.map(measure));
  let best: readonly string[] = [words.join(' ')];
  for (let width = most; width < most * 2; width += Math.max(4, most * 0.06)) {
    best = filled(words, width, measure);
    if (best.length <= count) break;
  }
  return best;
}

function filled(words: readonly string[], width: number, measure: Measure): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** As many words as fit into so many lines, the last of them cut. */
function shorten(
  words: readonly string[],
  most: number,
  width: number,
  measure: Measure,
): readonly string[] | undefined {
  const lines = filled(words, width, measure);
  const wide = lines.findIndex((line) => measure(line) > width);
  const last = Math.min(wide === -1 ? most - 1 : wide, most - 1);
  const isWhole = last === lines.length - 1 && wide === -1;
  const cut = lines
    .slice(0, last + 1)
    .map((line, at) => (at === last && !isWhole ? cutTo(line, width, measure) : line));
  return (cut.at(-1) ?? '').length < LETTERS_LEAST ? undefined : cut;
}

function cutTo(text: string, width: number, measure: Measure): string {
  let letters = [...text];
  while (letters.length > 1 && measure(`${letters.join('')}…`) > width) letters = letters.slice(0, -1);
  return `${letters.join('').trimEnd()}…`;
}
