// Names beside their stations: all where there is room, none over another. Given a row of stations, then which names are there.

import { describe, expect, it } from 'vitest';
import { around, meet, type Point, turned } from './geometry.ts';
import { type Label, type LabelRules, placeLabels, stationRoom, type Wanted } from './labels.ts';

const SIZE = { width: 1920, height: 1080 };

describe('labels', () => {
  const rules: LabelRules = {
    size: SIZE,
    line: 14,
    measure: (text) => text.length * 7,
    width: 120,
    slanted: false,
    taken: [],
    lines: [],
    band: 4,
  };
  const row = (count: number, apart: number): readonly Wanted[] =>
    Array.from({ length: count }, (_, index) => ({
      id: `n${index}`,
      names: ['Unsightly Catacombs', 'Unsightly'],
      at: { x: 160 + index * apart, y: 500 },
      radius: 8,
      weight: index === 5 ? 9 : 1,
    }));
  const placed = (wanted: readonly Wanted[], changes: Partial<LabelRules> = {}) => {
    const taken = wanted.map(({ at, radius }) => stationRoom(at, radius, changes.slanted === true));
    return placeLabels(wanted, { ...rules, taken, ...changes });
  };
  const covering = (labels: readonly Label[], wanted: readonly Wanted[]) => {
    const shapes = [
      ...labels.map(({ box, turn }) => turned(box, turn)),
      ...wanted.map(({ at, radius }) => turned(around(at, radius), labels[0]?.turn)),
    ];
    return shapes.filter(
      (shape, at) => at < labels.length && shapes.some((other) => other !== shape && meet(shape, other)),
    );
  };
  const textOf = (labels: readonly Label[], id: string) => labels.find((label) => label.id === id)?.lines.join(' ');

  it('all have room where there is room', () => expect(placed(row(8, 160))).toHaveLength(8));
  it('never cover one another or a station; the weightiest stays whole', () => {
    const wanted = row(30, 26);
    const labels = placed(wanted);
    expect(covering(labels, wanted)).toEqual([]);
    expect(textOf(labels, 'n5')).toBe('Unsightly Catacombs');
    expect(labels.length).toBeLessThan(30);
  });
  it('slanted, all have room on narrow columns', () => {
    const wanted = row(30, 26).map((one) => ({ ...one, radius: 6 }));
    const labels = placed(wanted, { slanted: true });
    expect(labels).toHaveLength(30);
    expect(covering(labels, wanted)).toEqual([]);
  });
  it('are shortened by what their shape says before they are cut', () => {
    const wanted = row(6, 160);
    expect(textOf(placed(wanted, { slanted: true, width: 70 }), 'n0')).toBe('Unsightly');
    expect(textOf(placed(wanted, { slanted: true, width: 49 }), 'n0')).toBe('Unsigh…');
  });
  it('nobody outside of the picture is named', () => {
    const wanted = row(3, 200).map((one) => ({ ...one, at: { ...one.at, x: one.at.x - 260 } }));
    expect(
      placed(wanted)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['n1', 'n2']);
  });
  it('stand in more lines rather than on a line of the map', () => {
    const [one] = row(1, 160).map((wanted) => ({ ...wanted, at: { x: 500, y: 500 } }));
    if (one === undefined) throw new Error('a row of one');
    const lines = [440, 560].flatMap((x) => Array.from({ length: 40 }, (_, step) => ({ x, y: 400 + step * 5 })));
    const textBeside = (beside: readonly Point[]) => placed([one], { width: 140, lines: beside })[0]?.lines;
    expect(textBeside([])).toEqual(['Unsightly Catacombs']);
    expect(textBeside(lines)).toEqual(['Unsightly', 'Catacombs']);
  });
  it('no label covers what is taken', () => {
    const wall = turned({ x: 0, y: 504, width: SIZE.width, height: 100 });
    for (const slanted of [false, true]) {
      const labels = placed(row(3, 200), { slanted, taken: [wall] });
      expect(labels).toHaveLength(3);
      for (const { box } of labels) expect(box.y + box.height).toBeLessThan(504);
    }
  });
});
