// Fills a pool with the SpeedFog generator, which lies in SPEEDFOG_PATH: `npm run generate-pool -- --pool standard --count 10`.
// Exit codes: 0 all seeds are there, 1 some are missing, 2 asked wrongly, 130 interrupted.
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { config as loadDotenv } from 'dotenv';
import { parse } from 'smol-toml';
import { isPoolName } from '../server/seeds/pool.ts';
import { fillPool } from './generate-pool/pool.ts';
import { wholeNumber } from './options.ts';
import { MOD_DLL } from './windows/paths.ts';

type Options = {
  pool: string;
  count: number;
  jobs: number;
  timeout: number;
  dir?: string;
  speedfog?: string;
  dll?: string;
};

const command = new Command('npm run generate-pool --')
  .description("Generates seeds with the pool's own config.toml and puts them into its available/ folder.")
  .requiredOption('--pool <name>', 'a folder in the folder of the pools')
  .option('--count <n>', 'how many seeds', wholeNumber(1, 10_000), 1)
  .option('--jobs <n>', 'how many at once; each needs a core and some GB of memory', wholeNumber(1, 64), 1)
  .option('--timeout <minutes>', 'for one seed', wholeNumber(1, 600), 30)
  .option('--dir <folder>', 'the folder of the pools (default: SEEDS_POOL_DIR, else DATA_DIR/seeds)')
  .option('--speedfog <folder>', "the generator's checkout (default: SPEEDFOG_PATH)")
  .option(
    '--dll <file>',
    "the mod, speedfog_race.dll (default: SPEEDFOG_RACE_DLL; else as built here; else the generator's output must have it)",
  )
  .showHelpAfterError()
  .configureOutput({ outputError: (text, write) => write(text) })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

/** A sentence for what is missing before a minute is spent. */
async function checkWish(
  pool: string,
  dir: string,
  speedfog: string | undefined,
  dll: string | undefined,
): Promise<string | undefined> {
  if (!isPoolName(pool)) return `"${pool}" is no name of a pool: letters, digits, - and _.`;
  const config = join(dir, pool, 'config.toml');
  const text = await readFile(config, 'utf8').catch(() => undefined);
  if (text === undefined) return `${config} is missing: it holds the generator's settings for this pool.`;
  try {
    parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return `${config} is not TOML: ${error instanceof Error ? error.message.split('\n')[0] : ''}`;
  }
  if (speedfog === undefined) return 'Where is the generator? Set SPEEDFOG_PATH to its checkout, or say --speedfog.';
  if (!(await isFolder(speedfog)))
    return `${speedfog} is no folder: SPEEDFOG_PATH or --speedfog has to name the generator's checkout.`;
  if (dll !== undefined && !(await isFile(dll))) return `There is no file ${dll}: --dll has to name the mod's DLL.`;
  return undefined;
}

const isFolder = async (path: string) => (await stat(path).catch(() => undefined))?.isDirectory() === true;
const isFile = async (path: string) => (await stat(path).catch(() => undefined))?.isFile() === true;

async function main(): Promise<number> {
  loadDotenv({ quiet: true });
  const { pool, count, jobs, timeout, ...options } = command.parse().opts<Options>();
  const env = (name: string) => process.env[name]?.trim() || undefined;
  const dir = resolve(options.dir ?? env('SEEDS_POOL_DIR') ?? join(env('DATA_DIR') ?? 'data', 'seeds'));
  const speedfog = options.speedfog ?? env('SPEEDFOG_PATH');
  const dll = options.dll ?? env('SPEEDFOG_RACE_DLL') ?? ((await isFile(MOD_DLL)) ? MOD_DLL : undefined);
  const wrong = await checkWish(pool, dir, speedfog, dll);
  if (wrong !== undefined || speedfog === undefined) {
    console.error(wrong);
    return 2;
  }
  const ending = new AbortController();
  let interrupted = false;
  const end = () => {
    if (interrupted) process.exit(130);
    interrupted = true;
    console.log('Stopping the generators ... (again to stop at once)');
    ending.abort();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  const { placed, missing } = await fillPool({
    ...{ pool, dir, count, jobs },
    speedfogPath: resolve(speedfog),
    dll: dll === undefined ? null : resolve(dll),
    timeoutMs: timeout * 60_000,
    signal: ending.signal,
    print: (line) => console.log(line),
  });
  console.log(
    `${placed} ${placed === 1 ? 'seed' : 'seeds'} placed in ${join(dir, pool, 'available')}${missing > 0 ? `, ${missing} missing` : ''}.`,
  );
  if (placed > 0) console.log('A running service takes them with the next scan: /seeds scan, or its restart.');
  if (interrupted) return 130;
  return missing === 0 ? 0 : 1;
}

process.exitCode = await main();
