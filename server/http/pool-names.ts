// What pools are called, for pages: the folder's name is for programs.

import type { HttpDeps } from './deps.ts';

export type PoolNames = () => Promise<(pool: string) => string>;

/** A pool that is gone keeps its plain name. */
export const makePoolNames =
  ({ describePools }: Pick<HttpDeps, 'describePools'>): PoolNames =>
  async () => {
    const pools = await describePools();
    return (pool) => pools.find(({ name }) => name === pool)?.displayName ?? pool;
  };
