// What pools are called, for pages: the folder's name is for programs. Kept for a moment, because every page of a race asks.

import type { PoolDescription } from '../seeds/pool.ts';
import type { HttpDeps } from './deps.ts';

const KEPT_MS = 10_000;

export type PoolNames = () => Promise<(pool: string) => string>;

/** A pool that is gone keeps its plain name; so does every pool while nobody can say. */
export function makePoolNames({ describePools, time }: Pick<HttpDeps, 'describePools' | 'time'>): PoolNames {
  let known: readonly PoolDescription[] = [];
  let until = 0;
  return async () => {
    if (time.now() >= until) {
      known = await describePools();
      until = time.now() + KEPT_MS;
    }
    const pools = known;
    return (pool) => pools.find(({ name }) => name === pool)?.displayName ?? pool;
  };
}
