// What a player does when, over crashes.

import { beforeEach, expect, it } from 'vitest';
import { type ManualTime, manualTime } from '../testing/manual-time.ts';
import type { Plan } from './plan.ts';
import { Script } from './script.ts';
import { Timers } from './timers.ts';

const GO = 1_000_000;
const STEPS = [
  { flag: 1, node: null, atMs: 10_000, deaths: 0 },
  { flag: 2, node: null, atMs: 20_000, deaths: 2 },
  { flag: 3, node: null, atMs: 30_000, deaths: 2 },
];
let time: ManualTime;
let timers: Timers;
let done: string[];

beforeEach(() => {
  time = manualTime(GO);
  timers = new Timers(time);
  done = [];
});

function play(plan: Plan): Script {
  const script = new Script(plan, {
    now: time.now,
    after: timers.after,
    onStep: ({ flag }) => done.push(`${flag} at ${(time.now() - GO) / 1_000} s`),
    onGiveUp: () => done.push(`gives up at ${(time.now() - GO) / 1_000} s`),
  });
  script.go(GO);
  return script;
}

it('takes each step in its time, and is told of GO as often as one likes', async () => {
  const script = play({ steps: STEPS, givesUpAtMs: null });
  script.go(GO);
  await time.pass(20_000);
  expect(done).toEqual(['1 at 10 s', '2 at 20 s']);
  expect([script.isPlaying, script.stepsDone, script.deaths]).toEqual([true, 2, 2]);
  await time.pass(60_000);
  expect(done.slice(2)).toEqual(['3 at 30 s']);
  expect(script.isPlaying).toBe(false);
});

it('does after a crash at once what its time has passed for', async () => {
  const script = play({ steps: STEPS, givesUpAtMs: null });
  await time.pass(15_000);
  timers.end();
  script.halt();
  await time.pass(10_000);
  expect([done, script.isPlaying, script.raceMs]).toEqual([['1 at 10 s'], false, null]);
  script.go(GO);
  await time.pass(10_000);
  expect(done).toEqual(['1 at 10 s', '2 at 25 s', '3 at 30 s']);
});

it('gives up instead of finishing', async () => {
  play({ steps: STEPS.slice(0, 1), givesUpAtMs: 12_000 });
  await time.pass(60_000);
  expect(done).toEqual(['1 at 10 s', 'gives up at 12 s']);
});
