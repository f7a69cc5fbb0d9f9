// The pools on a real disk, in a folder of their own that is removed afterwards.
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeDemoPools } from '../../tools/demo-seeds.ts';
import { hashPack, listSeedFiles } from './files.ts';
import { discard, moveToAvailable, moveToConsumed, removeUsed, seedFolder } from './move.ts';
import { scanPools } from './scan.ts';
import { readSeed } from './seed.ts';

let root: string;
let original: string;
let dir: string;
const seed = (name: string) => join(dir, 'sprint', 'available', name);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'pools-'));
  original = join(root, 'original');
  await makeDemoPools(original, { seedsPerPool: 2 });
  for (const { pool, folder } of (await scanPools(original)).pools.flatMap((one) => one.available)) {
    for (const heavy of ['ModEngine', 'lib', 'mod/msg', 'mod/map', 'mod/regulation.bin']) {
      await rm(join(original, pool, 'available', folder, heavy), { recursive: true });
    }
  }
});
beforeEach(async () => {
  dir = join(root, 'pools');
  await rm(dir, { recursive: true, force: true });
  await cp(original, dir, { recursive: true });
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('a scan', () => {
  it('finds the pools in the order of pools.toml and their seeds', async () => {
    const scan = await scanPools(dir);
    expect(scan.broken).toEqual([]);
    expect(
      scan.pools.map(({ description, available }) => [description.name, description.duration, available.length]),
    ).toEqual([
      ['sprint', '~30min', 2],
      ['standard', '~1h', 2],
      ['marathon', '~2h', 2],
    ]);
    const [sprint] = scan.pools;
    expect(sprint?.available[0]).toMatchObject({
      pool: 'sprint',
      folder: 'seed_100001',
      number: 100_001,
      totalLayers: 10,
    });
    expect(sprint?.available[0]?.graph.seed).toBe(100_001);
    expect(sprint?.description.settings).toContainEqual({ name: 'structure.layers', value: '10' });
  });

  it('makes do without pools.toml and config.toml', async () => {
    await rm(join(dir, 'pools.toml'));
    await rm(join(dir, 'sprint', 'config.toml'));
    const scan = await scanPools(dir);
    expect(scan.broken).toEqual([]);
    expect(scan.pools.map((pool) => pool.description.displayName)).toEqual(['marathon', 'sprint', 'standard']);
  });

  it.each<[string, string, string, () => Promise<unknown>]>([
    [
      'graph.json',
      'sprint/available/seed_100001/graph.json',
      'is missing',
      () => rm(join(seed('seed_100001'), 'graph.json')),
    ],
    [
      'JSON',
      'sprint/available/seed_100001/graph.json',
      'is not JSON',
      () => writeFile(join(seed('seed_100001'), 'graph.json'), '{'),
    ],
    [
      'a version',
      'sprint/available/seed_100001/graph.json',
      'version 5.1: this service reads version 4',
      () => writeFile(join(seed('seed_100001'), 'graph.json'), '{"version":"5.1"}'),
    ],
    [
      'a template',
      'sprint/available/seed_100001/speedfog_race.toml',
      'is not TOML',
      () => writeFile(join(seed('seed_100001'), 'speedfog_race.toml'), '[server'),
    ],
    [
      'a link among its files',
      'sprint/available/seed_100001',
      'mod/passwd: is a link',
      () => symlink('/etc/passwd', join(seed('seed_100001'), 'mod', 'passwd')),
    ],
    ['a linked seed', 'sprint/available/seed_9', 'is a link', () => symlink(seed('seed_100001'), seed('seed_9'))],
    [
      'a name',
      'sprint/available/seed_100001',
      'cannot carry',
      () => writeFile(join(seed('seed_100001'), 'a\\..\\b'), ''),
    ],
    [
      'a stranger',
      'sprint/available/notes.txt',
      'is not a folder called seed_',
      () => writeFile(seed('notes.txt'), ''),
    ],
    [
      'a twin',
      'sprint/available/seed_2',
      'is the same seed as seed_100001',
      () => cp(seed('seed_100001'), seed('seed_2'), { recursive: true }),
    ],
    [
      'a copy of a consumed one',
      'sprint/available/seed_100001',
      'lies in sprint/consumed too',
      () => cp(seed('seed_100001'), join(dir, 'sprint', 'consumed', 'seed_100001'), { recursive: true }),
    ],
    ['pools.toml', 'pools.toml', 'is not TOML', () => writeFile(join(dir, 'pools.toml'), '[sprint')],
    ['config.toml', 'sprint/config.toml', 'is not TOML', () => writeFile(join(dir, 'sprint', 'config.toml'), '= 3')],
    ['a pool of no name', 'practice', 'is not in pools.toml', () => mkdir(join(dir, 'practice'))],
    ['a pool of no folder', 'sprint', 'there is no such folder', () => rm(join(dir, 'sprint'), { recursive: true })],
    [
      'an outside pool',
      'pools.toml',
      'not usable as a folder',
      () => writeFile(join(dir, 'pools.toml'), '["../etc"]\n'),
    ],
    [
      'a linked place',
      'sprint/available',
      'is a link',
      async () => {
        await rename(join(dir, 'sprint', 'available'), join(root, 'pools', 'elsewhere'));
        await symlink(join(root, 'pools', 'elsewhere'), join(dir, 'sprint', 'available'));
      },
    ],
  ])('reports %s: %s %s', async (_, path, reason, breakIt) => {
    await breakIt();
    const scan = await scanPools(dir);
    expect(scan.broken).toContainEqual({ path, reason: expect.stringContaining(reason) });
    expect(
      scan.pools.flatMap((pool) => pool.available.map((one) => one.folder)).filter((name) => name === 'seed_9'),
    ).toEqual([]);
  });

  it('skips the broken seed and keeps the others', async () => {
    await rm(join(seed('seed_100001'), 'graph.json'));
    const [sprint] = (await scanPools(dir)).pools;
    expect(sprint?.available.map((one) => one.folder)).toEqual(['seed_100002']);
    expect(sprint?.broken).toHaveLength(1);
  });

  it('says what is the matter with a folder that is not there, is a file or is empty', async () => {
    await mkdir(join(root, 'empty'), { recursive: true });
    const reasons = [];
    for (const path of [join(root, 'nowhere'), join(dir, 'pools.toml'), join(root, 'empty')]) {
      const scan = await scanPools(path);
      expect(scan.pools).toEqual([]);
      reasons.push(scan.broken[0]?.reason);
    }
    expect(reasons).toEqual([
      'there is no such folder: SEEDS_POOL_DIR names the folder of the pools',
      'is not a folder',
      'has no pools in it',
    ]);
  });
});

describe('moving a seed', () => {
  it('goes there and back, and asking twice changes nothing', async () => {
    const there = () => seedFolder(dir, 'sprint', 'seed_100001');
    expect((await there())?.place).toBe('available');
    expect(await moveToConsumed(dir, 'sprint', 'seed_100001')).toBe('moved');
    expect(await moveToConsumed(dir, 'sprint', 'seed_100001')).toBe('already');
    expect(await there()).toEqual({ path: join(dir, 'sprint', 'consumed', 'seed_100001'), place: 'consumed' });
    expect((await scanPools(dir)).pools[0]).toMatchObject({
      consumed: ['seed_100001'],
      available: [{ folder: 'seed_100002' }],
    });
    expect(await moveToAvailable(dir, 'sprint', 'seed_100001')).toBe('moved');
    expect(await discard(dir, 'sprint', 'seed_100001')).toBe('moved');
    expect((await there())?.place).toBe('discarded');
    expect(await moveToConsumed(dir, 'sprint', 'seed_5')).toBe('missing');
  });

  it('asked twice at once moves it once', async () => {
    const both = await Promise.all([1, 2].map(() => moveToConsumed(dir, 'sprint', 'seed_100001')));
    expect(both.filter((outcome) => outcome === 'moved')).toHaveLength(1);
    expect(existsSync(join(dir, 'sprint', 'consumed', 'seed_100001', 'graph.json'))).toBe(true);
  });

  it('is found wherever it is, also while it goes there and back', async () => {
    let going = true;
    const moves = async () => {
      for (let n = 0; n < 200; n += 1) {
        await (n % 2 === 0 ? moveToConsumed : moveToAvailable)(dir, 'sprint', 'seed_100001');
      }
      going = false;
    };
    const looks = async () => {
      while (going) await seedFolder(dir, 'sprint', 'seed_100001');
    };
    await expect(Promise.all([moves(), looks(), looks()])).resolves.toHaveLength(3);
  });

  it('deletes what a race has used, with what an earlier deletion left', async () => {
    await moveToConsumed(dir, 'sprint', 'seed_100001');
    const left = join(dir, 'sprint', 'consumed', '.removing_seed_9');
    await mkdir(left);
    await writeFile(join(left, 'half'), 'half');
    expect(await removeUsed(dir, 'sprint', 'seed_100002')).toBe(false);
    expect(await removeUsed(dir, 'sprint', 'seed_100001')).toBe(true);
    expect(await readdir(join(dir, 'sprint', 'consumed'))).toEqual([]);
    expect(await removeUsed(dir, 'sprint', 'seed_100001')).toBe(false);
  });

  it('overwrites nothing', async () => {
    await cp(seed('seed_100001'), join(dir, 'sprint', 'consumed', 'seed_100001'), { recursive: true });
    expect(await moveToConsumed(dir, 'sprint', 'seed_100001')).toBe('blocked');
    expect(existsSync(seed('seed_100001'))).toBe(true);
  });

  it.each([
    ['..', 'seed_1'],
    ['sprint', '..'],
    ['sprint', 'seed_1/../../../standard'],
    ['sprint/../standard', 'seed_200001'],
  ])('stays inside: %s %s', async (pool, folder) => {
    expect(await seedFolder(dir, pool, folder)).toBeUndefined();
    expect(await moveToConsumed(dir, pool, folder)).toBe('missing');
  });

  it('does not follow a linked pool', async () => {
    await symlink(join(dir, 'sprint'), join(dir, 'linked'));
    expect(await seedFolder(dir, 'linked', 'seed_100001')).toBeUndefined();
  });
});

describe("a seed's files", () => {
  const hash = async (folder: string) => {
    const read = await readSeed(folder);
    if ('broken' in read) throw new Error(read.broken.reason);
    return hashPack(read);
  };

  it('give a hash that knows every shared file and no other', async () => {
    const folder = seed('seed_100001');
    const before = await hash(folder);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    await writeFile(join(folder, 'logs', 'more.log'), 'x');
    await writeFile(join(folder, 'spoiler_log.txt'), 'x');
    await writeFile(join(folder, 'speedfog_race.toml'), '[overlay]\nfont_size = 20\n');
    expect(await hash(folder)).toBe(before);
    const launcher = join(folder, 'launch_speedfog.bat');
    await writeFile(launcher, `${await readFile(launcher, 'utf8')} `);
    const changed = await hash(folder);
    expect(changed).not.toBe(before);
    await rename(launcher, join(folder, 'launch.bat'));
    expect(await hash(folder)).not.toBe(changed);
  });

  it('are listed with slashes, sorted', async () => {
    const listed = await listSeedFiles(seed('seed_100001'));
    const files = 'files' in listed ? listed.files : [];
    expect(files).toEqual([...files].sort());
    expect(files).toContain('mod/event/common.emevd.dcx');
  });
});

describe('makeDemoPools', () => {
  it('adds only what is missing, wherever a seed lies by now', async () => {
    await moveToConsumed(dir, 'sprint', 'seed_100001');
    expect(await makeDemoPools(dir, { seedsPerPool: 2 })).toBe(0);
    expect(await makeDemoPools(dir, { seedsPerPool: 3 })).toBe(3);
  });
});
