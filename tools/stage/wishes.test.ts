// What a page may ask for: too much of it is refused with a sentence, and costs nobody the line.

import { expect, it } from 'vitest';
import type { Scene } from './view.ts';
import { grant, parseFromPage } from './wishes.ts';

it.each([31, 2.5, -1])('%f runners are refused in words', async (count) => {
  const wish = { do: 'runners', count, speed: 10 } as const;
  expect(parseFromPage(JSON.stringify({ id: 1, wish }))).toEqual({ id: 1, wish });
  expect(await grant({ house: {} } as Scene, wish)).toEqual({ problem: 'A whole number of runners, 30 at most.' });
});

it('what no page of ours would send is nothing', () => {
  expect(parseFromPage('{"id":1,"wish":{"do":"runners","count":"many","speed":10}}')).toBeUndefined();
  expect(parseFromPage('not JSON')).toBeUndefined();
});
