// Colours for everybody: kinds of nodes and players are told apart by a shape or by initials of their own, and colours differ
// by at least 10 in CIEDE2000 as people with each of the three kinds of colour blindness see them.

import {
  type Color,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  parse,
} from 'culori';
import { describe, expect, it } from 'vitest';
import palette from '../../../server/present/palette.json' with { type: 'json' };
import { initialsOf } from './initials.ts';
import { KINDS } from './kinds.ts';
import { THEMES, themeOf } from './theme.ts';

const LEAST = 10;
const read = (color: string): Color => {
  const parsed = parse(color);
  if (parsed === undefined) throw new Error(`${color} is not a colour`);
  return parsed;
};
const SEEN_BY: Readonly<Record<string, (color: string) => Color>> = {
  everybody: read,
  protanopes: (color) => filterDeficiencyProt(1)(read(color)),
  deuteranopes: (color) => filterDeficiencyDeuter(1)(read(color)),
  tritanopes: (color) => filterDeficiencyTrit(1)(read(color)),
};
const difference = differenceCiede2000();
const pairs = <T>(all: readonly T[]): readonly (readonly [T, T])[] =>
  all.flatMap((one, index) => all.slice(index + 1).map((other) => [one, other] as const));

describe.each(Object.entries(SEEN_BY))('as seen by %s', (_who, seen) => {
  it.each(pairs(Object.values(KINDS)))('%o and %o differ in colour', (a, b) => {
    expect(difference(seen(a.color), seen(b.color))).toBeGreaterThanOrEqual(LEAST);
  });

  it.each(THEMES)('kinds stand out from the ground of %s', (name) => {
    const ground = seen(themeOf(name).unvisited);
    for (const { color, label } of Object.values(KINDS)) {
      expect(difference(seen(color), ground), label).toBeGreaterThanOrEqual(LEAST);
    }
  });
});

it.each(THEMES)('no player vanishes on the ground of %s, neither as a line nor as a ring', (name) => {
  const { unvisited, edge, edgeWidth, outline, outlineWidth } = themeOf(name);
  const ground = read(unvisited);
  const stands = (color: string) => difference(read(color), ground) >= LEAST;
  const [edged, outlined] = [edgeWidth > 0 && stands(edge), outlineWidth > 0 && stands(outline)];
  for (const { hex } of palette) {
    expect(stands(hex) || edged, `the line ${hex}`).toBe(true);
    expect(stands(hex) || outlined, `the ring ${hex}`).toBe(true);
  }
});

it('each kind has a shape of its own', () => {
  const shapes = Object.values(KINDS).map((kind) => kind.shape);
  expect(new Set(shapes).size).toBe(shapes.length);
});

describe('players whose colours look alike to somebody', () => {
  const alike = Object.values(SEEN_BY).flatMap((seen) =>
    pairs(palette).filter(([a, b]) => difference(seen(a.hex), seen(b.hex)) < LEAST),
  );
  it('are there: colours alone would not do', () => expect(alike.length).toBeGreaterThan(0));
  it('have initials of their own, whatever their names', () => {
    const names = [
      'Ann',
      'ann',
      'ANN',
      'A',
      'A',
      'a_n',
      'Anna',
      'Andy',
      '1',
      '2',
      '___',
      '???',
      '',
      'Ørjan',
      '李小龙',
      '李',
    ];
    const players = [...names, ...names].map((name, index) => ({ id: `p${index}`, name }));
    const initials = [...initialsOf(players).values()];
    expect(initials).toHaveLength(players.length);
    expect(new Set(initials).size).toBe(players.length);
    for (const text of initials) expect([...text].length).toBeLessThanOrEqual(3);
  });
});

it('initials follow the name and stay with their player', () => {
  const players = [
    { id: 'b', name: 'Ben' },
    { id: 'a', name: 'MajorTom' },
    { id: 'c', name: 'night_owl' },
  ];
  const initials = initialsOf(players);
  expect(Object.fromEntries(initials)).toEqual({ a: 'MT', b: 'BE', c: 'NO' });
  expect(initialsOf(players.toReversed())).toEqual(initials);
});
