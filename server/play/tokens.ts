// Mod and download tokens: derived, never stored. A token names its participant and generation and proves itself by an HMAC
// under the service's secret; whether that generation still lives is asked of the race (token-state.ts).

import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseParticipantId } from '../race/ids.ts';
import type { TokenPurpose, Tokens } from './ports/index.ts';

const UUID_BYTES = 16;
const GENERATION_BYTES = 4;
/** 192 bits of HMAC-SHA-256. */
const MAC_BYTES = 24;
const TOKEN_BYTES = UUID_BYTES + GENERATION_BYTES + MAC_BYTES;
const MAX_GENERATION = 0xffff_ffff;

/** `secretKey`: SECRET_KEY; another one kills every token. */
export function makeTokens(secretKey: string): Tokens {
  const mac = (purpose: TokenPurpose, head: Buffer) =>
    createHmac('sha256', secretKey)
      .update(`speedfog-racing token ${purpose}\0`)
      .update(head)
      .digest()
      .subarray(0, MAC_BYTES);

  return {
    derive(purpose, participant, generation) {
      if (!Number.isInteger(generation) || generation < 0 || generation > MAX_GENERATION) {
        throw new RangeError(`a generation is a whole number: ${generation}`);
      }
      const head = Buffer.alloc(UUID_BYTES + GENERATION_BYTES);
      head.write(participant.replaceAll('-', ''), 'hex');
      head.writeUInt32BE(generation, UUID_BYTES);
      return Buffer.concat([head, mac(purpose, head)]).toString('base64url');
    },
    read(purpose, token) {
      const bytes = Buffer.from(token, 'base64url');
      // One spelling per token: base64url ignores stray characters and trailing bits.
      if (bytes.length !== TOKEN_BYTES || bytes.toString('base64url') !== token) return undefined;
      const head = bytes.subarray(0, UUID_BYTES + GENERATION_BYTES);
      const given = bytes.subarray(UUID_BYTES + GENERATION_BYTES);
      if (!timingSafeEqual(given, mac(purpose, head))) return undefined;
      const hex = head.toString('hex', 0, UUID_BYTES);
      const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
      const participant = parseParticipantId(parts.join('-'));
      return participant === undefined ? undefined : { participant, generation: head.readUInt32BE(UUID_BYTES) };
    },
  };
}
