// `npm run mod-faults -- --runs 200`: random runs of the real mod on wires that misbehave. Every other race also loses its processes.

import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { removeDataFolder, startEmbeddedPostgres } from '../server/store/embedded.ts';
import { findModRunner } from './mod-runner/binary.ts';
import { describeFaults, runFaults } from './mod-runner/fault-runs.ts';
import { wholeNumber } from './options.ts';
import { copyTemplate, makeTemplate } from './testing/template.ts';

const RUNS = 200;
/** That many share a race. */
const PER_RACE = 20;

const program = new Command('npm run mod-faults --')
  .description(
    'Random runs of the mod while the wires between it and the server misbehave. Needs `cargo build` in mod/ first.',
  )
  .option('--runs <n>', 'how many', wholeNumber(1), RUNS)
  .option('--seed <n>', 'of the first run, the others follow', wholeNumber(0), 1_000)
  .option('--verbose', 'everything that the players say', false);

async function main(): Promise<number> {
  const { runs, seed, verbose } = program.parse().opts<{ runs: number; seed: number; verbose: boolean }>();
  const binary = findModRunner();
  if (binary === undefined) {
    console.error('There is no runner yet: cargo build --manifest-path mod/Cargo.toml');
    return 2;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'speedfog-mod-faults-db-'));
  chmodSync(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, log: () => {} });
  let wrong = 0;
  try {
    await makeTemplate(postgres.url);
    for (let done = 0, race = 0; done < runs; done += PER_RACE, race += 1) {
      const seeds = Array.from({ length: Math.min(PER_RACE, runs - done) }, (_, index) => seed + done + index);
      const { url: databaseUrl, drop } = await copyTemplate(postgres.url);
      const told = verbose ? { onWord: (line: string) => console.log(line) } : {};
      const report = await runFaults({ databaseUrl, binary, seeds, deadly: race % 2 === 1, ...told });
      await drop();
      wrong += report.wrong.length;
      console.log(`from seed ${seeds[0]}: ${describeFaults(report)}`);
    }
  } finally {
    await postgres.stop();
    removeDataFolder(dataDir);
  }
  console.log(`\n${runs} runs: ${wrong} went wrong.`);
  return wrong === 0 ? 0 : 1;
}

process.exitCode = await main();
// Clients of servers that are gone may still have timers.
process.exit();
