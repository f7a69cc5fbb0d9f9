// Pools, seeds and packs for the web half of tests: one pool with some seeds and one without, packs of invented bytes. No folders.

import { Readable } from 'node:stream';
import type { Packs, Seeds } from '../../server/play/ports/index.ts';
import type { Graph } from '../../server/race/graph.ts';
import type { SeedId } from '../../server/race/ids.ts';
import type { PoolDescription } from '../../server/seeds/pool.ts';

export const LAYERS = 12;
export const PACK_BYTES = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));
const PACK_ETAG = '"pack-1"';

export const POOLS: readonly PoolDescription[] = [
  {
    name: 'standard',
    displayName: 'Standard (~1h)',
    description: 'Classic format, good balance',
    duration: '~1h',
    settings: [{ name: 'layers', value: String(LAYERS) }],
  },
  { name: 'empty', displayName: 'Empty', description: '', duration: null, settings: [] },
];
const SEEDS = 20;

/** So many seeds in the one pool, none in the other. */
export function inventedSeeds(graph: Graph): Seeds {
  let drawn = 0;
  const gone = new Set<string>();
  const idOf = (number: number) => `00000007-0000-4000-8000-${String(number).padStart(12, '0')}` as SeedId;
  return {
    async draw(pool) {
      if (POOLS.every(({ name }) => name !== pool)) {
        return { refused: { code: 'unknown_pool', pools: POOLS.map(({ name }) => name) } };
      }
      if (pool === 'empty' || drawn >= SEEDS) return { refused: { code: 'pool_empty', pool } };
      drawn += 1;
      const { totalLayers, start: startNode } = graph;
      return { seed: { id: idOf(drawn), pool, number: drawn, totalLayers, startNode, pack: 'f'.repeat(64) } };
    },
    giveBack: async () => {},
    graph: async () => graph,
    pools: async () =>
      POOLS.map(({ name, displayName, description }) => ({
        ...{ name, displayName, description },
        available: name === 'empty' ? 0 : SEEDS - drawn - gone.size,
        consumed: name === 'empty' ? 0 : drawn,
        broken: name === 'empty' ? [{ path: 'empty/available/seed_9', reason: 'graph.json: no final boss' }] : [],
      })),
    scan: async () => ({ pools: POOLS.length, available: SEEDS - drawn, added: 1, vanished: 0, broken: [] }),
    settle: async () => {},
    named: async (pool, number) => (pool === 'standard' && number <= SEEDS ? idOf(number) : undefined),
    discard: async (seed) => void gone.add(seed),
  };
}

export const inventedPacks: Packs = {
  open: async ({ code }) => ({
    fileName: `speedfog-race-${code}.zip`,
    size: PACK_BYTES.length,
    etag: PACK_ETAG,
    stream: (range) => Readable.from(PACK_BYTES.subarray(range?.start ?? 0, (range?.end ?? PACK_BYTES.length) + 1)),
    send: async (into, range) =>
      void into.write(PACK_BYTES.subarray(range?.start ?? 0, (range?.end ?? PACK_BYTES.length) + 1)),
  }),
  prepare: async () => {},
  size: async () => PACK_BYTES.length,
};
