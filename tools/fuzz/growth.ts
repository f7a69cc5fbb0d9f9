// Whether a parser's work grows with its input and not with some power of it, as a regular expression that goes back and forth would:
// one piece repeated, a short time and eight times as often. Nothing is timed against a clock: only against itself.

import type { FuzzTarget } from './target.ts';

const FACTOR = 8;
const SHORT = 1_000;
/** Eight times the text may cost up to so much more: above a square (64), so that noise does not count. */
const ABSURD = 400;
/** Below this nothing can be said. */
const MEASURABLE_MS = 200;
/** A machine that was busy with something else once is not so each time. */
const LOOKS = 3;

const PIECES = [
  ...[
    'a',
    '0',
    ' ',
    '\t',
    '"',
    "'",
    '=',
    '-',
    ',',
    ';',
    '|',
    '&',
    '%',
    '/',
    '\\',
    '.',
    '@',
    '!',
    '#',
    ':',
    '<',
    '[',
    '{',
  ],
  ...['a ', ' a', 'a=', '=a&', '%4', '""', '" ', 'a.', '../', '[[', '{"a":', '[a.', '\u200B', '🏁', '\0'],
];

/** The piece whose cost explodes, or null. */
export async function explosion(
  target: FuzzTarget,
): Promise<{ readonly piece: string; readonly ratio: number } | null> {
  const fits = Math.min(target.longest, SHORT * FACTOR);
  for (const piece of [...PIECES, ...(target.dictionary ?? [])]) {
    const ratio = await growth(target, piece, fits);
    if (ratio > ABSURD) return { piece, ratio };
  }
  return null;
}

/** By how much eight times the text costs more, at the best of some looks; 0 where nothing can be said. */
async function growth(target: FuzzTarget, piece: string, fits: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let looked = 0; looked < LOOKS && least > ABSURD; looked += 1) {
    const long = await cost(target, piece, fits);
    const ratio = long < MEASURABLE_MS ? 0 : long / Math.max(0.01, await cost(target, piece, fits / FACTOR));
    least = Math.min(least, ratio);
  }
  return least;
}

/** Before, between and behind what the target knows. */
async function cost(target: FuzzTarget, piece: string, length: number): Promise<number> {
  const pumped = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
  const [sample = ''] = target.samples;
  const half = sample.length >> 1;
  const began = performance.now();
  for (const text of [pumped, `${sample.slice(0, half)}${pumped}${sample.slice(half)}`, `${sample}${pumped}!`]) {
    await tryOut(target, text.slice(0, target.longest));
  }
  return performance.now() - began;
}

/** Whether it holds is not asked here. */
async function tryOut(target: FuzzTarget, text: string): Promise<void> {
  try {
    await target.check(text);
  } catch {
    return;
  }
}
