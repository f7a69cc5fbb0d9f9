// What makes a notice the same notice: race, seq of the causing fact, kind, target and whom it is about.
import { createHash } from 'node:crypto';
import type { NoticeDraft } from '../play/ports/index.ts';
import type { RaceId } from '../race/ids.ts';

/** Discord takes 25 characters and treats a repeat of them as the same message; 24 of base64url are 144 bits. */
const NONCE_LENGTH = 24;

export function nonceOf(race: RaceId, seq: number, { kind, target, participant }: NoticeDraft): string {
  const goal = target.to === 'channel' ? [target.platform, target.channel] : [target.user];
  const key = JSON.stringify([race, seq, kind, target.to, ...goal, participant]);
  return createHash('sha256').update(key).digest('base64url').slice(0, NONCE_LENGTH);
}
