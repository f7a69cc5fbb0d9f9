// The database that every test file's own is a copy of: migrated once per server, so that a file costs a copy of files
// and no migration. Runs in vitest's main process; ./database.ts makes the copies, in the workers.
import { existsSync } from 'node:fs';
import { Client } from 'pg';

export const TEMPLATE = 'speedfog_template';

/** Creates and migrates the template on the server at `url`; leaves no connection open, as CREATE DATABASE demands. */
export async function makeTemplate(url: string): Promise<void> {
  await askServer(url, `create database ${TEMPLATE}`);
  await migrateTemplate(withDatabase(url, TEMPLATE));
}

async function migrateTemplate(url: string): Promise<void> {
  const file = new URL('../../server/store/migrate.ts', import.meta.url);
  if (!existsSync(file)) return;
  const { migrate } = (await import(file.href)) as { migrate: (url: string) => Promise<void> };
  await migrate(url);
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
