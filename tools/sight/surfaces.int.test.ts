// Nothing that is served is left out of the walk: every address is one of its own, or leads elsewhere and shows nothing, or is named here
// with the reason why it cannot tell of a map.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { visitorAs } from '../testing/sign-in.ts';
import { openWebHouse, type WebHouse } from '../testing/web-house.ts';
import { addressesOf } from './surfaces.ts';

/** By pattern. */
const NOT_WALKED: Readonly<Record<string, string>> = {
  '/favicon.ico': 'a picture',
  '/overlay/worker.js': 'a script',
  '/api/auth/twitch': 'the way to Twitch',
  '/api/auth/callback': 'the way back',
  '/race/:id/pack/:token': 'the name of a race and the size of a file',
  '/api/races/:id/download/:token': 'a pack: what goes into one is the business of server/seeds/pack.ts',
  '/sign-in/:token': 'a question about an account',
  '/invite/:token': 'what a race is and when it starts',
  '/link/:token': 'a question about an account',
  '/link/done': 'a sentence',
};

const pathOf = (address: string): string => address.split('?')[0] ?? '';

let house: WebHouse;
beforeAll(async () => {
  house = await openWebHouse();
});
afterAll(() => house.close());

it('every address that is served is walked, or tells nothing', async () => {
  const race = await house.race();
  const walked = addressesOf({ id: race, code: 'CODE' }, 'place', 'player').map(pathOf);
  const isWalked = (pattern: string) => {
    const fits = new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`);
    return walked.some((address) => fits.test(address));
  };
  const served = house.routes.filter(({ methods }) => methods.includes('GET')).map(({ path }) => path);
  const others = served.filter((path) => !isWalked(path) && !(path in NOT_WALKED));
  const visitor = await visitorAs(house, 'Olga');
  const shown: string[] = [];
  for (const path of others) {
    const answer = await visitor.get(path.replace(':id', race), {
      'x-forwarded-for': `10.0.0.${others.indexOf(path)}`,
    });
    if (answer.status < 300 || answer.status >= 400) shown.push(`${path}: ${answer.status}`);
  }
  expect(shown).toEqual([]);
  expect(Object.keys(NOT_WALKED).filter((path) => !served.includes(path) || isWalked(path))).toEqual([]);
});

it('every address of the walk is served', async () => {
  const patterns = house.routes.filter(({ methods }) => methods.includes('GET')).map(({ path }) => path);
  const addresses = addressesOf({ id: await house.race(), code: 'CODE' }, 'place', 'player').map(pathOf);
  const isServed = (address: string) =>
    patterns.some((pattern) => new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(address));
  expect(addresses.filter((address) => !isServed(address))).toEqual([]);
});
