// A database of its own for a test file, copied from the migrated template in some 20 ms. Only under vitest projects with
// ./postgres.global.ts as their global setup.
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { askServer, TEMPLATE, withDatabase } from './template.ts';

export type FreshDatabase = {
  url: string;
  /** Removes it, cutting connections that are still open. The server's end removes it too. */
  drop(): Promise<void>;
};

export async function freshDatabase(): Promise<FreshDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await askServer(server, `create database ${name} template ${TEMPLATE} strategy file_copy`);
  return {
    url: withDatabase(server, name),
    drop: () => askServer(server, `drop database if exists ${name} with (force)`),
  };
}
