// The built-in database through its life: first start, restart, a killed owner, a second owner. Real processes.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { describe, expect, test } from 'vitest';
import { ask, useDataFolder } from './embedded/data-folder.test-kit.ts';
import { lookUp } from './embedded/processes.ts';
import { findRunningPostgres, startEmbeddedPostgres } from './embedded.ts';

const { folder, log, start, startInChild } = useDataFolder();

function readServerPid(): number {
  return Number(readFileSync(join(folder.dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** The shell that stands between the server and its owner, with its helper. */
function shellsOf(server: number): number[] {
  const listed = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const shells = listed
    .filter((line) => line.includes('/bin/sh -c') && line.includes(folder.dataDir))
    .map(Number.parseFloat);
  return shells.filter((pid) => pid !== server);
}

const isRunning = (pid: number) => lookUp(pid).state === 'running';

test('another process may look in while it is served, and finds nothing before and after', async () => {
  expect(findRunningPostgres(folder.dataDir)).toBeUndefined();
  const { child } = await startInChild();
  const url = findRunningPostgres(folder.dataDir) ?? '';
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  expect(findRunningPostgres(folder.dataDir)).toBeUndefined();
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
    expect(statSync(join(folder.dataDir, 'password')).mode & 0o077).toBe(0);
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
    expect(existsSync(join(folder.dataDir, 'owner'))).toBe(false);
  });

  test('takes a path that is too long for a socket', async () => {
    folder.dataDir = join(folder.home, 'long'.repeat(25), 'data');
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
    expect(existsSync(join(folder.dataDir, 'cluster', 'postmaster.pid'))).toBe(false);
  });

  test('can be stopped while it is being started again', async () => {
    const { stop } = await start();
    const said = new Promise<string>((resolve) => log.mockImplementationOnce(resolve));
    process.kill(readServerPid(), 'SIGKILL');
    await said;
    await stop();
    expect(existsSync(join(folder.dataDir, 'cluster', 'postmaster.pid'))).toBe(false);
    expect(existsSync(join(folder.dataDir, 'owner'))).toBe(false);
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
    await expect(startEmbeddedPostgres({ dataDir: folder.dataDir, log })).rejects.toThrow(
      new RegExp(`in use by process ${child.pid}\\. Stop that one first`),
    );
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a server number that now belongs to another program is no owner', async () => {
    const { stop } = await start();
    await stop();
    const file = join(folder.dataDir, 'cluster', 'postmaster.pid');
    writeFileSync(file, `${process.pid}\n${realpathSync(join(folder.dataDir, 'cluster'))}\n0\n5432\n\n\n\n\n`, {
      mode: 0o600,
    });
    const { url } = await start();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('refuses with a sentence', () => {
  test('data of another PostgreSQL', async () => {
    await (await start()).stop();
    writeFileSync(join(folder.dataDir, 'cluster', 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(/written by PostgreSQL 17, and the built-in one is PostgreSQL 18/);
    expect(existsSync(join(folder.dataDir, 'owner'))).toBe(false);
  });

  test('a lost password', async () => {
    await (await start()).stop();
    rmSync(join(folder.dataDir, 'password'));
    await expect(start()).rejects.toThrow(/password is missing or empty.*Put the file back/);
  });

  test('a server that cannot start, with what it said', async () => {
    await (await start()).stop();
    writeFileSync(join(folder.dataDir, 'cluster', 'postgresql.conf'), 'nonsense = on\n');
    await expect(start()).rejects.toThrow(/did not start: .*nonsense/);
  });
});
