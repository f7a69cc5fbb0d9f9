// How much a bucket lets through, also when the clock is set back.

import { expect, it } from 'vitest';
import { makeBucket } from './bucket.ts';

it('lets a burst through, then as many as flow in, and never more than a burst', () => {
  let now = 0;
  const allow = makeBucket({ now: () => now }, 2, 3);
  const allowed = () => Array.from({ length: 5 }, allow).filter(Boolean).length;
  expect(allowed()).toBe(3);
  now = 1_000;
  expect(allowed()).toBe(2);
  now = 60_000;
  expect(allowed()).toBe(3);
});

it('loses nothing when the clock is set back, and goes on from there', () => {
  let now = 3_600_000;
  const allow = makeBucket({ now: () => now }, 1, 3);
  expect(allow()).toBe(true);
  now = 0;
  expect([allow(), allow(), allow()]).toEqual([true, true, false]);
  now = 1_000;
  expect(allow()).toBe(true);
});
