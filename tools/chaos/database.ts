// The databases of broken worlds: one in a server that many share and that is left alone, or one in a server of its own that may
// be killed.

import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, removeDataFolder, startEmbeddedPostgres } from '../../server/store/embedded.ts';
import { migrate } from '../../server/store/migrate.ts';
import { copyTemplate } from '../testing/template.ts';
import type { Target } from './proxy.ts';

export type Database = {
  /** Past the proxy. */
  readonly url: string;
  readonly target: Target;
  readonly urlThrough: (port: number) => string;
  /** Kills the whole database server and starts it again; undefined where others live in it too. */
  readonly crash?: () => Promise<void>;
  close(): Promise<void>;
};

/** A copy of the migrated template on the server at `serverUrl`. */
export async function sharedDatabase(serverUrl: string): Promise<Database> {
  const { url, drop } = await copyTemplate(serverUrl);
  return { url, ...wayTo(url), close: drop };
}

/** A server of its own that keeps what it committed. */
export async function ownDatabase(): Promise<Database> {
  const dataDir = mkdtempSync(join(tmpdir(), 'speedfog-chaos-db-'));
  // Where root runs this, user nobody runs the server and must get through.
  chmodSync(dataDir, 0o711);
  const start = () => startEmbeddedPostgres({ dataDir, log: () => {} });
  let server: EmbeddedPostgres = await start();
  await migrate(server.url);
  return {
    url: server.url,
    ...wayTo(server.url),
    async crash() {
      process.kill(mainProcess(dataDir), 'SIGKILL');
      await server.stop();
      server = await start();
    },
    async close() {
      await server.stop();
      removeDataFolder(dataDir);
    },
  };
}

function mainProcess(dataDir: string): number {
  const cluster = join(dataDir, 'cluster');
  const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) throw new Error('no database server to kill');
  return pid;
}

function wayTo(url: string): Pick<Database, 'target' | 'urlThrough'> {
  const address = new URL(url);
  const folder = address.searchParams.get('host');
  const target = folder === null ? { port: Number(address.port) } : { path: join(folder, `.s.PGSQL.${address.port}`) };
  return {
    target,
    urlThrough(port) {
      const through = new URL(url);
      through.searchParams.delete('host');
      through.hostname = '127.0.0.1';
      through.port = String(port);
      return through.href;
    },
  };
}
