// Closing the pool and waiting until its connections are gone. The pool itself is done when it has asked them to go: a database that is
// stopped right after would find some still there, cut them, and be reported as a fault.
import type { DataSource } from 'typeorm';

/** A connection whose other end has vanished says no goodbye. */
const GOODBYE_MS = 2_000;

/** What TypeORM's driver holds for PostgreSQL: the pool of pg. */
type Pool = {
  readonly totalCount: number;
  on(event: 'remove', listener: () => void): unknown;
};

/** Resolves when every connection of it has ended, or did not within a while. */
export async function closeSource(source: DataSource): Promise<void> {
  const { master: pool } = source.driver as unknown as { readonly master: Pool };
  let left = pool.totalCount;
  const gone = new Promise<void>((resolve) => {
    if (left === 0) resolve();
    pool.on('remove', () => {
      left -= 1;
      if (left <= 0) resolve();
    });
  });
  await source.destroy();
  let giveUp: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    giveUp = setTimeout(resolve, GOODBYE_MS);
  });
  await Promise.race([gone, late]);
  clearTimeout(giveUp);
}
