// `npm run chaos`: random races in which everything breaks, as many as asked for, each with its seed and its verdict.

import { randomInt } from 'node:crypto';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { removeDataFolder, startEmbeddedPostgres } from '../server/store/embedded.ts';
import { deadlyDatabase, ownDatabase, sharedDatabase } from './chaos/database.ts';
import { endAll, ending } from './chaos/ends.ts';
import { runRestarts } from './chaos/restarts.ts';
import { describeReport, describeRestarts, runRaces } from './chaos/runs.ts';
import { clearScripts } from './chaos/server.ts';
import { wholeNumber } from './options.ts';
import { makeTemplate } from './testing/template.ts';

const RUNS = 20;
const AT_ONCE = 2;
/** Every third race also loses processes. */
const KILLS_EVERY = 3;
/** As shells say it. */
const INTERRUPTED = 130;

type Options = { runs: number; seed?: number; atOnce: number; kills?: boolean };

const program = new Command('npm run chaos --')
  .description('Random races on simulated platforms while connections, platforms, the database and the server break.')
  .option('--runs <n>', 'how many races', wholeNumber(1), RUNS)
  .option('--seed <n>', 'of the first race, the others follow; random where left out', wholeNumber(0))
  .option('--at-once <n>', 'races beside one another', wholeNumber(1), AT_ONCE)
  .option('--kills', `processes are killed in every race, not in one of ${KILLS_EVERY}`)
  .option('--no-kills', 'no process is killed')
  .addHelpText(
    'after',
    '\nEach race prints its seed; for one that went wrong, what plans the same again is printed too.',
  );

async function main(): Promise<number> {
  const { runs, seed = randomInt(1_000_000) * 1_000, atOnce, kills } = program.parse().opts<Options>();
  const dataDir = mkdtempSync(join(tmpdir(), 'speedfog-chaos-shared-'));
  chmodSync(dataDir, 0o711);
  let stop = async () => {};
  ending(async () => {
    clearScripts();
    await stop();
    removeDataFolder(dataDir);
  });
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, durable: false, log: () => {} });
    stop = postgres.stop;
    await makeTemplate(postgres.url);
    const began = performance.now();
    const reports = await runRaces({
      seeds: Array.from({ length: runs }, (_, index) => seed + index),
      atOnce,
      kills: (one) => kills ?? one % KILLS_EVERY === 0,
      database: (deadly, one) => (deadly ? deadlyDatabase(one) : sharedDatabase(postgres.url)),
      onReport: (report) => console.log(describeReport(report)),
    });
    const restarts = kills === false ? undefined : await runRestarts(ownDatabase);
    if (restarts !== undefined) console.log(describeRestarts(restarts));
    const faults = reports.reduce((sum, one) => sum + one.faults, 0);
    const wrong = reports.filter((one) => one.wrong.length > 0);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    console.log(`\n${reports.length} races, ${faults} faults, ${seconds} s: ${wrong.length} went wrong.`);
    return wrong.length + (restarts?.wrong.length ?? 0) === 0 ? 0 : 1;
  } finally {
    await endAll();
  }
}

/** Races under way are given up, and nothing is left of them. */
function interrupt(): void {
  console.error('Interrupted: what was started is ended, what was written is removed.');
  console.log = () => {};
  void endAll().finally(() => process.exit(INTERRUPTED));
}

process.once('SIGINT', interrupt);
process.once('SIGTERM', interrupt);
process.exitCode = await main();
// Clients of simulators that are gone may still have timers.
process.exit();
