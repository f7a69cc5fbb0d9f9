// Many random races, a few at once, and what came of them.

import { ensureViewsBuilt } from '../build.ts';
import type { Database } from './database.ts';
import { type RaceReport, runChaosRace } from './race.ts';
import type { RestartReport } from './restarts.ts';

export type Runs = {
  readonly seeds: readonly number[];
  readonly atOnce: number;
  readonly kills: (seed: number) => boolean;
  readonly database: (kills: boolean, seed: number) => Promise<Database>;
  readonly onReport: (report: RaceReport) => void;
};

export async function runRaces({ seeds, atOnce, kills, database, onReport }: Runs): Promise<readonly RaceReport[]> {
  await ensureViewsBuilt();
  const waiting = [...seeds];
  const reports: RaceReport[] = [];
  const worker = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const seed = one;
      const deadly = kills(seed);
      const report = await runChaosRace({ seed, kills: deadly, database: () => database(deadly, seed) });
      reports.push(report);
      onReport(report);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return reports;
}

export function describeReport(report: RaceReport): string {
  const { plan, wrong, faults, facts, tookMs, backAfterMs, lastWarnings } = report;
  const back = backAfterMs.map(({ kind, ms }) => `${kind}: back after ${(ms / 1000).toFixed(1)} s`).join('; ');
  return [
    `${wrong.length === 0 ? 'ok    ' : 'WRONG '} ${(tookMs / 1000).toFixed(1)} s, ${faults} faults, ${facts} facts. ${plan}`,
    ...(back === '' ? [] : [`       ${back}`]),
    ...wrong.map((sentence) => `       ! ${sentence}`),
    ...(wrong.length === 0 ? [] : lastWarnings.map((line) => `         ${line}`)),
    ...(wrong.length === 0 ? [] : [`       again: ${describeAgain(report)}`]),
  ].join('\n');
}

/** Plans the same race; what it meets when is up to the machine. */
const describeAgain = ({ seed, kills }: Pick<RaceReport, 'seed' | 'kills'>): string =>
  `npm run chaos -- --runs 1 --seed ${seed} --${kills ? '' : 'no-'}kills`;

export const describeRestarts = ({ wrong, measured }: RestartReport): string =>
  [
    `${wrong.length === 0 ? 'ok    ' : 'WRONG '} restarts while a pack downloads, while Discord answers, in the countdown, in the race`,
    ...measured.map((sentence) => `       ${sentence}`),
    ...wrong.map((sentence) => `       ! ${sentence}`),
  ].join('\n');
