// When lost seeds are looked for, and what becomes of the looks that fail. Which are given back: the contract of SeedRows.

import { expect, test } from 'vitest';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { giveLostSeedsBack, LOOK_EVERY_MS, LOST_AFTER_MS } from './lost-seeds.ts';

const START = Date.UTC(2026, 5, 1);

function openLooks(answers: readonly (number | Error)[]) {
  const time = manualTime(START);
  const looks: (readonly [number, number | undefined])[] = [];
  const said: string[] = [];
  const rows = {
    async repair(before: number, since?: number) {
      const answer = answers[looks.length] ?? 0;
      looks.push([before, since]);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const logger = { warn: (_what: unknown, text?: string) => void said.push(text ?? '') };
  return { time, looks, said, begin: () => giveLostSeedsBack({ rows, time, logger }) };
}

test('at the start all, then again and again what is no longer under way', async () => {
  const { time, looks, said, begin } = openLooks([0, 0, 2]);
  const regular = await begin();
  expect(looks).toEqual([[START, undefined]]);
  await time.pass(2 * LOOK_EVERY_MS);
  expect(looks).toHaveLength(3);
  expect(looks[2]?.[0]).toBe(START + 2 * LOOK_EVERY_MS - LOST_AFTER_MS);
  expect(said).toEqual([expect.stringContaining('can be drawn again')]);
  await regular.stop();
  await time.pass(10 * LOOK_EVERY_MS);
  expect(looks).toHaveLength(3);
});

test('a look without a database is no end of it; a start without one is', async () => {
  const { time, looks, said, begin } = openLooks([0, new Error('away'), 1]);
  await begin();
  await time.pass(2 * LOOK_EVERY_MS);
  expect(looks).toHaveLength(3);
  expect(said).toEqual([expect.stringContaining('tried again'), expect.stringContaining('can be drawn again')]);
  await expect(openLooks([new Error('away')]).begin()).rejects.toThrow('away');
});
