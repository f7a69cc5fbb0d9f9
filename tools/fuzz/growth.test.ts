// What counts as a cost that explodes: told from a machine that was held up once. The clock is the test's.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { explosion } from './growth.ts';

let now = 0;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => void vi.restoreAllMocks());

const costing = (ms: (text: string) => number) => ({
  name: 'a target',
  samples: ['sample'],
  longest: 8_000,
  check: (text: string) => {
    now += ms(text);
  },
});

it('one that grows with a power of its input is found, with the piece', async () => {
  const found = await explosion(costing((text) => (text.includes('%4%4') ? (text.length / 1_000) ** 3.5 : 0)));
  expect(found).toMatchObject({ piece: '%4' });
});

it('one that waited once for the machine is none', async () => {
  let asked = 0;
  const held = costing((text) => {
    asked += 1;
    return text.length / 1e6 + (asked === 7 ? 5_000 : 0);
  });
  expect(await explosion(held)).toBeNull();
});
