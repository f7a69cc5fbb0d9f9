// Turns what the generator wrote into a seed of a pool: the mod's DLL, the loader's entry, the template; what would spoil the race
// goes where no pack takes it from; then it is read as the service would read it, and moved to its place in one step.
import { copyFile, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import { PLACES } from '../../server/pools/move.ts';
import { readSeed } from '../../server/pools/seed.ts';
import { PERSONAL_TOML } from '../../server/seeds/pack.ts';
import { DEFAULT_TEMPLATE } from '../../server/seeds/personal.ts';
import { DLL, loadDll } from './loader.ts';

/** Where the DLL goes if the loader's settings do not say. */
const DLL_PLACE = `lib/${DLL}`;
/** What the generator's parts tell one another: which boss and which item is where. Packs never take anything from logs/. */
const SPOILERS = ['item_config.json', 'item_preset.yaml', 'boss_placements.json', 'generation.log'];

/** It cannot be a seed; the reason is for the operator. */
export class UnusableOutput extends Error {}

/** `output`: the folder given to the generator with -o. Answers the seed's folder name in available/. */
export async function placeSeed(given: {
  readonly output: string;
  readonly pool: string;
  /** Null: the mod's DLL has to be there already. */
  readonly dll: string | null;
}): Promise<string> {
  const { output, pool, dll } = given;
  const folder = await findSeed(output);
  const files = await listFiles(folder);
  await addDll(folder, files, dll);
  if (!files.includes(PERSONAL_TOML)) await writeFile(join(folder, PERSONAL_TOML), DEFAULT_TEMPLATE);
  for (const path of files.filter((file) => SPOILERS.includes(posix.basename(file)) && !file.startsWith('logs/'))) {
    await mkdir(join(folder, 'logs'), { recursive: true });
    await rename(join(folder, path), join(folder, 'logs', posix.basename(path)));
  }
  const read = await readSeed(folder);
  if ('broken' in read) throw new UnusableOutput(`${read.broken.path || 'the seed'}: ${read.broken.reason}`);
  const name = `seed_${read.graph.seed}`;
  for (const place of PLACES) {
    if (await isThere(join(pool, place, name))) {
      throw new UnusableOutput(
        `seed ${read.graph.seed} is in ${place}/ already. Does the pool's config.toml fix the seed?`,
      );
    }
  }
  await mkdir(join(pool, 'available'), { recursive: true });
  await rename(folder, join(pool, 'available', name));
  return name;
}

/** The generator writes into the folder or into one below it that is called after the seed. */
async function findSeed(output: string): Promise<string> {
  if (await isThere(join(output, 'graph.json'))) return output;
  const below = await readdir(output, { withFileTypes: true }).catch(() => []);
  const seeds: string[] = [];
  for (const entry of below) {
    if (entry.isDirectory() && (await isThere(join(output, entry.name, 'graph.json')))) seeds.push(entry.name);
  }
  const [only] = seeds;
  if (only === undefined) throw new UnusableOutput('the generator wrote no graph.json');
  if (seeds.length > 1) throw new UnusableOutput(`the generator wrote several seeds: ${seeds.join(', ')}`);
  return join(output, only);
}

async function addDll(folder: string, files: readonly string[], dll: string | null): Promise<void> {
  const loaders = [];
  for (const path of files.filter((file) => /\.(toml|me3)$/i.test(file) && file !== PERSONAL_TOML)) {
    const loader = loadDll(path, await readFile(join(folder, path), 'utf8'), DLL_PLACE);
    if (loader !== undefined) loaders.push({ path, ...loader });
  }
  if (loaders.length === 0) {
    throw new UnusableOutput('there are no settings of ModEngine2 or me3 that could load the mod');
  }
  for (const { path, dll: place, changed } of loaders) {
    if (changed !== null) await writeFile(join(folder, path), changed);
    if (place.startsWith('../')) throw new UnusableOutput(`${path} loads ${DLL} from outside of the seed`);
    await mkdir(dirname(join(folder, place)), { recursive: true });
    if (dll !== null) await copyFile(dll, join(folder, place));
    else if (!(await isThere(join(folder, place)))) throw new UnusableOutput(`${place} is missing: say --dll`);
  }
}

/** Relative, with `/`. */
async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
