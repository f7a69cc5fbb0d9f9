import { pino } from 'pino';
import { expect, it } from 'vitest';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { makeRegular } from './regular.ts';

const [FIRST_MS, EVERY_MS] = [600_000, 86_400_000];

function setUp() {
  const time = manualTime(0);
  const done: number[] = [];
  const state = { fails: false };
  const regular = makeRegular({
    job: async () => {
      done.push(time.now());
      if (state.fails) throw new Error('the database is away');
    },
    what: 'this',
    firstMs: FIRST_MS,
    everyMs: EVERY_MS,
    time,
    logger: pino({ level: 'silent' }),
  });
  return { time, done, state, regular };
}

it('is done some time after the start and again and again from then on, also after it failed', async () => {
  const { time, done, state, regular } = setUp();
  regular.start();
  await time.pass(FIRST_MS - 1);
  expect(done).toEqual([]);
  state.fails = true;
  await time.pass(1);
  state.fails = false;
  await time.pass(2 * EVERY_MS);
  expect(done).toEqual([FIRST_MS, FIRST_MS + EVERY_MS, FIRST_MS + 2 * EVERY_MS]);
});

it('is not done any more after the end', async () => {
  const { time, done, regular } = setUp();
  regular.start();
  await time.pass(FIRST_MS);
  await regular.stop();
  await time.pass(3 * EVERY_MS);
  expect(done).toHaveLength(1);
  expect(time.waiting()).toBe(0);
});
