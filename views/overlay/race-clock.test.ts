import { expect, it } from 'vitest';
import type { PageRace } from '../../server/present/wire/to-page.ts';
import { clockText } from './race-clock.ts';

const race = (changes: Partial<PageRace>): PageRace => ({
  id: 'r',
  code: 'K7Q2X',
  name: 'R',
  status: 'running',
  scheduled_start: null,
  starts_at: null,
  started_at: null,
  finished_at: null,
  ...changes,
});

it.each([
  ['10 s before', { status: 'countdown', starts_at: 20_000 }, 10_000, '0:10'],
  ['a moment before GO', { status: 'countdown', starts_at: 20_000 }, 19_999, '0:01'],
  ['at GO, before the server says so', { status: 'countdown', starts_at: 20_000 }, 20_000, 'GO!'],
  ['just after GO', { status: 'running', started_at: 20_000 }, 21_999, 'GO!'],
  ['later', { status: 'running', started_at: 20_000 }, 83_000, '1:03'],
  ['open', { status: 'open' }, 0, undefined],
] as const)('%s', (_when, changes, now, text) => {
  expect(clockText(race(changes), now)?.text).toBe(text);
});

it.each([
  ['the countdown is at its real instant', { status: 'countdown', starts_at: 20_000 }, 19_000, '0:01'],
  ['then it is said when the race is shown', { status: 'countdown', starts_at: 20_000 }, 25_000, '0:55'],
  ['the clock is as late as the picture', { status: 'running', started_at: 20_000 }, 143_000, '1:03'],
] as const)('a minute late: %s', (_when, changes, now, text) => {
  expect(clockText(race(changes), now, 60_000)?.text).toBe(text);
});
