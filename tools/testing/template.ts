// The database that every test file's own is a copy of: migrated once per server, so that a file costs a copy of files
// and no migration. Runs in vitest's main process; ./database.ts makes the copies, in the workers.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { migrate } from '../../server/store/migrate.ts';

export type FreshDatabase = {
  url: string;
  /** Removes it, cutting connections that are still open. The server's end removes it too. */
  drop(): Promise<void>;
};

export const TEMPLATE = 'speedfog_template';

/** Creates and migrates the template on the server at `url`; leaves no connection open, as CREATE DATABASE demands. */
export async function makeTemplate(url: string): Promise<void> {
  await askServer(url, `create database ${TEMPLATE}`);
  await migrate(withDatabase(url, TEMPLATE));
}

/** A database of its own, copied from the template in some 20 ms. */
export async function copyTemplate(server: string): Promise<FreshDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await askServer(server, `create database ${name} template ${TEMPLATE} strategy file_copy`);
  return {
    url: withDatabase(server, name),
    drop: () => askServer(server, `drop database if exists ${name} with (force)`),
  };
}

/** The same server and credentials, another database. */
export function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** One statement over a connection of its own. */
export async function askServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
