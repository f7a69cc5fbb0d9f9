// A race that was made once, however often it is asked for: the race's id is derived from who asks and their key, so that the log itself
// refuses a second one, also after a restart, and says which body made it. Nothing is remembered here.

import { z } from 'zod';
import type { House } from '../../commands/command.ts';
import { raceIdOf } from '../../commands/draw.ts';
import type { RaceId, UserId } from '../../race/ids.ts';
import type { Race } from '../../race/race.ts';
import type { HttpDeps } from '../deps.ts';
import { deriveKey, mac } from '../keys.ts';

export const IDEMPOTENCY_KEY = z.string().regex(/^[\x21-\x7e]{1,100}$/);

/** `request`: the same for the same body, whatever the order of its fields. */
export type OnceRequest = { readonly race: RaceId; readonly request: string };

export function requestOf(secretKey: string, user: UserId, key: string, body: unknown): OnceRequest {
  const own = deriveKey(secretKey, 'idempotency');
  const hex = Buffer.from(mac(own, `${user} ${key}`), 'base64url').toString('hex');
  return { race: raceIdOf(hex), request: mac(own, JSON.stringify(body, inOrder)) };
}

const inOrder = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** The race that the key made; `other`: it was asked for by another body. */
export async function madeBefore(
  { race, request }: OnceRequest,
  { load, house }: Pick<HttpDeps, 'load' | 'house'>,
): Promise<Race | 'other' | undefined> {
  const made = (await load(race))?.race;
  const [first] = made === undefined ? [] : await house.log.read(race);
  return first?.fact.type === 'race_created' && first.fact.request !== request ? 'other' : made;
}

/** The house whose next race is this one. */
export const houseFor = (house: House, { race, request }: OnceRequest): House => ({
  ...house,
  dice: { ...house.dice, uuid: () => race },
  createRace: (create) => house.createRace({ ...create, request }),
});
