// `npm run fuzz -- --seconds 600 [--target NAME] [--seed N]`: every parser of outside text against mutated samples, each for its part
// of the time. What is found is printed as it has to be added to ./fuzz/cases.ts. Ends with 1 where something was found.

import { randomInt } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { fuzz } from './fuzz/run.ts';
import { TARGETS } from './fuzz/targets/index.ts';
import { wholeNumber } from './options.ts';

const SEED_SIDES = 2 ** 31;

const positive = (text: string): number => {
  const number = Number(text);
  if (!Number.isFinite(number) || number <= 0) throw new InvalidArgumentError('a number above 0, please.');
  return number;
};

const command = new Command('npm run fuzz --')
  .description('Feeds mutated samples to every parser of outside text, and prints what breaks one.')
  .option('--seconds <n>', 'in all', positive, 600)
  .addOption(new Option('--target <name>', 'only one').choices(TARGETS.map(({ name }) => name)))
  .option('--seed <n>', 'to see the same again; random where left out', wholeNumber(0, SEED_SIDES - 1))
  .parse();
const {
  seconds,
  target,
  seed = randomInt(SEED_SIDES),
} = command.opts<{
  seconds: number;
  target?: string;
  seed?: number;
}>();
const chosen = TARGETS.filter((one) => target === undefined || one.name === target);

console.log(`seed ${seed}, ${(seconds / chosen.length).toFixed(1)} s for each of ${chosen.length}`);
for (const one of chosen) {
  const { runs, finding } = await fuzz(one, { seconds: seconds / chosen.length, seed });
  console.log(`${one.name.padEnd(16)} ${String(runs).padStart(9)} texts  ${finding === null ? 'held' : 'BROKE'}`);
  if (finding === null) continue;
  process.exitCode = 1;
  console.log(`  { target: '${one.name}', input: ${JSON.stringify(finding.input)}, was: '...' },`);
  console.log(finding.error.replace(/^/gm, '  '));
}
