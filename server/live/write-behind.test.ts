import { expect, it } from 'vitest';
import { manualTime } from '../../tools/testing/manual-time.ts';
import type { Pulses } from '../play/ports/index.ts';
import { pid, RACE } from '../race/story.test-kit.ts';
import { makeWriteBehind, WRITE_BEHIND_MS } from './write-behind.ts';

type Written = Parameters<Pulses['write']>[0];

function setUp() {
  const time = manualTime(0);
  const tries: Written[] = [];
  const state = { isAway: false };
  const warned: string[] = [];
  const behind = makeWriteBehind({
    time,
    log: { warn: (_about, sentence) => void warned.push(sentence), error() {} },
    pulses: {
      async write(entries) {
        tries.push(entries);
        if (state.isAway) throw new Error('database away');
      },
    },
  });
  const put = (player: number, igtMs: number) =>
    behind.put({ race: RACE, participant: pid(player), pulse: { igtMs, deaths: 0, node: null, movedAt: 0 } });
  const timesOf = (written: Written | undefined) => written?.map(({ pulse }) => pulse.igtMs);
  return { time, tries, state, warned, behind, put, timesOf };
}

it('writes the newest of each player together, every two seconds', async () => {
  const { time, tries, put, timesOf } = setUp();
  put(1, 100);
  put(2, 200);
  put(1, 150);
  await time.pass(WRITE_BEHIND_MS - 1);
  expect(tries).toEqual([]);
  await time.pass(1);
  expect(tries.map(timesOf)).toEqual([[150, 200]]);
  await time.pass(10 * WRITE_BEHIND_MS);
  expect(tries).toHaveLength(1);
});

it('tries again what was not written, with what is newer by then in its place', async () => {
  const { time, tries, state, warned, put, timesOf } = setUp();
  state.isAway = true;
  put(1, 100);
  put(2, 200);
  await time.pass(WRITE_BEHIND_MS);
  expect(warned).toHaveLength(1);
  put(1, 150);
  state.isAway = false;
  await time.pass(WRITE_BEHIND_MS);
  expect(timesOf(tries.at(-1))).toEqual([150, 200]);
  await time.pass(10 * WRITE_BEHIND_MS);
  expect(tries).toHaveLength(2);
});

it('keeps what comes while a write that fails is under way', async () => {
  const { time, tries, state, put, behind, timesOf } = setUp();
  state.isAway = true;
  put(1, 100);
  const flushed = behind.flush();
  put(1, 150);
  await flushed;
  state.isAway = false;
  await time.pass(WRITE_BEHIND_MS);
  expect(timesOf(tries.at(-1))).toEqual([150]);
});
