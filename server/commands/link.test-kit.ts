// Two people with three accounts, tied as somebody who knows what they do ties them.

import { expect } from 'vitest';
import type { User } from '../play/ports/index.ts';
import type { RaceId } from '../race/ids.ts';
import { EVENTS, expectKind, openHouse, type TestHouse } from './house.test-kit.ts';
import { claimLink } from './link.ts';

export async function twoAccounts() {
  const h = openHouse();
  const [olga, ann, annTv] = [
    await h.person('discord', 'Olga'),
    await h.person('discord', 'Ann'),
    await h.person('twitch', 'Ann_TV'),
  ];
  return { h, olga, ann, annTv };
}

export const secretIn = (url: string): string => url.split('/').at(-1) ?? '';

/** The secret of a fresh link. */
export const begin = async (h: TestHouse, user: User): Promise<string> =>
  secretIn(expectKind(await h.say(user, 'link'), 'link').url);

/** All of it, as somebody who knows what they do. */
export async function link(h: TestHouse, discord: User, onTwitch: User) {
  const secret = await begin(h, discord);
  expect(await claimLink(secret, onTwitch, h.house)).toEqual({ claimed: true });
  expectKind(await h.say(discord, 'link confirm'), 'confirm');
  return h.say(discord, 'link confirm', { twitch: onTwitch.id }, { confirmed: true });
}

export const create = async (h: TestHouse, by: User, args = {}) =>
  expectKind(
    await h.say(by, 'race create', { pool: 'sprint', twitch: 'olga_tv', ...args }, { rights: EVENTS }),
    'created',
  ).race;

export const raceOf = async (h: TestHouse, id: RaceId) => {
  const known = await h.house.load(id);
  if (known === undefined) throw new Error('no race');
  return known.race;
};
