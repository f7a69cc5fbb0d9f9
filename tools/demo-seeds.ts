// Makes pools of invented seeds, for the demo, for tests and for a first look: sprint, standard and marathon, laid out
// as the original design's section 9. What is there already, in whatever place, is left alone.
// Usage: npm run demo-seeds -- --dir DIR [--count N]
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { seedFolder } from '../server/pools/move.ts';
import { writeSeed } from './demo-seeds/seed-files.ts';
import { wholeNumber } from './options.ts';
import { MOD_DLL } from './windows/paths.ts';

export const DEMO_POOLS = [
  {
    name: 'sprint',
    layers: 10,
    first: 100_001,
    title: 'Sprint (~30min)',
    about: 'Fast race, few zones, moderate scaling',
  },
  { name: 'standard', layers: 18, first: 200_001, title: 'Standard (~1h)', about: 'Classic format, good balance' },
  { name: 'marathon', layers: 30, first: 300_001, title: 'Marathon (~2h)', about: 'Long race, many zones' },
] as const;
export const DEFAULT_SEEDS_PER_POOL = 8;

/** Fills `dir`; answers how many seeds were written. May be called again: it adds only what is missing. */
export const makeDemoPools = async (
  dir: string,
  { seedsPerPool = DEFAULT_SEEDS_PER_POOL, mod }: { seedsPerPool?: number; mod?: Buffer | undefined } = {},
): Promise<number> => {
  let written = 0;
  for (const { name, layers, first } of DEMO_POOLS) {
    for (const place of ['available', 'consumed']) await mkdir(join(dir, name, place), { recursive: true });
    await keep(join(dir, name, 'config.toml'), configOf(layers));
    for (let number = first; number < first + seedsPerPool; number += 1) {
      const folder = `seed_${number}`;
      if ((await seedFolder(dir, name, folder)) !== undefined) continue;
      await writeSeed(join(dir, name, 'available', folder), number, layers, mod);
      written += 1;
    }
  }
  const definitions = DEMO_POOLS.map(
    ({ name, title, about }) => `[${name}]\ndisplay_name = "${title}"\ndescription = "${about}"\n`,
  );
  await keep(join(dir, 'pools.toml'), definitions.join('\n'));
  return written;
};

/** Somebody's own file stays. */
const keep = async (path: string, text: string): Promise<void> => {
  await writeFile(path, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
};

const configOf = (layers: number): string => `# Settings of the seeds in this pool, shown to players.
[structure]
layers = ${layers}
max_parallel_paths = 4
final_boss_candidates = ["any major boss"]

[scaling]
enabled = true
shuffle_bosses = true

[start]
larval_tears = 10
stonesword_keys = 6
`;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const command = new Command('npm run demo-seeds --')
    .description('Writes pools of invented seeds: enough for a first look, nothing to play.')
    .requiredOption('--dir <folder>', 'where the pools go')
    .option('--count <n>', 'seeds per pool', wholeNumber(1, 10_000), DEFAULT_SEEDS_PER_POOL)
    .parse();
  const { dir, count } = command.opts<{ dir: string; count: number }>();
  const named = process.env.SPEEDFOG_RACE_DLL?.trim();
  const mod = await readFile(named || MOD_DLL).catch(() => undefined);
  if (named && mod === undefined) {
    console.error(`There is no file ${named}: SPEEDFOG_RACE_DLL has to name the mod's DLL.`);
    process.exit(2);
  }
  const written = await makeDemoPools(dir, { seedsPerPool: count, mod });
  console.log(mod === undefined ? 'The mod is not built: a placeholder stands for it.' : 'With the mod.');
  console.log(`${written} seeds written to ${dir}`);
}
