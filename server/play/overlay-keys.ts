// Keys of overlay addresses: an HMAC over who holds it, of which race (or of live addresses), and how often they took their keys
// back. Deliberately absent: whether the holder may see anything; `sight` asks the race.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseUserId, type RaceId, type UserId } from '../race/ids.ts';
import type { Keepsakes, OverlayKeys } from './ports/index.ts';

const UUID_BYTES = 16;
const GENERATION_BYTES = 4;
/** 192 bits of HMAC-SHA-256. */
const MAC_BYTES = 24;
const HEAD_BYTES = UUID_BYTES + GENERATION_BYTES;
/** Of a key that is bound to no race; races count from 1. */
const LIVE = 0;

export type OverlayKeyParts = {
  /** SECRET_KEY; another one kills every key. */
  readonly secretKey: string;
  readonly keepsakes: Pick<Keepsakes, 'get' | 'set'>;
  /** Somebody took their keys back: what is open with them closes. */
  readonly onRenewed: (user: UserId) => void;
};

export function makeOverlayKeys({ secretKey, keepsakes, onRenewed }: OverlayKeyParts): OverlayKeys {
  const macOf = (head: Buffer, race: RaceId | null, renewals: number): Buffer =>
    createHmac('sha256', secretKey)
      .update(`speedfog-racing overlay key ${race ?? 'live'} ${renewals}\0`)
      .update(head)
      .digest()
      .subarray(0, MAC_BYTES);
  const renewalsOf = async (user: UserId): Promise<number> => Number((await keepsakes.get(nameOf(user))) ?? 0);

  return {
    async of(user, race) {
      const head = Buffer.alloc(HEAD_BYTES);
      head.write(user.replaceAll('-', ''), 'hex');
      head.writeUInt32BE(race === null ? LIVE : (race.overlayKeys[user] ?? 1), UUID_BYTES);
      return Buffer.concat([head, macOf(head, race?.id ?? null, await renewalsOf(user))]).toString('base64url');
    },
    async read(key, race) {
      const bytes = Buffer.from(key, 'base64url');
      // One spelling per key: base64url ignores stray characters and trailing bits.
      if (bytes.length !== HEAD_BYTES + MAC_BYTES || bytes.toString('base64url') !== key) return undefined;
      const head = bytes.subarray(0, HEAD_BYTES);
      const user = parseUserId(uuidOf(head));
      if (user === undefined) return undefined;
      const generation = head.readUInt32BE(UUID_BYTES);
      const mac = macOf(head, generation === LIVE ? null : race, await renewalsOf(user));
      if (!timingSafeEqual(bytes.subarray(HEAD_BYTES), mac)) return undefined;
      return { user, generation: generation === LIVE ? null : generation };
    },
    async renew(user) {
      await keepsakes.set(nameOf(user), String((await renewalsOf(user)) + 1));
      onRenewed(user);
    },
  };
}

const nameOf = (user: UserId): string => `overlay-keys:${user}`;

function uuidOf(head: Buffer): string {
  const hex = head.toString('hex', 0, UUID_BYTES);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
