// Brings a database to the newest schema. Any number of processes may try at once: one does it, the others wait and find
// it done. Rows are never touched here, but by what a migration itself says.
import { makeDataSource } from './data-source.ts';
import { LOCKS } from './locks.ts';

/** Throws when the database cannot be reached or a migration fails; each migration is one transaction. */
export async function migrate(url: string): Promise<void> {
  const source = await makeDataSource(url, { applicationName: 'speedfog-racing migrate', poolSize: 2 }).initialize();
  try {
    const holder = source.createQueryRunner();
    try {
      await holder.query('select pg_advisory_lock($1)', [LOCKS.migrate]);
      await source.runMigrations({ transaction: 'each' });
      await holder.query('select pg_advisory_unlock($1)', [LOCKS.migrate]);
    } finally {
      await holder.release();
    }
  } finally {
    // Closes the connections, and with them a lock that an error left behind.
    await source.destroy();
  }
}
