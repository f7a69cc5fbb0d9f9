// Packs of bases that are larger than any seed, without the disk for them: beyond 4 GiB, in constant memory, broken off on either side.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, open, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readZip } from '../../tools/read-zip.ts';
import { type Base, openBase } from './base.ts';
import { makeTail } from './records.ts';
import { openPack } from './splice.ts';

const hasUnzip = spawnSync('unzip', ['-v']).status === 0;
const GIB = 1024 ** 3;

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'splice-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('a large base', () => {
  /** One entry at the front, a hole, then one more: readers go by the directory, and the hole costs no disk. */
  const sparse = async (hole: number): Promise<Base> => {
    const nothing = { offset: 0, bytes: Buffer.alloc(0), entries: 0, names: new Set<string>() };
    const pack = createHash('sha256').update(String(hole)).digest('hex');
    const path = join(root, `${pack}-${'0'.repeat(32)}.zip`);
    const front = makeTail(nothing, [{ name: 'front', content: Buffer.from('front') }]);
    await writeFile(path, front);
    const { directory } = await openBase(path);
    const tail = makeTail({ ...directory, offset: hole }, [{ name: 'back', content: Buffer.from('back') }]);
    await truncate(path, directory.offset);
    const file = await open(path, 'r+');
    await file.write(tail, 0, tail.length, hole);
    await file.close();
    return openBase(path);
  };

  it('over 4 GiB gets Zip64 records and can be resumed behind them', async () => {
    const base = await sparse(4.5 * GIB);
    const pack = openPack(base, [{ name: 'mine.txt', content: Buffer.from('mine') }]);
    expect(pack.size).toBeGreaterThan(4.5 * GIB);
    const start = base.directory.offset - 38;
    const end = await buffer(pack.stream({ start, end: pack.size - 1 }));
    expect(readZip(end, start).map((file) => file.name)).toEqual(['front', 'back', `${base.topFolder}/mine.txt`]);
    expect(
      readZip(end, start)
        .slice(1)
        .map((file) => String(file.read())),
    ).toEqual(['back', 'mine']);
    if (!hasUnzip) return;
    const whole = join(root, 'whole.zip');
    await writeFile(whole, await buffer(pack.stream({ start: 0, end: 1_000 })));
    const file = await open(whole, 'r+');
    await file.write(end, 0, end.length, start);
    await file.close();
    expect(spawnSync('unzip', ['-p', whole, `${base.topFolder}/mine.txt`], { encoding: 'utf8' }).stdout).toBe('mine');
  });

  it('stops sending to who went away, and closes its file', async () => {
    const pack = openPack(await sparse(GIB), []);
    const openFiles = async () => (await readdir('/proc/self/fd').catch(() => [])).length;
    const before = await openFiles();
    // Takes a little and then nothing more.
    const stuck = new PassThrough({ highWaterMark: 1 });
    const sending = pack.send(stuck);
    await new Promise((resolve) => stuck.once('readable', resolve));
    stuck.destroy();
    await expect(sending).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
    await expect(pack.send(stuck)).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
    await expect.poll(openFiles).toBeLessThanOrEqual(before);
  });

  it('streams in constant memory, as fast as it is read and no faster', async () => {
    const pack = openPack(await sparse(GIB / 2), []);
    global.gc?.();
    const before = process.memoryUsage().rss;
    let bytes = 0;
    let highest = 0;
    let samples = 0;
    for await (const chunk of pack.stream()) {
      bytes += (chunk as Buffer).length;
      if (bytes % (8 * 1024 * 1024) !== 0) continue;
      samples += 1;
      highest = Math.max(highest, process.memoryUsage.rss() - before);
    }
    expect(bytes).toBe(pack.size);
    expect(samples).toBeGreaterThan(60);
    expect(highest).toBeLessThan(200 * 1024 * 1024);
  });

  it('closes its file when a download is broken off', async () => {
    const pack = openPack(await sparse(GIB), []);
    const openFiles = async () => (await readdir('/proc/self/fd').catch(() => [])).length;
    const before = await openFiles();
    const streams: Readable[] = Array.from({ length: 20 }, () => pack.stream());
    for (const stream of streams) await new Promise((resolve) => stream.once('readable', resolve));
    if (process.platform === 'linux') expect(await openFiles()).toBeGreaterThanOrEqual(before + 20);
    for (const stream of streams) stream.destroy();
    await Promise.all(
      streams.map((stream) => stream.closed || new Promise((resolve) => stream.once('close', resolve))),
    );
    await expect.poll(openFiles).toBeLessThanOrEqual(before);
  });

  it('breaks the download off when the file has become shorter', async () => {
    const base = await sparse(1_000_000);
    const pack = openPack(base, []);
    await truncate(base.path, 500_000);
    await expect(buffer(pack.stream())).rejects.toThrow('shorter than it was');
    await expect(pack.send(new PassThrough().resume())).rejects.toThrow('shorter than it was');
  });
});
