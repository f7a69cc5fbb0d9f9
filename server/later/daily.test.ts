import { pino } from 'pino';
import { expect, it } from 'vitest';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { DAY_MS, FIRST_MS, makeDaily } from './daily.ts';

function setUp() {
  const time = manualTime(0);
  const done: number[] = [];
  const state = { fails: false };
  const daily = makeDaily({
    job: async () => {
      done.push(time.now());
      if (state.fails) throw new Error('the database is away');
    },
    time,
    logger: pino({ level: 'silent' }),
  });
  return { time, done, state, daily };
}

it('is done soon after the start and every day from then on, also after a day on which it failed', async () => {
  const { time, done, state, daily } = setUp();
  daily.start();
  await time.pass(FIRST_MS - 1);
  expect(done).toEqual([]);
  state.fails = true;
  await time.pass(1);
  state.fails = false;
  await time.pass(2 * DAY_MS);
  expect(done).toEqual([FIRST_MS, FIRST_MS + DAY_MS, FIRST_MS + 2 * DAY_MS]);
});

it('is not done any more after the end', async () => {
  const { time, done, daily } = setUp();
  daily.start();
  await time.pass(FIRST_MS);
  await daily.stop();
  await time.pass(3 * DAY_MS);
  expect(done).toHaveLength(1);
  expect(time.waiting()).toBe(0);
});
