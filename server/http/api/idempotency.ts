// A race that was made once, however often it is asked for: the race's id is derived from who asks and their key, so that the log itself
// refuses a second one, also after a restart. Nothing is remembered here.

import { z } from 'zod';
import type { House } from '../../commands/command.ts';
import { parseRaceId } from '../../present/pages/who.ts';
import type { RaceId, UserId } from '../../race/ids.ts';
import { deriveKey, mac } from '../keys.ts';

export const IDEMPOTENCY_KEY = z.string().regex(/^[\x21-\x7e]{1,100}$/);

export function raceOfKey(secretKey: string, user: UserId, key: string): RaceId {
  const hex = Buffer.from(mac(deriveKey(secretKey, 'idempotency'), `${user} ${key}`), 'base64url').toString('hex');
  // Version 8, variant 10: a UUID of one's own making (RFC 9562).
  const uuid = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-9$4-$5');
  const id = parseRaceId(uuid);
  if (id === undefined) throw new Error('a derived id is no UUID');
  return id;
}

/** The house whose next id is this one. */
export const houseFor = (house: House, id: RaceId): House => ({ ...house, dice: { ...house.dice, uuid: () => id } });
