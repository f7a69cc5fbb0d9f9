// `npm run bench`: how much the service costs, beside the least that the same work could cost: (a) pulses in and ticks out beside the
// bare ws library, (b) packs beside recompressing them, (c) how soon it is back with a hundred running races. Says what it does,
// prints a table, leaves nothing behind. Ends with 1 where something expected was missed.

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { removeDataFolder } from '../server/store/embedded.ts';
import { interrupt } from './bench/children.ts';
import { measureFanOut } from './bench/fan-out.ts';
import { measurePacks } from './bench/packs.ts';
import { makeJson, makeTable, type Section, verdict } from './bench/report.ts';
import { measureRestart } from './bench/restart.ts';
import { HEAVY, LIGHT, makeSeedPools } from './bench/seeds.ts';
import { makeWorld } from './bench/world.ts';
import { ensureViewsBuilt } from './build.ts';

const PARTS = ['a', 'b', 'c'] as const;
type Part = (typeof PARTS)[number];
type Options = { only: readonly Part[]; quick: boolean; json: boolean };

function readParts(text: string): readonly Part[] {
  const named = text.split(',');
  const parts = PARTS.filter((part) => named.includes(part));
  if (parts.length === named.length) return parts;
  throw new InvalidArgumentError('a list of a, b and c, please.');
}

const program = new Command('npm run bench --')
  .description('Measures the service beside the least that the same work could cost.')
  .addOption(
    new Option('--only <parts>', '(a) fan-out, (b) packs, (c) restart: a list like a,c')
      .argParser(readParts)
      .default(PARTS, 'all'),
  )
  .option('--quick', 'shorter windows and fewer downloads: a first look, not a figure to quote', false)
  .option('--json', 'print JSON at the end instead of the table; progress goes to stderr', false)
  .addHelpText('after', '\nBENCH_PROFILE=folder leaves a CPU profile of every process there.');

const { only, quick, json } = program.parse().opts<Options>();
const began = performance.now();
const say = (line: string) => {
  const seconds = ((performance.now() - began) / 1_000).toFixed(0).padStart(4);
  console.error(`${seconds} s  ${line}`);
};

/** A folder that the database's account may pass through, gone afterwards. */
async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'speedfog-bench-'));
  await chmod(folder, 0o711);
  try {
    return await work(folder);
  } finally {
    removeDataFolder(join(folder, 'database'));
    await rm(folder, { recursive: true, force: true });
  }
}

const environment = (folder: string) => ({
  PORT: '0',
  PUBLIC_URL: 'http://127.0.0.1',
  DATA_DIR: folder,
  SEEDS_POOL_DIR: join(folder, 'seeds'),
  SOCKETS_PER_ADDRESS: '10000',
});

const fanOut = (): Promise<Section[]> =>
  inFolder(async (folder) => {
    say('(a) fan-out: 50 races of 10 and one of 50 are written');
    const env = environment(folder);
    await makeSeedPools(env.SEEDS_POOL_DIR, { light: 51 });
    const wishes = Array.from({ length: 51 }, (_, n) => ({ pool: LIGHT, players: n < 50 ? 10 : 50 }));
    const races = await makeWorld({ dataDir: folder, seedsDir: env.SEEDS_POOL_DIR }, wishes);
    return measureFanOut({
      env,
      scenes: [
        { name: '50 races of 10 players, 20 spectators each', races: races.slice(0, 50), spectators: 20 },
        { name: 'one race of 50 players, 2,000 spectators', races: races.slice(50), spectators: 2_000 },
      ],
      windowMs: quick ? 4_000 : 10_000,
      rounds: quick ? 2 : 4,
      say,
    });
  });

const PACK_PLAYERS = 20;

const packs = (): Promise<Section[]> =>
  inFolder(async (folder) => {
    say('(b) packs: a seed of 100 MB is written');
    const env = environment(folder);
    await makeSeedPools(env.SEEDS_POOL_DIR, { light: 0, heavyMb: 100 });
    const dirs = { dataDir: folder, seedsDir: env.SEEDS_POOL_DIR };
    const [race] = await makeWorld(dirs, [{ pool: HEAVY, players: PACK_PLAYERS }]);
    if (race === undefined) throw new Error('no race was made');
    const seedFolder = join(env.SEEDS_POOL_DIR, HEAVY, 'consumed', `seed_${HEAVY}_1`);
    return [await measurePacks({ env, race, seedFolder, recompressed: quick ? 4 : PACK_PLAYERS, say })];
  });

const restart = (): Promise<Section[]> =>
  inFolder(async (folder) => {
    say('(c) restart: 100 running races of 10 are written');
    const env = environment(folder);
    await makeSeedPools(env.SEEDS_POOL_DIR, { light: 150 });
    const wishes = Array.from({ length: 100 }, () => ({ pool: LIGHT, players: 10 }));
    const races = await makeWorld({ dataDir: folder, seedsDir: env.SEEDS_POOL_DIR }, wishes);
    return [await measureRestart({ env, races, times: quick ? 2 : 5, say })];
  });

process.once('SIGINT', interrupt);
process.once('SIGTERM', interrupt);
await ensureViewsBuilt();
const sections: Section[] = [];
const MEASURE: Readonly<Record<Part, () => Promise<Section[]>>> = { a: fanOut, b: packs, c: restart };
for (const part of only) sections.push(...(await MEASURE[part]()));
const about = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, quick };
console.log(json ? makeJson(sections, about) : `\n${makeTable(sections)}\n`);
process.exitCode = sections.flatMap(({ rows }) => rows).some((row) => verdict(row) === 'missed') ? 1 : 0;
