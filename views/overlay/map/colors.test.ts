// Colours for everybody: kinds of nodes and players are told apart by a shape or by initials of their own, and colours differ
// by at least 10 in CIEDE2000 as people with each of the three kinds of colour blindness see them.

import { differenceCiede2000, filterDeficiencyDeuter, filterDeficiencyProt, filterDeficiencyTrit } from 'culori';
import { describe, expect, it } from 'vitest';
import palette from '../../../server/present/palette.json' with { type: 'json' };
import { initialsOf } from './initials.ts';
import { KINDS } from './kinds.ts';
import { THEMES, themeOf } from './theme.ts';

const LEAST = 10;
const SEEN_BY = {
  everybody: (color: string) => color,
  protanopes: filterDeficiencyProt(1),
  deuteranopes: filterDeficiencyDeuter(1),
  tritanopes: filterDeficiencyTrit(1),
};
const difference = differenceCiede2000();
const pairs = <T>(all: readonly T[]): readonly (readonly [T, T])[] =>
  all.flatMap((one, index) => all.slice(index + 1).map((other) => [one, other] as const));

describe.each(Object.entries(SEEN_BY))('as seen by %s', (_who, seen) => {
  it.each(pairs(Object.values(KINDS)))('%o and %o differ in colour', (a, b) => {
    const [first, second] = [seen(a.color), seen(b.color)];
    if (first === undefined || second === undefined) throw new Error('a colour was not understood');
    expect(difference(first, second)).toBeGreaterThanOrEqual(LEAST);
  });

  it.each(THEMES)('kinds stand out from the ground of %s', (name) => {
    const ground = seen(themeOf(name).unvisited);
    for (const { color, label } of Object.values(KINDS)) {
      const shown = seen(color);
      if (ground === undefined || shown === undefined) throw new Error('a colour was not understood');
      expect(difference(shown, ground), label).toBeGreaterThanOrEqual(LEAST);
    }
  });
});

it('each kind has a shape of its own', () => {
  const shapes = Object.values(KINDS).map((kind) => kind.shape);
  expect(new Set(shapes).size).toBe(shapes.length);
});

describe('players whose colours look alike to somebody', () => {
  const alike = Object.values(SEEN_BY).flatMap((seen) =>
    pairs(palette).filter(([a, b]) => {
      const [first, second] = [seen(a.hex), seen(b.hex)];
      return first === undefined || second === undefined || difference(first, second) < LEAST;
    }),
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
