// A scan without copies of seeds that are spent: no two races ever get the same seed, whatever its folder is called. The same number in
// another pool is another seed, made with other settings. Deliberately absent: looking at folders, the database.
import type { SeedRow } from '../play/ports/seeds.ts';
import type { FoundPool, PoolScan } from './scan.ts';
import type { Broken } from './seed.ts';

/** A folder that a race has drawn and that still lies in available/ is no copy: it is about to be moved. */
export const withoutSpent = (scan: PoolScan, rows: readonly SeedRow[]): PoolScan => {
  const pools = scan.pools.map((pool) => withoutCopies(pool, rows));
  const found = pools.flatMap(({ broken }, index) => broken.slice(scan.pools[index]?.broken.length ?? 0));
  return { pools, broken: [...scan.broken, ...found] };
};

const withoutCopies = (pool: FoundPool, rows: readonly SeedRow[]): FoundPool => {
  const { name } = pool.description;
  const spent = rows.filter((row) => row.pool === name && row.status !== 'available');
  const copies = pool.available.flatMap(({ folder, number }): (Broken & { readonly folder: string })[] => {
    const same = spent.filter((row) => row.number === number);
    const [first] = same;
    if (first === undefined || same.some((row) => row.folder === folder)) return [];
    const reason = `is the same seed as ${first.folder}, which ${first.status === 'discarded' ? 'was discarded' : 'a race has drawn'}`;
    return [{ folder, path: `${name}/available/${folder}`, reason }];
  });
  if (copies.length === 0) return pool;
  return {
    ...pool,
    available: pool.available.filter(({ folder }) => !copies.some((copy) => copy.folder === folder)),
    broken: [...pool.broken, ...copies.map(({ path, reason }) => ({ path, reason }))],
  };
};
