// A minute of fuzzing in all, another seed at every run; FUZZ_SEED sees one again, FUZZ_SECONDS takes another time.
// What `npm run fuzz` found in longer runs is replayed first.

import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { CASES } from './cases.ts';
import { explosion } from './growth.ts';
import { fuzz } from './run.ts';
import { TARGETS } from './targets/index.ts';

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 60) / TARGETS.length;
const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const SLACK_MS = 180_000;

console.log(`fuzzing with FUZZ_SEED=${SEED}, ${SECONDS.toFixed(1)} s for each of ${TARGETS.length} parsers`);

it.each(TARGETS)('$name', { timeout: SECONDS * 1_000 + SLACK_MS }, async (target) => {
  const { finding, runs, seed } = await fuzz(target, { seconds: SECONDS, seed: SEED });
  expect(finding, `seed ${seed}: add it to tools/fuzz/cases.ts together with its mend`).toBeNull();
  expect(runs).toBeGreaterThan(10);
});

it.each(TARGETS)('$name costs no more than its input is long', { timeout: SLACK_MS * 2 }, async (target) => {
  const open = await target.open();
  expect(await explosion(open)).toBeNull();
  await open.close?.();
});

it('every kept case belongs to a target', () => {
  const names = TARGETS.map((target) => target.name);
  expect(CASES.filter((one) => !names.includes(one.target))).toEqual([]);
});
