// One PostgreSQL per run of a test project, started before its first file and gone after its last, data and all. Files
// take a database each from ./database.ts.
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { removeDataFolder, startEmbeddedPostgres } from '../../server/store/embedded.ts';
import { makeTemplate } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a server with a migrated template database; not to be written to. */
    postgresUrl: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'speedfog-test-'));
  // Where root runs this, user nobody runs the server and must get through.
  chmodSync(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, durable: false, log: (line) => console.log(line) });
  const teardown = async () => {
    await server.stop();
    removeDataFolder(dataDir);
  };
  try {
    await makeTemplate(server.url);
    project.provide('postgresUrl', server.url);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
