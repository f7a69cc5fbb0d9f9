// A folder for a built-in database of a test's own, which is gone after each test with everything that was started in it: here, or in a
// process that can be killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { afterEach, beforeEach, vi } from 'vitest';
import { type EmbeddedPostgres, removeDataFolder, startEmbeddedPostgres } from '../embedded.ts';

export type DataFolder = {
  /** The folder above it, anew for each test; others may walk through. */
  readonly home: string;
  /** Not there yet; may be changed before anything is started. */
  dataDir: string;
};

/** To be called once per file of tests. */
export function useDataFolder() {
  const folder = { home: '', dataDir: '' };
  /** Run after each test, last one first. */
  const cleanups: (() => unknown)[] = [];
  const log = vi.fn<(line: string) => void>();

  beforeEach(() => {
    folder.home = mkdtempSync(join(tmpdir(), 'speedfog-embedded-'));
    chmodSync(folder.home, 0o711);
    folder.dataDir = join(folder.home, 'data');
    log.mockClear();
  });

  afterEach(async () => {
    for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp();
    removeDataFolder(folder.dataDir);
    rmSync(folder.home, { recursive: true, force: true });
  });

  async function start(durable = false): Promise<EmbeddedPostgres> {
    const started = await startEmbeddedPostgres({ dataDir: folder.dataDir, log, durable });
    cleanups.push(started.stop);
    return started;
  }

  /** A node of its own that holds the database; resolves when it is up. */
  async function startInChild(ids: { uid?: number; gid?: number } = {}): Promise<{ child: ChildProcess; url: string }> {
    const script = join(import.meta.dirname, '../../../tools/testing/hold-postgres.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, folder.dataDir], {
      ...ids,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanups.push(() => child.kill('SIGKILL'));
    const [url] = (await Promise.race([
      once(createInterface(child.stdout), 'line'),
      once(child, 'exit').then(() => Promise.reject(new Error('the child died before it was up'))),
    ])) as [string];
    return { child, url };
  }

  return { folder: folder as DataFolder, log, start, startInChild };
}

export async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
