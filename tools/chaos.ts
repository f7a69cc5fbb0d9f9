// `npm run chaos`: random races in which everything breaks, as many as asked for, each with its seed and its verdict.

import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { removeDataFolder, startEmbeddedPostgres } from '../server/store/embedded.ts';
import { deadlyDatabase, ownDatabase, sharedDatabase } from './chaos/database.ts';
import { runRestarts } from './chaos/restarts.ts';
import { describeReport, describeRestarts, runRaces } from './chaos/runs.ts';
import { clearScripts } from './chaos/server.ts';
import { makeTemplate } from './testing/template.ts';

const RUNS = 20;
const AT_ONCE = 2;
/** Every third race also loses processes. */
const KILLS_EVERY = 3;

type Options = { runs: number; seed?: number; atOnce: number; kills: boolean };

const whole = (text: string): number => {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError('a whole number, please.');
};

const program = new Command('chaos')
  .description('Random races on simulated platforms while connections, platforms, the database and the server break.')
  .option('--runs <n>', 'how many races', whole, RUNS)
  .option('--seed <n>', 'of the first race, the others follow; random where left out', whole)
  .option('--at-once <n>', 'races beside one another', whole, AT_ONCE)
  .option('--no-kills', 'no process is killed')
  .addHelpText('after', '\nEach race prints its seed: `npm run chaos -- --runs 1 --seed N` plans the same again.');

async function main(): Promise<number> {
  const { runs, seed = Math.floor(Math.random() * 1_000_000) * 1_000, atOnce, kills } = program.parse().opts<Options>();
  const dataDir = mkdtempSync(join(tmpdir(), 'speedfog-chaos-shared-'));
  chmodSync(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, log: () => {} });
  try {
    await makeTemplate(postgres.url);
    const began = performance.now();
    const reports = await runRaces({
      seeds: Array.from({ length: runs }, (_, index) => seed + index),
      atOnce,
      kills: (one) => kills && one % KILLS_EVERY === 0,
      database: (deadly, one) => (deadly ? deadlyDatabase(one) : sharedDatabase(postgres.url)),
      onReport: (report) => console.log(describeReport(report)),
    });
    const restarts = kills ? await runRestarts(ownDatabase) : { wrong: [], measured: [] };
    if (kills) console.log(describeRestarts(restarts));
    const faults = reports.reduce((sum, one) => sum + one.faults, 0);
    const wrong = reports.filter((one) => one.wrong.length > 0);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    console.log(`\n${reports.length} races, ${faults} faults, ${seconds} s: ${wrong.length} went wrong.`);
    if (wrong.length > 0) console.log(`Again: --seed ${wrong.map((one) => one.seed).join(', --seed ')}`);
    return wrong.length + restarts.wrong.length === 0 ? 0 : 1;
  } finally {
    clearScripts();
    await postgres.stop();
    removeDataFolder(dataDir);
  }
}

process.exitCode = await main();
// Clients of simulators that are gone may still have timers.
process.exit();
