// The connection pool and the schema as TypeORM sees them. Nothing here changes a database: migrations run in migrate.ts,
// under a lock, and the schema is never synchronized.
import { DataSource } from 'typeorm';
import { letGoWhenSilent } from './let-go.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';
import { SCHEMAS } from './schemas/index.ts';

/** Connections of one process; the house lock and a migration have their own besides. */
export const POOL_SIZE = 8;

/** For a new connection, and for waiting until one of the pool is free. */
const CONNECT_TIMEOUT_MS = 5000;

export type DataSourceOptions = {
  /** As PostgreSQL shows it in pg_stat_activity. */
  readonly applicationName?: string;
  readonly poolSize?: number;
  /** A query that takes longer fails: a database that vanished without a word must not hold up everybody. Default: never. */
  readonly queryTimeoutMs?: number;
  /** An idle connection broke. The pool has dropped it already; the next query opens another. */
  readonly onPoolError?: (error: unknown) => void;
  /** Other than this version's: for tests of what comes later. */
  readonly migrations?: readonly Migration[];
};

/** `url`: postgres:// or postgresql://, `?host=/socket/folder` and `?sslmode=require` understood. Not connected yet. */
export function makeDataSource(url: string, options: DataSourceOptions = {}): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName: options.applicationName ?? 'speedfog-racing',
    poolSize: options.poolSize ?? POOL_SIZE,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      keepAlive: true,
      onConnect: letGoWhenSilent,
      ...(options.queryTimeoutMs === undefined
        ? {}
        : // The server gives up as well: a transaction whose client vanished would hold its race for hours.
          { query_timeout: options.queryTimeoutMs, idle_in_transaction_session_timeout: options.queryTimeoutMs }),
    },
    poolErrorHandler: options.onPoolError ?? (() => {}),
    entities: SCHEMAS,
    migrations: [...(options.migrations ?? MIGRATIONS)],
    migrationsTableName: 'migrations',
    synchronize: false,
    migrationsRun: false,
    logging: false,
    // Ids come from gen_random_uuid(), in core: no extension has to be installed, which needs rights.
    uuidExtension: 'pgcrypto',
    installExtensions: false,
  });
}
