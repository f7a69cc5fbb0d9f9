import { expect, it } from 'vitest';
import { CREATE } from '../race/story.test-kit.ts';
import { makeLinks } from './links.ts';

const links = makeLinks('https://races.example/');

it('links need no path of PUBLIC_URL and have no double slash', () => {
  expect(links.race(CREATE.race)).toBe(`https://races.example/race/${CREATE.race}`);
  expect(links.short(CREATE.code)).toBe(`https://races.example/r/${CREATE.code}`);
});
