// Seeds between a database (its twin in memory) and real folders: drawn once, moved after, repaired by a scan.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeDemoPools } from '../../tools/demo-seeds.ts';
import type { SeedRows } from '../play/ports/seeds.ts';
import type { RaceId } from '../race/ids.ts';
import { makeMemorySeedRows } from '../store/memory/seed-rows.ts';
import { hashPack } from './files.ts';
import { makeSeeds, type SeedHouse } from './seeds.ts';

let root: string;
let dir: string;
let rows: SeedRows;
let seeds: SeedHouse;
const aRace = () => randomUUID() as RaceId;
const place = (name: string) => readdir(join(dir, 'sprint', name)).catch(() => []);
const drawn = async (dice = 0.5) => {
  const result = await seeds.draw('sprint', aRace(), dice);
  if ('refused' in result) throw new Error(result.refused.code);
  return result.seed;
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'seeds-'));
  await makeDemoPools(join(root, 'original'), { seedsPerPool: 3 });
  for (const pool of ['standard', 'marathon']) await rm(join(root, 'original', pool, 'available'), { recursive: true });
});
beforeEach(async () => {
  dir = join(root, 'pools');
  await rm(dir, { recursive: true, force: true });
  await cp(join(root, 'original'), dir, { recursive: true });
  rows = makeMemorySeedRows({ now: () => 1_000 });
  seeds = makeSeeds({ dir, rows });
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('a scan', () => {
  it('adds what is new once, and says what is missing', async () => {
    expect(await seeds.scan()).toEqual({ pools: 3, available: 3, added: 3, vanished: 0, broken: [] });
    expect(await seeds.scan()).toMatchObject({ added: 0, vanished: 0, available: 3 });
    await rm(join(dir, 'sprint', 'available', 'seed_100001'), { recursive: true });
    await rm(join(dir, 'sprint', 'available', 'seed_100002', 'graph.json'));
    expect(await seeds.scan()).toMatchObject({
      added: 0,
      vanished: 2,
      available: 1,
      broken: [{ reason: 'is missing' }],
    });
    expect((await seeds.pools()).map(({ name, available }) => [name, available])).toEqual([
      ['sprint', 1],
      ['standard', 0],
      ['marathon', 0],
    ]);
  });

  it('moves what lies in the wrong place to where the database has it', async () => {
    await seeds.scan();
    const seed = await drawn();
    expect(await place('available')).toContain(`seed_${seed.number}`);
    const afterCrash = makeSeeds({ dir, rows });
    await afterCrash.scan();
    expect(await place('available')).not.toContain(`seed_${seed.number}`);
    expect(await place('consumed')).toEqual([`seed_${seed.number}`]);
    const source = await seeds.source(seed);
    expect(source?.files).toContain('launch_speedfog.bat');
  });

  it('hands out no copy of a seed that a race has had, or that was discarded, and says so', async () => {
    await seeds.scan();
    const [one, two] = [await drawn(), await drawn()];
    await seeds.discard(two.id);
    await seeds.settle();
    for (const { number } of [one, two]) {
      const place = number === one.number ? 'consumed' : 'discarded';
      const copy = join(dir, 'sprint', 'available', `seed_0${number}`);
      await cp(join(dir, 'sprint', place, `seed_${number}`), copy, { recursive: true });
    }
    const report = await seeds.scan();
    expect(report).toMatchObject({ added: 0, available: 1 });
    expect(report.broken.toSorted((a, b) => a.reason.localeCompare(b.reason)).map(({ reason }) => reason)).toEqual(
      [
        `is the same seed as seed_${one.number}, which a race has drawn`,
        `is the same seed as seed_${two.number}, which was discarded`,
      ].toSorted((a, b) => a.localeCompare(b)),
    );
    expect((await seeds.pools())[0]?.broken).toHaveLength(2);
    expect([one.number, two.number]).not.toContain((await drawn()).number);
    expect(await seeds.draw('sprint', aRace(), 0.5)).toMatchObject({ refused: { code: 'pool_empty' } });
  });

  it('takes a seed whose twin lay in available/ no more, once that was drawn', async () => {
    await cp(join(dir, 'sprint', 'available', 'seed_100003'), join(dir, 'sprint', 'available', 'seed_0'), {
      recursive: true,
    });
    expect(await seeds.scan()).toMatchObject({ available: 3 });
    const numbers = [await drawn(), await drawn(), await drawn()].map(({ number }) => number);
    expect(new Set(numbers).size).toBe(3);
    await seeds.settle();
    expect(await seeds.scan()).toMatchObject({ available: 0 });
    expect(await seeds.draw('sprint', aRace(), 0.5)).toMatchObject({ refused: { code: 'pool_empty' } });
  });

  it('takes a seed back that returned', async () => {
    await seeds.scan();
    const away = join(root, 'away');
    await rename(join(dir, 'sprint', 'available', 'seed_100001'), away);
    expect(await seeds.scan()).toMatchObject({ vanished: 1, available: 2 });
    await rename(away, join(dir, 'sprint', 'available', 'seed_100001'));
    expect(await seeds.scan()).toMatchObject({ added: 0, vanished: 0, available: 3 });
  });
});

describe('a draw', () => {
  it('gives each seed once, with its pack hash and graph, and then says that the pool is empty', async () => {
    const got = await Promise.all([drawn(0.1), drawn(0.1), drawn(0.9)]);
    expect(new Set(got.map((seed) => seed.number))).toEqual(new Set([100_001, 100_002, 100_003]));
    for (const seed of got) {
      const source = await seeds.source(seed);
      expect(seed.pack).toBe(source === undefined ? '' : await hashPack(source));
      const graph = await seeds.graph(seed.id);
      expect(graph).toMatchObject({ seed: seed.number, totalLayers: 10, start: seed.startNode });
      expect(await seeds.graph(seed.id)).toBe(graph);
    }
    expect(await seeds.draw('sprint', aRace(), 0.5)).toEqual({ refused: { code: 'pool_empty', pool: 'sprint' } });
    expect(await seeds.draw('fast', aRace(), 0.5)).toEqual({
      refused: { code: 'unknown_pool', pools: ['sprint', 'standard', 'marathon'] },
    });
  });

  it('passes over seeds that broke since the scan', async () => {
    await seeds.scan();
    await rm(join(dir, 'sprint', 'available', 'seed_100001', 'graph.json'));
    await writeFile(join(dir, 'sprint', 'available', 'seed_100002', 'speedfog_race.toml'), '[');
    expect((await drawn()).number).toBe(100_003);
    expect(await seeds.draw('sprint', aRace(), 0.5)).toMatchObject({ refused: { code: 'pool_empty' } });
  });

  it('passes over seeds of which a file is gone since it was listed', async () => {
    await seeds.scan();
    const read = fs.createReadStream;
    const spy = vi.spyOn(fs, 'createReadStream').mockImplementation((path, options) => {
      const isGone = !String(path).includes('seed_100003') && String(path).endsWith('.dcx');
      return read(isGone ? `${path}.gone` : path, options);
    });
    syncBuiltinESMExports();
    try {
      expect((await drawn()).number).toBe(100_003);
      expect(await seeds.draw('sprint', aRace(), 0.5)).toMatchObject({ refused: { code: 'pool_empty' } });
      expect((await rows.all()).map(({ status, liesIn }) => [status, liesIn])).toContainEqual(['available', null]);
    } finally {
      spy.mockRestore();
      syncBuiltinESMExports();
    }
  });

  it('can be undone, and the seed comes back from consumed/', async () => {
    const race = aRace();
    const result = await seeds.draw('sprint', race, 0);
    const seed = 'seed' in result ? result.seed : undefined;
    await seeds.settle();
    expect(await place('consumed')).toHaveLength(1);
    if (seed !== undefined) await seeds.giveBack(seed.id, race);
    await seeds.settle();
    expect(await place('consumed')).toEqual([]);
    expect(await place('available')).toHaveLength(3);
  });

  it('keeps its source while the folder is being moved', async () => {
    const seed = await drawn();
    const [, ...reads] = await Promise.all([seeds.settle(), ...Array.from({ length: 10 }, () => seeds.source(seed))]);
    expect(reads.every((source) => source !== undefined)).toBe(true);
  });

  it('reads its folder once for all downloads, and again when that was moved', async () => {
    const seed = await drawn();
    const first = await seeds.source(seed);
    expect(await seeds.source(seed)).toBe(first);
    await seeds.settle();
    const moved = await seeds.source(seed);
    expect(moved).toMatchObject({
      folder: join(dir, 'sprint', 'consumed', `seed_${seed.number}`),
      files: first?.files,
    });
    expect(await seeds.source(seed)).toBe(moved);
    await rm(moved?.folder ?? '', { recursive: true });
    expect(await seeds.source(seed)).toBeUndefined();
  });

  it('ends for good with a discard', async () => {
    const seed = await drawn();
    await seeds.discard(seed.id);
    expect(await place('discarded')).toEqual([`seed_${seed.number}`]);
    await seeds.scan();
    expect(await seeds.pools()).toMatchObject([{ name: 'sprint', available: 2, consumed: 0 }, {}, {}]);
  });
});

describe('pools', () => {
  it('are described with their duration', async () => {
    expect((await seeds.describe()).map(({ displayName, duration }) => [displayName, duration])).toContainEqual([
      'Sprint (~30min)',
      '~30min',
    ]);
  });

  it('may be none: then it says why', async () => {
    await mkdir(join(root, 'empty'), { recursive: true });
    const none = makeSeeds({ dir: join(root, 'empty'), rows });
    expect(await none.scan()).toMatchObject({ pools: 0, broken: [{ reason: 'has no pools in it' }] });
    expect(await none.draw('sprint', aRace(), 0)).toEqual({ refused: { code: 'unknown_pool', pools: [] } });
  });
});
