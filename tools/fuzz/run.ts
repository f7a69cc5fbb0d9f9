// One target fuzzed for a time: its kept cases first, its samples as they are, then mutations until the time is over. What is found
// is shrunk by fast-check and answered with all that is needed to see it again. Deliberately absent: the targets, printing.

import fc from 'fast-check';
import { CASES } from './cases.ts';
import { mutated } from './mutate.ts';
import type { FuzzTarget, TargetSource } from './target.ts';

export type Finding = { readonly input: string; readonly error: string };
export type FuzzReport = {
  readonly target: string;
  readonly seed: number;
  /** Texts that were tried. */
  readonly runs: number;
  readonly finding: Finding | null;
};

/** A text that takes this long has hung the parser: an absurd bound, so that a slow machine does not trip over it. */
const HANGS_MS = 20_000;
/** Of a stack, that are shown. */
const FRAMES = 5;

export async function fuzz(
  from: TargetSource,
  { seconds, seed }: { readonly seconds: number; readonly seed: number },
): Promise<FuzzReport> {
  const target = await from.open();
  try {
    const known = [...casesOf(target.name), ...target.samples];
    for (const input of known) {
      const error = await errorOf(target, input);
      if (error !== null)
        return { target: target.name, seed, runs: known.indexOf(input) + 1, finding: { input, error } };
    }
    return await search(target, { seconds, seed, known: known.length });
  } finally {
    await target.close?.();
  }
}

export const casesOf = (target: string): readonly string[] =>
  CASES.filter((one) => one.target === target).map((one) => one.input);

async function search(
  target: FuzzTarget,
  { seconds, seed, known }: { readonly seconds: number; readonly seed: number; readonly known: number },
): Promise<FuzzReport> {
  const { samples, dictionary = [], longest } = target;
  const texts = mutated(samples, dictionary, longest);
  const property = fc.asyncProperty(texts, async (text) => await target.check(text));
  const result = await fc.check(property, {
    seed,
    numRuns: Number.MAX_SAFE_INTEGER,
    maxSkipsPerRun: 0,
    interruptAfterTimeLimit: seconds * 1_000,
    timeout: HANGS_MS,
  });
  const runs = known + result.numRuns;
  const input = result.counterexample?.[0];
  if (!result.failed || input === undefined) return { target: target.name, seed, runs, finding: null };
  return { target: target.name, seed, runs, finding: { input, error: wordsOf(result.errorInstance) } };
}

async function errorOf(target: FuzzTarget, input: string): Promise<string | null> {
  try {
    await target.check(input);
    return null;
  } catch (error) {
    return wordsOf(error);
  }
}

/** Where our own code stood, and no more. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !line.includes('node_modules'));
  return [`${error.name}: ${error.message}`, ...frames.slice(0, FRAMES)].join('\n');
}
