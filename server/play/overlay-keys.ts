// Keys of overlay addresses: an HMAC over who holds it, of which race (or when one of live addresses was made), and how often they
// took their keys back. Deliberately absent: whether the holder may see anything; `sight` asks the race.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseUserId, type RaceId, type UserId } from '../race/ids.ts';
import type { Keepsakes, OverlayKeys, Time } from './ports/index.ts';

const UUID_BYTES = 16;
const GENERATION_BYTES = 4;
const TIME_BYTES = 6;
/** 192 bits of HMAC-SHA-256. */
const MAC_BYTES = 24;
/** By their length the two kinds are told apart. */
const RACE_BYTES = UUID_BYTES + GENERATION_BYTES + MAC_BYTES;
const LIVE_BYTES = UUID_BYTES + TIME_BYTES + MAC_BYTES;

export type OverlayKeyParts = {
  /** SECRET_KEY; another one kills every key. */
  readonly secretKey: string;
  readonly keepsakes: Pick<Keepsakes, 'get' | 'set'>;
  readonly time: Pick<Time, 'now'>;
  /** Somebody took their keys back: what is open with them closes. */
  readonly onRenewed: (user: UserId) => void;
};

export function makeOverlayKeys({ secretKey, keepsakes, time, onRenewed }: OverlayKeyParts): OverlayKeys {
  const macOf = (head: Buffer, race: RaceId | null, renewals: number): Buffer =>
    createHmac('sha256', secretKey)
      .update(`speedfog-racing overlay key ${race ?? 'live'} ${renewals}\0`)
      .update(head)
      .digest()
      .subarray(0, MAC_BYTES);
  const renewalsOf = async (user: UserId): Promise<number> => Number((await keepsakes.get(nameOf(user))) ?? 0);

  return {
    async of(user, race) {
      const head = Buffer.alloc((race === null ? LIVE_BYTES : RACE_BYTES) - MAC_BYTES);
      head.write(user.replaceAll('-', ''), 'hex');
      if (race === null) head.writeUIntBE(time.now(), UUID_BYTES, TIME_BYTES);
      else head.writeUInt32BE(race.overlayKeys[user]?.generation ?? 1, UUID_BYTES);
      return Buffer.concat([head, macOf(head, race?.id ?? null, await renewalsOf(user))]).toString('base64url');
    },
    async read(key, race) {
      const bytes = Buffer.from(key, 'base64url');
      // One spelling per key: base64url ignores stray characters and trailing bits.
      const isLive = bytes.length === LIVE_BYTES;
      if ((!isLive && bytes.length !== RACE_BYTES) || bytes.toString('base64url') !== key) return undefined;
      const head = bytes.subarray(0, -MAC_BYTES);
      const user = parseUserId(uuidOf(head));
      if (user === undefined) return undefined;
      const mac = macOf(head, isLive ? null : race, await renewalsOf(user));
      if (!timingSafeEqual(bytes.subarray(-MAC_BYTES), mac)) return undefined;
      return isLive
        ? { user, madeAt: head.readUIntBE(UUID_BYTES, TIME_BYTES) }
        : { user, generation: head.readUInt32BE(UUID_BYTES) };
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
