// The layout of real seeds, where the folder beside the project is there: as many crossings as are known to be the fewest, and
// at both sizes of picture nothing that touches.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseGraph } from '../race/graph.ts';
import { presentBlurred, presentGraph } from './graph-view.ts';
import { BROADCAST, clearanceOf, crossingsDrawn, drawn, SMALL, spacingOf } from './layout/geometry.test-kit.ts';

/** Radius of a node, px, for which there has to be room. */
const RADIUS = { [BROADCAST.width]: 20, [SMALL.width]: 9 };
/** The fewest crossings possible, as an independent search over all orders found them. */
const FEWEST: Readonly<Record<string, number>> = {
  seed_149174576: 6,
  seed_304243951: 4,
  seed_318272006: 2,
  seed_411406930: 5,
  seed_452900838: 3,
  seed_495575429: 8,
};

const folder = new URL('../../../shared/graphs/', import.meta.url);
const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'))
  : [];

describe.skipIf(files.length === 0)('the map of real seeds', () => {
  it.for(files)('%s', (path) => {
    const read = parseGraph(JSON.parse(readFileSync(new URL(path, folder), 'utf8')));
    if ('problems' in read) throw new Error(read.problems.join());
    const { graph } = read;
    const picture = presentGraph(graph);
    for (const size of [BROADCAST, SMALL]) {
      const radius = RADIUS[size.width] ?? 0;
      for (const one of [picture, presentBlurred(graph, 'race')]) {
        expect(spacingOf(drawn(one, size))).toBeGreaterThan(2 * radius);
        expect(clearanceOf(drawn(one, size))).toBeGreaterThan(radius);
      }
    }
    const fewest = FEWEST[path.replace(/^.*\/|\.json$/g, '')];
    if (fewest !== undefined) expect(crossingsDrawn(drawn(picture, BROADCAST))).toBe(fewest);
    expect(presentGraph({ ...graph })).toEqual(picture);
  });
});
