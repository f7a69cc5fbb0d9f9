// The twin in memory of the database's half of the seeds.
import { randomUUID } from 'node:crypto';
import type { SeedRow, SeedRows, Time } from '../../play/ports/index.ts';
import type { Fact } from '../../race/facts.ts';
import type { SeedId } from '../../race/ids.ts';
import type { Race } from '../../race/race.ts';
import { drawSeed } from '../../seeds/pool.ts';
import { seedChanges } from '../seed-facts.ts';

type Kept = { row: SeedRow; graph: string; drawnAt: number; named: boolean };

export type MemorySeedRows = SeedRows & {
  /** What an append says of seeds. A seed that is not here is nobody's business: tests may invent one. */
  apply(state: Race, facts: readonly Fact[]): void;
};

export function makeMemorySeedRows(time: Pick<Time, 'now'>): MemorySeedRows {
  const seeds = new Map<SeedId, Kept>();
  const rows = () => [...seeds.values()].map(({ row }) => row);
  const change = (seed: SeedId, next: Partial<SeedRow>) => {
    const kept = seeds.get(seed);
    if (kept !== undefined) kept.row = { ...kept.row, ...next };
  };
  const release = (kept: Kept) => {
    kept.row = { ...kept.row, status: 'available', race: null };
    kept.named = false;
  };
  const canBeDrawn = ({ status, liesIn }: SeedRow) => status === 'available' && liesIn !== null;
  const isWaiting = ({ row, named }: Kept) => row.status === 'consumed' && row.race !== null && !named;

  return {
    all: async () => rows().sort((a, b) => (`${a.pool}/${a.folder}` < `${b.pool}/${b.folder}` ? -1 : 1)),
    async add(found) {
      let added = 0;
      for (const { graph, ...seed } of found) {
        const kept = [...seeds.values()].find(({ row }) => row.pool === seed.pool && row.folder === seed.folder);
        if (kept === undefined) {
          const id = randomUUID() as SeedId;
          const row: SeedRow = { ...seed, id, status: 'available', liesIn: 'available', race: null };
          seeds.set(id, { row, graph, drawnAt: 0, named: false });
          added += 1;
        } else if (kept.row.status === 'available') {
          kept.row = { ...kept.row, ...seed, liesIn: 'available' };
          kept.graph = graph;
        }
      }
      return added;
    },
    async place(places) {
      for (const { seed, liesIn } of places) change(seed, { liesIn });
    },
    async draw(pool, race, dice) {
      const row = drawSeed(
        rows().filter((one) => one.pool === pool && canBeDrawn(one)),
        dice,
      );
      const kept = row === undefined ? undefined : seeds.get(row.id);
      if (kept === undefined) return undefined;
      kept.row = { ...kept.row, status: 'consumed', race };
      kept.drawnAt = time.now();
      return kept.row;
    },
    async giveBack(seed, race) {
      const kept = seeds.get(seed);
      if (kept !== undefined && isWaiting(kept) && kept.row.race === race) release(kept);
    },
    discard: async (seed) => change(seed, { status: 'discarded' }),
    async repair(drawnBefore, drawnSince = 0) {
      const lost = [...seeds.values()].filter(
        (kept) => isWaiting(kept) && kept.drawnAt < drawnBefore && kept.drawnAt >= drawnSince,
      );
      for (const kept of lost) release(kept);
      return lost.length;
    },
    async graph(seed) {
      const kept = seeds.get(seed);
      return kept === undefined ? undefined : (JSON.parse(kept.graph) as unknown);
    },
    async stats() {
      const pools = [...new Set(rows().map(({ pool }) => pool))].sort();
      return pools.map((pool) => {
        const own = rows().filter((row) => row.pool === pool);
        const consumed = own.filter(({ status }) => status === 'consumed').length;
        return { pool, available: own.filter(canBeDrawn).length, consumed };
      });
    },
    apply(state, facts) {
      const changes = seedChanges(state, facts).map((one) => ({ ...one, kept: seeds.get(one.seed) }));
      for (const { how, seed, kept } of changes) {
        const isFree = kept?.row.race === null && kept.row.status === 'available';
        if (how === 'claim' && kept !== undefined && !isFree && kept.row.race !== state.id)
          throw new Error(`Race ${state.id}: seed ${seed} is not its own.`);
      }
      for (const { how, kept } of changes) {
        if (kept === undefined) continue;
        if (how === 'claim') {
          kept.row = { ...kept.row, status: 'consumed', race: state.id };
          kept.named = true;
        } else if (kept.row.race === state.id) {
          if (how === 'released') release(kept);
          else kept.row = { ...kept.row, status: 'discarded' };
        }
      }
    },
  };
}
