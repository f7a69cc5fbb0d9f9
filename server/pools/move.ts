// Moves a seed's folder between available/, consumed/ and discarded/ of its pool, and finds it wherever it lies.
// The database is the truth (ARCHITECTURE, "Writing and recovering"): folders follow after commit, so every move may be
// asked again, and readers look in all places. Deliberately absent: deciding what belongs where.
import { lstat, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isPoolName, isSeedFolder } from '../seeds/pool.ts';
import { codeOf } from './seed.ts';

export const PLACES = ['available', 'consumed', 'discarded'] as const;
export type Place = (typeof PLACES)[number];
const REMOVING = '.removing_';
/** `blocked`: something of that name lies at the goal already, and the seed elsewhere too; a person must look. */
export type Moved = 'moved' | 'already' | 'missing' | 'blocked';

export const moveToConsumed = (dir: string, pool: string, folder: string) => move(dir, pool, folder, 'consumed');
export const moveToAvailable = (dir: string, pool: string, folder: string) => move(dir, pool, folder, 'available');
export const discard = (dir: string, pool: string, folder: string) => move(dir, pool, folder, 'discarded');

/** Deletes a seed that a race has used. False: it is not there, or it is available. Never leaves half a seed of its name. */
export const removeUsed = async (dir: string, pool: string, folder: string): Promise<boolean> => {
  const found = await seedFolder(dir, pool, folder);
  if (found === undefined || found.place === 'available') return false;
  const place = join(dir, pool, found.place);
  // What was left where this was broken off: its seed is known no more.
  for (const name of await readdir(place)) {
    if (name.startsWith(REMOVING)) await rm(join(place, name), { recursive: true, force: true });
  }
  const doomed = join(place, `${REMOVING}${folder}`);
  await rename(found.path, doomed);
  await rm(doomed, { recursive: true, force: true });
  return true;
};

/** Where the seed's files are now; undefined if nowhere, or if the names could lead outside of the pools. */
export const seedFolder = async (
  dir: string,
  pool: string,
  folder: string,
): Promise<{ readonly path: string; readonly place: Place } | undefined> => {
  if (!isPoolName(pool) || !isSeedFolder(folder)) return undefined;
  // Twice: a rename between two looks hides a folder from the first round, never from the second.
  for (const place of [...PLACES, ...PLACES]) {
    const path = join(dir, pool, place, folder);
    if ((await isFolder(path)) && (await isInside(dir, path))) return { path, place };
  }
  return undefined;
};

const move = async (dir: string, pool: string, folder: string, goal: Place): Promise<Moved> => {
  const found = await seedFolder(dir, pool, folder);
  if (found === undefined) return 'missing';
  const target = join(dir, pool, goal, folder);
  const isThere = await isFolder(target);
  if (found.path === target || isThere) return (await elsewhere(dir, pool, folder, goal)) ? 'blocked' : 'already';
  await mkdir(join(dir, pool, goal), { recursive: true });
  try {
    await rename(found.path, target);
    return 'moved';
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR') return 'blocked';
    if (code === 'ENOENT') return (await isFolder(target)) ? 'already' : 'missing';
    throw error;
  }
};

const elsewhere = async (dir: string, pool: string, folder: string, goal: Place): Promise<boolean> => {
  for (const place of PLACES) {
    if (place !== goal && (await isFolder(join(dir, pool, place, folder)))) return true;
  }
  return false;
};

/** No link on the way: the folder really lies where its name says. */
const isInside = (dir: string, path: string): Promise<boolean> =>
  orGone(async () => (await realpath(path)) === join(await realpath(dir), relative(dir, path)));

const isFolder = (path: string): Promise<boolean> => orGone(async () => (await lstat(path)).isDirectory());

/** False where it is not, or was moved away while it was looked at. */
const orGone = async (look: () => Promise<boolean>): Promise<boolean> => {
  try {
    return await look();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
};
