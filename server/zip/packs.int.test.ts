// Packs on a real disk: built from a demo seed, streamed, resumed, taken apart again by our reader and by unzip.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeSeed } from '../../tools/demo-seeds/seed-files.ts';
import { readZip } from '../../tools/read-zip.ts';
import type { PackRequest } from '../play/ports/seeds.ts';
import { hashPack, listSeedFiles } from '../pools/files.ts';
import { readTemplate } from '../pools/seed.ts';
import { asNodeId } from '../race/graph.ts';
import { parseParticipantId, parseRaceCode, parseRaceId, parseSeedId } from '../race/ids.ts';
import { buildBase, openBase, sweepBases } from './base.ts';
import { makePacks } from './packs.ts';

const UUID = '00000000-0000-4000-8000-000000000001';
const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('a test value does not parse');
  return value;
};
const hasUnzip = spawnSync('unzip', ['-v']).status === 0;

let root: string;
let folder: string;
let cacheDir: string;
let request: PackRequest;

const sourceOf = async () => {
  const listed = await listSeedFiles(folder).catch(() => undefined);
  const template = await readTemplate(folder);
  return listed === undefined || 'problem' in listed || 'problem' in template ? undefined : { ...listed, template };
};
const shop = () =>
  makePacks({ cacheDir, url: 'wss://race.example', linkOf: (code) => `https://race.example/r/${code}`, sourceOf });
