// The databases of broken worlds: one in a server that many share and that is left alone, one in a server of its own that may be killed,
// and the service's built-in one, which is the service's to start and to revive.

import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedPostgres,
  findRunningPostgres,
  removeDataFolder,
  startEmbeddedPostgres,
} from '../../server/store/embedded.ts';
import { migrate } from '../../server/store/migrate.ts';
import { copyTemplate } from '../testing/template.ts';
import { ending } from './ends.ts';
import type { Target } from './proxy.ts';

export type Database = {
  /** Past the proxy. Throws while nobody serves it. */
  readonly url: () => string;
  readonly target: Target;
  /** What the service is told; `port`: of the proxy. */
  readonly environment: (port: number) => Readonly<Record<string, string>>;
  /** Kills the whole database server, and where it is not the service's to do so starts it again; undefined where others live in it too. */
  readonly crash?: () => Promise<void>;
  /** Reads while no service runs. */
  atRest<T>(read: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** A copy of the migrated template on the server at `serverUrl`. */
export async function sharedDatabase(serverUrl: string): Promise<Database> {
  const { url, drop } = await copyTemplate(serverUrl);
  return { ...wayTo(url), atRest: (read) => read(), close: drop };
}

/** A server of its own that keeps what it committed. */
export async function ownDatabase(): Promise<Database> {
  const dataDir = makeFolder();
  const start = () => startEmbeddedPostgres({ dataDir, log: () => {} });
  let server: EmbeddedPostgres | undefined;
  const close = ending(async () => {
    await server?.stop();
    removeDataFolder(dataDir);
  });
  server = await start();
  await migrate(server.url);
  return {
    ...wayTo(server.url),
    async crash() {
      killServer(dataDir);
      await server?.stop();
      server = await start();
    },
    atRest: (read) => read(),
    close,
  };
}

/** For a race that loses processes: every other one has the built-in database. */
export const deadlyDatabase = (seed: number): Promise<Database> => (seed % 2 === 0 ? builtInDatabase() : ownDatabase());

/** No proxy stands before it. It lives and dies with the service, or alone. */
export async function builtInDatabase(): Promise<Database> {
  const folder = makeFolder();
  const dataDir = join(folder, 'database');
  const close = ending(() => {
    removeDataFolder(dataDir);
    removeDataFolder(folder);
  });
  return {
    url() {
      const url = findRunningPostgres(dataDir);
      if (url === undefined) throw new Error('nobody serves the built-in database');
      return url;
    },
    target: { path: join(folder, 'nobody listens here') },
    environment: () => ({ DATA_DIR: folder }),
    crash: async () => killServer(dataDir),
    async atRest(read) {
      const server = await startEmbeddedPostgres({ dataDir, log: () => {} });
      try {
        return await read();
      } finally {
        await server.stop();
      }
    },
    close,
  };
}

/** Where root runs this, user nobody runs the server and must get through. */
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'speedfog-chaos-db-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** Nothing happens where it is down already. */
function killServer(dataDir: string): void {
  try {
    const pid = Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
    if (Number.isInteger(pid) && pid > 1) process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function wayTo(url: string): Pick<Database, 'url' | 'target' | 'environment'> {
  const address = new URL(url);
  const folder = address.searchParams.get('host');
  const target = folder === null ? { port: Number(address.port) } : { path: join(folder, `.s.PGSQL.${address.port}`) };
  return {
    url: () => url,
    target,
    environment(port) {
      const through = new URL(url);
      through.searchParams.delete('host');
      through.hostname = '127.0.0.1';
      through.port = String(port);
      return { DATABASE_URL: through.href };
    },
  };
}
