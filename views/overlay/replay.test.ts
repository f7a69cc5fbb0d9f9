// Given the log of a race, then its picture at any moment is what was to be seen then.

import { describe, expect, it } from 'vitest';
import { type ReplayLog, replayAt } from './replay.ts';

const node = (id: string, layer: number) => ({
  id,
  type: 'mini_dungeon',
  display_name: id,
  layer,
  tier: 1,
  x: layer,
  y: 0,
  exits: [],
});
const log: ReplayLog = {
  race: { id: 'r', code: 'K7Q2X', name: 'R', started_at: 1_000_000, finished_at: 1_090_000 },
  seed: { graph_json: { nodes: [node('a', 0), node('b', 1), node('c', 1)], edges: [] }, total_layers: 2 },
  duration_ms: 90_000,
  players: [
    {
      id: 'ann',
      name: 'Ann',
      color: 0,
      gates: [
        [0, 0, -1, 0, 0],
        [30_000, 1, 0, 29_000, 2],
        [40_000, 0, 1, 39_000, 3],
        [50_000, 2, 0, 49_000, 3],
      ],
      end: { t: 80_000, igt_ms: 79_000, deaths: 7, how: 'finished' },
      splits: [],
    },
    {
      id: 'ben',
      name: 'Ben',
      color: 1,
      gates: [[5_000, 0, -1, 0, 0]],
      end: { t: 90_000, igt_ms: 0, deaths: 1, how: 'out' },
      splits: [],
    },
  ],
};
const at = (t: number, id: string) => replayAt(log, t).players.find((player) => player.id === id);

describe('a replay', () => {
  it('begins with who was there', () => {
    expect(replayAt(log, 0).race).toMatchObject({ status: 'running', started_at: 1_000_000 });
    expect(at(0, 'ann')).toMatchObject({ zone_id: 'a', layer: 0, status: 'playing', path: ['a'] });
    expect(at(0, 'ben')).toMatchObject({ zone_id: null, status: 'registered', path: [] });
  });
  it('knows the deaths of each zone, also of one that was entered twice', () => {
    expect(at(60_000, 'ann')).toMatchObject({
      zone_id: 'c',
      path: ['a', 'b', 'c'],
      path_from: [null, 0, 0],
      path_igt_ms: [0, 29_000, 49_000],
      path_deaths: [2, 1, 0],
      death_count: 3,
    });
  });
  it('goes back with a player, the layer stays', () =>
    expect(at(45_000, 'ann')).toMatchObject({ zone_id: 'a', layer: 1 }));
  it('lets IGT run between gates and never past the next', () => {
    expect(at(10_000, 'ann')?.igt_ms).toBe(10_000);
    expect(at(29_999, 'ann')?.igt_ms).toBe(29_000);
  });
  it('ranks players on one layer by when they came to it, wherever they went since', () => {
    const [ann, ben] = log.players as [ReplayLog['players'][0], ReplayLog['players'][0]];
    const players = [
      { ...ben, gates: [...ben.gates, [36_000, 2, 0, 35_000, 0] as const], splits: [[1, 35_000] as const] },
      { ...ann, splits: [[1, 29_000] as const] },
    ];
    const shown = replayAt({ ...log, players }, 60_000).players;
    expect(shown.map(({ id, layer, gap_ms }) => [id, layer, gap_ms])).toEqual([
      ['ann', 1, 0],
      ['ben', 1, 6_000],
    ]);
  });
  it('ends with the result', () => {
    const end = replayAt(log, 90_000);
    expect(end.race).toMatchObject({ status: 'finished', finished_at: 1_090_000 });
    expect(end.players.map(({ id, status, layer, igt_ms }) => [id, status, layer, igt_ms])).toEqual([
      ['ann', 'finished', 2, 79_000],
      ['ben', 'abandoned', 0, 0],
    ]);
  });
});
