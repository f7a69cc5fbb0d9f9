// When a line of chat may be said again, and when it is one too many.

import { expect, it } from 'vitest';
import type { Death } from './deaths.ts';
import { judgeLine, type SaidLine } from './judge-chat.ts';

const line = (atMs: number, unanswered = false): SaidLine => ({ atMs, unanswered });
const death = (atMs: number, ...kinds: readonly ('started' | 'final_table')[]): Death => ({
  atMs,
  unnoted: new Set(kinds),
});
const TOO_OFTEN = ['Twitch: GO: said again 1 times though its answer came'];

it.each<[string, readonly SaidLine[], readonly Death[], readonly string[]]>([
  ['said once', [line(10)], [], []],
  ['never said', [], [], ['Twitch: GO: never said']],
  ['never said because its process died', [], [death(10, 'started')], ['Twitch: GO: never said']],
  ['said again though its answer came', [line(10), line(20)], [], TOO_OFTEN],
  ['said again because its answer was lost', [line(10, true), line(20)], [], []],
  ['said again though only the second answer was lost', [line(10), line(20, true)], [], TOO_OFTEN],
  ['said again because its process died before it was noted', [line(10), line(20)], [death(15, 'started')], []],
  ['said again though its process had noted it', [line(10), line(20)], [death(15, 'final_table')], TOO_OFTEN],
  ['said again though the death came before both', [line(10), line(20)], [death(5, 'started')], TOO_OFTEN],
  ['said again though the death came after both', [line(10), line(20)], [death(25, 'started')], TOO_OFTEN],
  ['said three times, each for its own reason', [line(10, true), line(20), line(30)], [death(25, 'started')], []],
  ['said three times, once too often', [line(10, true), line(20), line(30)], [], TOO_OFTEN],
])('%s', (_, lines, deaths, sentences) => {
  expect(judgeLine('GO', 'started', lines, deaths)).toEqual(sentences);
});
