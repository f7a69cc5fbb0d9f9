// Looks through the folder of the pools (original design, section 9): pools.toml, and in each pool config.toml,
// available/seed_*/ and consumed/. What cannot be used is reported with path and reason and skipped.
// Deliberately absent: which seed is whose (the database), moving (move.ts).
import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import type { Graph } from '../race/graph.ts';
import { describePool, isPoolName, isSeedFolder, type PoolDescription, type SeedRef } from '../seeds/pool.ts';
import { type Broken, codeOf, readSeed, readText } from './seed.ts';

const MAX_TOML_BYTES = 256 * 1024;
const LINK = 'is a link; links are not followed';

export type FoundSeed = SeedRef & { readonly totalLayers: number; readonly graph: Graph; readonly graphText: string };
export type FoundPool = {
  readonly description: PoolDescription;
  /** By folder name. */
  readonly available: readonly FoundSeed[];
  /** Folder names; not read again. */
  readonly consumed: readonly string[];
  readonly broken: readonly Broken[];
};
/** Paths of broken things are relative to the scanned folder. `broken` has all of the pools' as well as what is nobody's. */
export type PoolScan = { readonly pools: readonly FoundPool[]; readonly broken: readonly Broken[] };

/** Never throws for what it finds; a folder that is not there is one broken thing with the reason. */
export const scanPools = async (dir: string): Promise<PoolScan> => {
  const entries = await list(dir, 'links');
  if ('reason' in entries) return { pools: [], broken: [{ path: dir, reason: entries.reason }] };
  const definitions = await readToml(join(dir, 'pools.toml'));
  const loose: Broken[] = [];
  if ('problem' in definitions) loose.push({ path: 'pools.toml', reason: definitions.problem });
  const defined = 'toml' in definitions ? definitions.toml : undefined;
  const folders = entries.filter((entry) => entry.isDirectory() && isPoolName(entry.name)).map((entry) => entry.name);
  for (const entry of entries) {
    if (entry.isSymbolicLink()) loose.push({ path: entry.name, reason: LINK });
  }
  const pools: FoundPool[] = [];
  for (const name of defined === undefined ? folders : Object.keys(defined)) {
    const entry: unknown = defined?.[name];
    if (!isPoolName(name))
      loose.push({ path: 'pools.toml', reason: `[${name.slice(0, 40)}] is not usable as a folder's name` });
    else if (folders.includes(name)) pools.push(await scanPool(dir, name, entry));
    else pools.push(emptyPool(name, entry, { path: name, reason: 'is in pools.toml, but there is no such folder' }));
  }
  if (defined !== undefined) {
    for (const name of folders.filter((folder) => !Object.hasOwn(defined, folder))) {
      loose.push({
        path: name,
        reason: `is not in pools.toml: add [${name}] there, with display_name and description`,
      });
    }
  }
  if (pools.length === 0 && loose.length === 0) loose.push({ path: dir, reason: 'has no pools in it' });
  return { pools, broken: [...loose, ...pools.flatMap((pool) => pool.broken)] };
};

const scanPool = async (dir: string, name: string, entry: unknown): Promise<FoundPool> => {
  const config = await readToml(join(dir, name, 'config.toml'));
  const broken: Broken[] = 'problem' in config ? [{ path: `${name}/config.toml`, reason: config.problem }] : [];
  const consumed = await seedFolders(dir, `${name}/consumed`, broken);
  const available: FoundSeed[] = [];
  const numbers = new Map<number, string>();
  for (const folder of await seedFolders(dir, `${name}/available`, broken)) {
    const path = `${name}/available/${folder}`;
    const refuse = (reason: string, inside = '') =>
      broken.push({ path: inside === '' ? path : `${path}/${inside}`, reason });
    if (consumed.includes(folder)) {
      refuse(`lies in ${name}/consumed too: remove one of them`);
      continue;
    }
    const read = await readSeed(join(dir, path)).catch((error: unknown) => ({
      broken: { path: '', reason: `cannot be read (${codeOf(error) ?? 'unknown'})` },
    }));
    if ('broken' in read) {
      refuse(read.broken.reason, read.broken.path);
      continue;
    }
    const { graph, graphText } = read;
    const twin = numbers.get(graph.seed);
    if (twin !== undefined) {
      refuse(`is the same seed as ${twin}`);
      continue;
    }
    numbers.set(graph.seed, folder);
    available.push({ pool: name, folder, number: graph.seed, totalLayers: graph.totalLayers, graph, graphText });
  }
  const description = describePool(name, entry, 'toml' in config ? config.toml : undefined);
  return { description, available, consumed, broken };
};

const emptyPool = (name: string, entry: unknown, broken: Broken): FoundPool => ({
  description: describePool(name, entry, undefined),
  available: [],
  consumed: [],
  broken: [broken],
});

/** Seed folders in one place, sorted. A place that is not there holds none; whatever else lies there is reported. */
const seedFolders = async (dir: string, path: string, broken: Broken[]): Promise<readonly string[]> => {
  const entries = await list(join(dir, path), 'no links');
  if ('reason' in entries) {
    if (entries.code !== 'ENOENT') broken.push({ path, reason: entries.reason });
    return [];
  }
  const isSeed = (entry: Dirent) => entry.isDirectory() && isSeedFolder(entry.name);
  for (const entry of entries.filter((one) => !isSeed(one) && !one.name.startsWith('.'))) {
    const reason = entry.isSymbolicLink() ? LINK : 'is not a folder called seed_...';
    broken.push({ path: `${path}/${entry.name}`, reason });
  }
  return entries.filter(isSeed).map((entry) => entry.name);
};

/** A link is not followed; a folder that is not there has its own code, for it may be missing in peace. */
const list = async (
  path: string,
  follow: 'links' | 'no links',
): Promise<readonly Dirent[] | { reason: string; code: string | undefined }> => {
  try {
    if (follow === 'no links' && (await lstat(path)).isSymbolicLink()) return { code: 'ELOOP', reason: LINK };
    const entries = await readdir(path, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT')
      return { code, reason: 'there is no such folder: SEEDS_POOL_DIR names the folder of the pools' };
    if (code === 'ENOTDIR') return { code, reason: 'is not a folder' };
    return { code, reason: `cannot be read (${code ?? 'unknown'})` };
  }
};

/** A file that is not there is neither. */
const readToml = async (
  path: string,
): Promise<{ toml: Record<string, unknown> } | { problem: string } | { none: true }> => {
  const text = await readText(path, MAX_TOML_BYTES);
  if (text === undefined) return { none: true };
  if (typeof text !== 'string') return text;
  try {
    return { toml: parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    return { problem: `is not TOML: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}` };
  }
};
