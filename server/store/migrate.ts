// Brings a database to the newest schema. Any number of processes may try at once: one does it, the others wait and find
// it done. Rows are never touched here, but by what a migration itself says. A database of a newer version is left alone.
import type { DataSource } from 'typeorm';
import { makeDataSource } from './data-source.ts';
import { LOCKS } from './locks.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';

export type SchemaState = {
  /** Nothing has ever been migrated here. */
  readonly isNew: boolean;
  /** What this version would do, in order; empty: the schema is this version's. */
  readonly pending: readonly string[];
  /** Done by a newer version: this one does not know them. */
  readonly unknown: readonly string[];
};

export type MigrateOptions = {
  readonly migrations?: readonly Migration[];
  /** Called before a database that holds something is changed; when it rejects, nothing is. */
  readonly beforeChange?: (state: SchemaState) => Promise<void>;
};

/** The database was written by a newer version than this one. */
export class NewerDatabase extends Error {
  constructor(unknown: readonly string[]) {
    super(
      `The database is newer than this version of the service (it has ${unknown.join(', ')}). ` +
        'Start the newer version again, or restore a backup that this version made into an empty database.',
    );
    this.name = 'NewerDatabase';
  }
}

/**
 * Throws when the database cannot be reached, is a newer version's (NewerDatabase) or a migration fails; each migration is one
 * transaction.
 */
export async function migrate(url: string, { migrations = MIGRATIONS, beforeChange }: MigrateOptions = {}) {
  const source = makeDataSource(url, { applicationName: 'speedfog-racing migrate', poolSize: 2, migrations });
  await source.initialize();
  try {
    const holder = source.createQueryRunner();
    try {
      await holder.query('select pg_advisory_lock($1)', [LOCKS.migrate]);
      const state = await schemaState(source, migrations);
      if (state.unknown.length > 0) throw new NewerDatabase(state.unknown);
      if (!state.isNew && state.pending.length > 0) await beforeChange?.(state);
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

/** Looks only. Throws when the database cannot be reached. */
export async function readSchemaState(url: string): Promise<SchemaState> {
  const source = await makeDataSource(url, { applicationName: 'speedfog-racing check', poolSize: 1 }).initialize();
  try {
    return await schemaState(source, MIGRATIONS);
  } finally {
    await source.destroy();
  }
}

async function schemaState(source: DataSource, migrations: readonly Migration[]): Promise<SchemaState> {
  const done = await migrationsDone(source);
  const known = migrations.map(nameOf);
  return {
    isNew: done.length === 0,
    pending: known.filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !known.includes(name)),
  };
}

/** Names, in the order in which they were done; empty for an empty database. */
export async function migrationsDone(source: Pick<DataSource, 'query'>): Promise<readonly string[]> {
  const [found] = await source.query<{ there: boolean }[]>(`select to_regclass('migrations') is not null as there`);
  if (found?.there !== true) return [];
  const rows = await source.query<{ name: string }[]>('select name from migrations order by id');
  return rows.map((row) => row.name);
}

export const nameOf = (migration: Migration): string => new migration().name ?? migration.name;
