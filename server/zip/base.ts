// The base of a seed's packs: its shared files compressed once, in a cache folder, under a name that says which content
// it has. Written beside and renamed, so that a crash leaves no half base. Same files, same bytes.
// Deliberately absent: who downloads, the personal entries (splice.ts), which seeds are still in use.
import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipArchive } from 'archiver';
import { packEntries, packHashText, packTopFolder } from '../seeds/pack.ts';
import { type Directory, END_BYTES, FIXED_TIME, findDirectory, MAX_DIRECTORY_BYTES, readDirectory } from './records.ts';

/** Higher levels cost the same and gain nothing on such files (measured). */
const COMPRESSION_LEVEL = 6;
const CHUNK_BYTES = 256 * 1024;
const BYTES_HASH_LETTERS = 32;
const TEMPORARY = '.building-';

export type Base = {
  readonly path: string;
  /** The pack's hash: of the shared files. */
  readonly pack: string;
  /** Of the zip's own bytes, which may differ between compressors; for the ETag. */
  readonly bytesHash: string;
  readonly topFolder: string;
  readonly directory: Directory;
};

/** The base of this pack if it has been built. Undefined if not, or if the file is damaged: then build it again. */
export const findBase = async (cacheDir: string, pack: string): Promise<Base | undefined> => {
  for (const name of await baseNames(cacheDir)) {
    if (name.startsWith(`${pack}-`)) return openBase(join(cacheDir, name)).catch(() => undefined);
  }
  return undefined;
};

/**
 * Compresses a seed's shared files. `files` are all of the folder's, relative, with `/`; what goes out is decided here.
 * Throws if the files are not those whose hash is `pack` (somebody changed the seed after it was drawn), or on I/O.
 */
export const buildBase = async (
  cacheDir: string,
  seed: { readonly folder: string; readonly files: readonly string[] },
  pack: string,
): Promise<Base> => {
  await mkdir(cacheDir, { recursive: true });
  const temporary = join(cacheDir, `${TEMPORARY}${randomUUID()}`);
  try {
    const { bytesHash, packHash } = await writeBase(temporary, seed, packTopFolder(pack));
    if (packHash !== pack) throw new Error(`the files in ${seed.folder} are not those of the pack ${pack}`);
    const path = join(cacheDir, `${pack}-${bytesHash}.zip`);
    await rename(temporary, path);
    return await openBase(path);
  } finally {
    await rm(temporary, { force: true });
  }
};

/**
 * Removes the bases of packs that nobody needs any more, and what a crash left: what is being built elsewhere is younger than
 * `buildingMs`. Call it with 0 while nothing is being built.
 */
export const sweepBases = async (cacheDir: string, inUse: ReadonlySet<string>, buildingMs = 0): Promise<number> => {
  let swept = 0;
  for (const name of await readdir(cacheDir).catch(() => [])) {
    const pack = BASE_NAME.exec(name)?.[1];
    const path = join(cacheDir, name);
    const stale =
      pack === undefined ? name.startsWith(TEMPORARY) && (await isOlder(path, buildingMs)) : !inUse.has(pack);
    if (!stale) continue;
    await rm(path, { force: true });
    swept += 1;
  }
  return swept;
};

const isOlder = async (path: string, ms: number): Promise<boolean> => {
  if (ms === 0) return true;
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > ms;
};

/** Opens a finished base and reads its directory. Throws if it is not one. */
export const openBase = async (path: string): Promise<Base> => {
  const match = BASE_NAME.exec(path);
  const [, pack, bytesHash] = match ?? [];
  if (pack === undefined || bytesHash === undefined) throw new Error(`not the name of a base: ${path}`);
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const end = Buffer.alloc(Math.min(size, END_BYTES));
    await file.read(end, 0, end.length, size - end.length);
    const found = findDirectory(end);
    if (found.size > MAX_DIRECTORY_BYTES || found.offset + found.size > size)
      throw new Error('the directory lies outside');
    const bytes = Buffer.alloc(found.size);
    await file.read(bytes, 0, found.size, found.offset);
    return {
      path,
      pack,
      bytesHash,
      topFolder: packTopFolder(pack),
      directory: readDirectory(bytes, found.offset, found.entries),
    };
  } finally {
    await file.close();
  }
};

const BASE_NAME = /([0-9a-f]{64})-([0-9a-f]{32})\.zip$/;
const baseNames = async (cacheDir: string): Promise<readonly string[]> =>
  (await readdir(cacheDir).catch(() => [])).filter((name) => BASE_NAME.test(name));

const writeBase = async (
  target: string,
  seed: { readonly folder: string; readonly files: readonly string[] },
  topFolder: string,
): Promise<{ bytesHash: string; packHash: string }> => {
  const bytes = createHash('sha256');
  const archive = new ZipArchive({ zlib: { level: COMPRESSION_LEVEL } });
  const written = pipeline(archive, tee(bytes), createWriteStream(target, { flags: 'wx', flush: true }));
  written.catch(() => {});
  const entries = [];
  try {
    for (const path of packEntries(seed.files)) {
      const added = addFile(archive, join(seed.folder, path), `${topFolder}/${path}`);
      entries.push({ path, sha256: await Promise.race([added, written.then(() => added)]) });
    }
    await archive.finalize();
    await written;
  } catch (error) {
    archive.destroy();
    await written.catch(() => {});
    throw error;
  }
  const packHash = createHash('sha256').update(packHashText(entries)).digest('hex');
  return { bytesHash: bytes.digest('hex').slice(0, BYTES_HASH_LETTERS), packHash };
};

/** Resolves to the content's SHA-256 once the entry is in the archive; one at a time, so that the order is ours. */
const addFile = (archive: ZipArchive, path: string, name: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const content = createHash('sha256');
    const through = tee(content);
    archive.once('entry', () => resolve(content.digest('hex')));
    pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), through).catch(reject);
    archive.append(through, { name, date: FIXED_TIME, mode: 0o644 });
  });

const tee = (hash: Hash): Transform =>
  new Transform({
    transform: (chunk: Buffer, _, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
