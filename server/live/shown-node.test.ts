// A status moves the shown position to a visited node and nowhere else.

import { expect, it } from 'vitest';
import { progressOf } from '../race/pulses.ts';
import { FLAGS, GRAPH, gate, later, player, running, tell } from '../race/story.test-kit.ts';
import { shownNode } from './shown-node.ts';

const story = tell(later(running(1), 60_000), gate(1, 1, FLAGS.a, 5_000), gate(1, 2, FLAGS.bossFromA, 9_000));
const progress = progressOf(player(story, 1));

it.each([
  ['its zone', { zone: 'a_zone', mapId: null }, 'a'],
  ['a node id', { zone: 'start', mapId: null }, 'start'],
  ['a zone never visited', { zone: 'b_zone', mapId: null }, null],
  ['an unknown zone', { zone: 'nowhere', mapId: null }, null],
  ['a map with one visited gate', { zone: null, mapId: 'm20_00_00_00' }, 'a'],
  ['a map with gates never visited only', { zone: null, mapId: 'm20_01_00_00' }, null],
  ['a zone that fails, then its map', { zone: 'nowhere', mapId: 'm20_00_00_00' }, 'a'],
  ['a map that is no map', { zone: null, mapId: 'x' }, null],
  ['nothing', { zone: null, mapId: null }, null],
])('%s', (_what, whereabouts, expected) => {
  if (progress === undefined) throw new Error('playing');
  expect(shownNode(GRAPH, progress, whereabouts)).toBe(expected);
});

it('a map on which several visited nodes have gates says nothing', () => {
  if (progress === undefined) throw new Error('playing');
  const connections = GRAPH.connections.map((one) => ({
    ...one,
    exitGate: 'm10_00_00_00_X',
    entranceGate: 'm10_00_00_00_Y',
  }));
  expect(shownNode({ ...GRAPH, connections }, progress, { zone: null, mapId: 'm10_00_00_00' })).toBeNull();
});