const opened = async (packs = shop(), asked = request) => known(await packs.open(asked));

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'packs-'));
  await mkdir(join(root, 'original'));
  await writeSeed(join(root, 'original', 'seed_1'), 1, 10);
});
beforeEach(async () => {
  await rm(join(root, 'work'), { recursive: true, force: true });
  cacheDir = join(root, 'work', 'cache');
  await mkdir(cacheDir, { recursive: true });
  folder = join(root, 'original', 'seed_1');
  request = {
    seed: {
      id: known(parseSeedId(UUID)),
      pool: 'sprint',
      number: 1,
      totalLayers: 10,
      startNode: asNodeId('start'),
      pack: await hashPack(known(await sourceOf())),
    },
    race: known(parseRaceId(UUID)),
    code: known(parseRaceCode('K7Q3X')),
    raceName: 'Sunday Showdown',
    participant: known(parseParticipantId(UUID)),
    modToken: 'secret-token',
  };
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('a pack', () => {
  it('holds every shared file as it is, the two personal ones, and nothing that spoils', async () => {
    const pack = await opened();
    const bytes = await buffer(pack.stream());
    expect(bytes.length).toBe(pack.size);
    expect(pack.fileName).toBe('speedfog-race-K7Q3X.zip');
    const top = `speedfog-race-${request.seed.pack.slice(0, 8)}/`;
    const files = new Map(readZip(bytes).map((file) => [file.name, file.read()]));
    expect([...files.keys()].every((name) => name.startsWith(top))).toBe(true);
    const listed = known(await sourceOf()).files;
    for (const path of listed) {
      const content = files.get(top + path);
      if (/^(graph\.json|spoiler_log\.txt|logs\/generation\.log)$/.test(path)) expect(content).toBeUndefined();
      else if (path !== 'speedfog_race.toml') expect(content?.equals(await readFile(join(folder, path)))).toBe(true);
    }
    expect(files.size).toBe(listed.length - 3 + 1);
    expect(parse(String(files.get(`${top}speedfog_race.toml`)))).toEqual({
      server: { url: 'wss://race.example', mod_token: 'secret-token', race_id: UUID, pack: request.seed.pack },
      overlay: { show_exits: true, font_size: 16 },
      keybindings: { toggle_ui: 'f9', toggle_exits: 'f11', toggle_ready: 'f8' },
    });
    expect(String(files.get(`${top}README.txt`))).toContain('https://race.example/r/K7Q3X');
    expect(bytes.includes('spoiler')).toBe(false);
  });

  it.skipIf(!hasUnzip)('opens in unzip', async () => {
    const path = join(root, 'work', 'pack.zip');
    await writeFile(path, (await opened()).stream());
    const { status, stdout } = spawnSync('unzip', ['-t', path], { encoding: 'utf8' });
    expect(stdout).toContain('No errors detected');
    expect(status).toBe(0);
  });

  it('has the same bytes and ETag each time, after a rebuild and from files with other dates', async () => {
    const first = await opened();
    const bytes = await buffer(first.stream());
    const elsewhere = join(root, 'work', 'copy');
    await writeSeed(elsewhere, 1, 10);
    await utimes(join(elsewhere, 'launch_speedfog.bat'), 1, 1);
    folder = elsewhere;
    await rm(cacheDir, { recursive: true });
    const again = await opened();
    expect(again.etag).toBe(first.etag);
    expect(bytes.equals(await buffer(again.stream()))).toBe(true);
  });

  it('differs for another token and in nothing but the tail', async () => {
    const mine = await opened();
    const other = await opened(shop(), { ...request, modToken: 'other-token!' });
    expect(other.etag).not.toBe(mine.etag);
    const [a, b] = await Promise.all([buffer(mine.stream()), buffer(other.stream())]);
    const shared = (await openBase(join(cacheDir, known((await readdir(cacheDir))[0])))).directory.offset;
    expect(a.subarray(0, shared).equals(b.subarray(0, shared))).toBe(true);
    expect(a.equals(b)).toBe(false);
  });

  it('can be resumed anywhere: any two halves and any piece are those of the whole', async () => {
    const pack = await opened();
    const bytes = await buffer(pack.stream());
    const edge = pack.size - 8_000;
    const place = fc.oneof(fc.nat(pack.size - 1), fc.integer({ min: edge, max: pack.size - 1 }));
    await fc.assert(
      fc.asyncProperty(place, place, async (one, two) => {
        const [start, end] = one < two ? [one, two] : [two, one];
        expect((await buffer(pack.stream({ start, end }))).equals(bytes.subarray(start, end + 1))).toBe(true);
      }),
      { numRuns: 60 },
    );
    for (const [start, end] of [
      [-1, 5],
      [5, 4],
      [0, pack.size],
      [Number.NaN, 5],
    ] as const) {
      expect(() => pack.stream({ start, end })).toThrow(RangeError);
    }
  });

  it('sends into a connection what it streams, however slow that one is', async () => {
    const pack = await opened();
    const bytes = await buffer(pack.stream());
    const edge = pack.size - 8_000;
    for (const [start, end] of [
      [0, pack.size - 1],
      [1, edge],
      [edge, pack.size - 1],
      [pack.size - 10, pack.size - 1],
    ] as const) {
      const got: Buffer[] = [];
      const take = (chunk: Buffer, done: () => void) => {
        got.push(Buffer.from(chunk));
        done();
      };
      const into = new Writable({ highWaterMark: 1, write: (chunk, _, done) => setImmediate(take, chunk, done) });
      await pack.send(into, { start, end });
      expect(Buffer.concat(got).equals(bytes.subarray(start, end + 1))).toBe(true);
    }
    await expect(pack.send(new PassThrough(), { start: 0, end: pack.size })).rejects.toThrow(RangeError);
  });
});

describe('the base', () => {
  it('is built once however many ask at once, and kept', async () => {
    const packs = shop();
    expect(await packs.size(request.seed)).toBeUndefined();
    const asked = await Promise.all(Array.from({ length: 5 }, () => opened(packs)));
    expect(new Set(asked.map((pack) => pack.etag)).size).toBe(1);
    const [name] = await readdir(cacheDir);
    const { mtimeMs } = await stat(join(cacheDir, known(name)));
    await packs.prepare(request.seed);
    await opened(shop());
    expect(await readdir(cacheDir)).toEqual([name]);
    expect((await stat(join(cacheDir, known(name)))).mtimeMs).toBe(mtimeMs);
    expect(await packs.size(request.seed)).toBeGreaterThan(1_000_000);
  });

  it('is built again when the cache was cleared or the file is damaged', async () => {
    const packs = shop();
    const { etag } = await opened(packs);
    await rm(cacheDir, { recursive: true });
    expect((await opened(packs)).etag).toBe(etag);
    const [name] = await readdir(cacheDir);
    await truncate(join(cacheDir, known(name)), 1_000);
    const repaired = await opened(shop());
    expect(repaired.etag).toBe(etag);
    expect(readZip(await buffer(repaired.stream()))).not.toHaveLength(0);
  });

  it('refuses files that are not those that were drawn, and leaves nothing behind', async () => {
    const wrong = { ...request, seed: { ...request.seed, pack: 'f'.repeat(64) } };
    await expect(shop().open(wrong)).rejects.toThrow('are not those of the pack');
    expect(await readdir(cacheDir)).toEqual([]);
  });

  it('fails cleanly when a file vanishes while it is read, and works the next time', async () => {
    const source = known(await sourceOf());
    const files = [...source.files, 'mod/vanished.bin'];
    await expect(buildBase(cacheDir, { folder, files }, request.seed.pack)).rejects.toThrow('ENOENT');
    expect(await readdir(cacheDir)).toEqual([]);
    await expect(buildBase(cacheDir, source, request.seed.pack)).resolves.toMatchObject({ pack: request.seed.pack });
  });

  it('follows a folder that is moved while it is read', async () => {
    const before = { ...known(await sourceOf()), folder: join(root, 'original', 'moved_away') };
    const answers = [before];
    const packs = makePacks({
      ...{ cacheDir, url: 'wss://race.example', linkOf: (code: string) => code },
      sourceOf: async () => answers.shift() ?? sourceOf(),
    });
    await expect(packs.open(request)).resolves.toMatchObject({ fileName: 'speedfog-race-K7Q3X.zip' });
    expect(answers).toEqual([]);
  });

  it('answers nothing for a seed whose folder is gone', async () => {
    folder = join(root, 'nowhere');
    expect(await shop().open(request)).toBeUndefined();
  });

  it('goes when nobody needs it, with what a crash left', async () => {
    await opened();
    await writeFile(join(cacheDir, '.building-x'), 'half');
    await writeFile(join(cacheDir, 'notes.txt'), 'not ours');
    expect(await sweepBases(cacheDir, new Set([request.seed.pack]))).toBe(1);
    expect(await shop().sweep(new Set())).toBe(1);
    expect(await readdir(cacheDir)).toEqual(['notes.txt']);
    expect(await sweepBases(join(root, 'nowhere'), new Set())).toBe(0);
  });
});
