// The built-in PostgreSQL: a real server from an npm package, started beside this process and gone with it, for whoever sets
// no DATABASE_URL. Works as root and as an ordinary user, wherever the project lies. No schema here: an empty database
// is handed to whoever migrates it. The steps are in ./embedded/.
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Account, canEnter, chooseAccount } from './embedded/account.ts';
import { findBinaries } from './embedded/binaries.ts';
import { checkCluster, ensurePassword, isMade, makeCluster, openDataFolder, USER } from './embedded/cluster.ts';
import { keepServer } from './embedded/keeper.ts';
import { lockFolder } from './embedded/lock.ts';
import { clearLeftovers, startServer } from './embedded/postmaster.ts';
import { findRunning } from './embedded/running.ts';
import { hearErrors } from './hear-errors.ts';

export { removeDataFolder } from './embedded/cluster.ts';

const DATABASE = 'speedfog';
/** Names the socket file; no port is opened (but on Windows, where a free one is taken). */
const SOCKET_PORT = 5432;
/** sockaddr_un holds 104 bytes on macOS and 108 on Linux, the closing zero included. */
const SOCKET_PATH_BYTES = 103;

export type EmbeddedOptions = {
  /** Made if missing; one process at a time. */
  dataDir: string;
  /** Sentences for the person who waits. */
  log: (line: string) => void;
  /** false does not wait for the disk: for tests and demos, whose data may be lost with the power. Default true. */
  durable?: boolean;
};

export type EmbeddedPostgres = {
  /** For pg and TypeORM alike. Carries a password: never log it. */
  url: string;
  /** Close your connections first: those still open are cut. */
  stop(): Promise<void>;
};

/**
 * Makes the database if this is the first time, starts it and waits until it answers; started again whenever it ends by itself. Errors are
 * sentences that say what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log, durable = true } = options;
  const { dataDir, cluster } = openDataFolder(options.dataDir);
  const unlock = lockFolder(dataDir);
  try {
    const account = chooseAccount(cluster);
    const binaries = await findBinaries(account, log);
    const password = ensurePassword(dataDir, cluster);
    if (!isMade(cluster)) await makeCluster(cluster, { password, binaries, account, durable, log });
    const folder = checkCluster(cluster, binaries, account);
    const entrance = await chooseEntrance(folder, account);
    try {
      const settings = { ...entrance.settings, ...(durable ? {} : FORGETFUL), log_min_messages: 'log' };
      const server = await keepServer(async () => {
        await clearLeftovers(folder, binaries, account);
        return await startServer({ cluster: folder, binaries, account, settings });
      }, log);
      let stopped: Promise<void> | undefined;
      const stop = () => {
        stopped ??= server.stop().finally(() => {
          entrance.close();
          unlock();
        });
        return stopped;
      };
      const url = (database: string) => entrance.url(USER, password, database);
      try {
        await ensureDatabase(url('postgres'), DATABASE);
      } catch (error) {
        await stop();
        throw error;
      }
      return { url: url(DATABASE), stop };
    } catch (error) {
      entrance.close();
      throw error;
    }
  } catch (error) {
    unlock();
    throw error;
  }
}

/** The built-in database that another process is serving from this folder; undefined: none is. Carries a password. */
export const findRunningPostgres = (dataDir: string): string | undefined => findRunning(dataDir, DATABASE);

const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

type Entrance = {
  settings: Record<string, string>;
  url(user: string, password: string, database: string): string;
  close(): void;
};

/** A socket file inside the cluster, which only its owner can enter; a short temporary folder where the path is too long. */
async function chooseEntrance(cluster: string, account: Account): Promise<Entrance> {
  if (process.platform === 'win32') return chooseLoopback();
  const fits = Buffer.byteLength(join(cluster, `.s.PGSQL.${SOCKET_PORT}`)) <= SOCKET_PATH_BYTES;
  const folder = fits ? cluster : makeShortFolder(account);
  return {
    settings: {
      listen_addresses: '',
      port: String(SOCKET_PORT),
      unix_socket_directories: `"${folder.replaceAll('"', '""')}"`,
    },
    url: (user, password, database) =>
      `postgres://${user}:${password}@localhost:${SOCKET_PORT}/${database}?host=${encodeURIComponent(folder)}`,
    close: () => {
      if (!fits) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeShortFolder(account: Account): string {
  for (const base of ['/tmp', tmpdir()]) {
    if (!existsSync(base) || !canEnter(account, base)) continue;
    const folder = mkdtempSync(join(base, 'speedfog-'));
    if (account.ids.uid !== undefined) chownSync(folder, account.ids.uid, account.ids.gid);
    return folder;
  }
  throw new Error(
    'The built-in database needs /tmp for its socket file. Make /tmp usable, or choose a shorter DATA_DIR.',
  );
}

async function chooseLoopback(): Promise<Entrance> {
  const port = await findFreePort();
  return {
    settings: { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' },
    url: (user, password, database) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`,
    close: () => {},
  };
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1.');
  return address.port;
}

async function ensureDatabase(url: string, name: string): Promise<void> {
  const client = new Client({ connectionString: url });
  hearErrors(client);
  try {
    await client.connect();
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } catch (error) {
    throw new Error(
      `The built-in database started but cannot be opened: ${(error as Error).message}. If the file "password" beside it was changed, put the old one back.`,
      { cause: error },
    );
  } finally {
    await client.end();
  }
}
