// The files of one seed's folder: listed, checked for what must not be handed out blindly, hashed.
// Deliberately absent: which of them go into a pack (server/seeds), zip, the graph.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { packEntries, packHashText } from '../seeds/pack.ts';

/** A seed's pack has some hundred files; a folder with more than this is something else. */
export const MAX_SEED_FILES = 100_000;

/** `files`: paths relative to `folder`, with `/` between their parts. */
export type SeedFiles = { readonly folder: string; readonly files: readonly string[] };

/** Lists a seed's folder. A link, a device or a name that a zip cannot carry safely makes the whole seed unusable. */
export const listSeedFiles = async (folder: string): Promise<SeedFiles | { readonly problem: string }> => {
  const files: string[] = [];
  const waiting = [''];
  for (let inside = waiting.pop(); inside !== undefined; inside = waiting.pop()) {
    for (const entry of await readdir(join(folder, inside), { withFileTypes: true })) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      const problem = problemOf(entry.name);
      if (problem !== undefined) return { problem: `${path}: ${problem}` };
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile()) files.push(path);
      else return { problem: `${path}: is a link or a device; only plain files and folders are taken` };
      if (files.length > MAX_SEED_FILES) return { problem: `has more than ${MAX_SEED_FILES} files` };
    }
  }
  return { folder, files: files.sort() };
};

/** The hash of the pack that this folder gives (PROTOCOL.md, last section), as hex; reads every shared file once. */
export const hashPack = async ({ folder, files }: SeedFiles): Promise<string> => {
  const entries = [];
  for (const path of packEntries(files)) entries.push({ path, sha256: await sha256OfFile(join(folder, path)) });
  return createHash('sha256').update(packHashText(entries)).digest('hex');
};

const sha256OfFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), hash);
  return hash.digest('hex');
};

/** Backslashes, colons and control characters mean something else to whoever unpacks on Windows. */
const problemOf = (name: string): string | undefined =>
  [...name].some((letter) => letter < ' ' || letter === '\\' || letter === ':' || letter === '�')
    ? 'has a name that a zip cannot carry to Windows'
    : undefined;
