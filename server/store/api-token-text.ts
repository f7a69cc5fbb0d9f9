// What an API token looks like: `sfr_`, the id of its row, the secret. The id finds the row, so that secrets are compared here, in
// constant time, and not by an index; the beginning lets scanners for leaked secrets know one.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { hashOfSecret } from './tickets.ts';

const SECRET_BYTES = 32;
const SHAPE = /^sfr_([0-9a-f]{32})_([\w-]{43})$/;
const PARTS = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export type ReadApiToken = { readonly id: string; readonly secret: string };

/** `id`: a uuid. */
export function makeApiToken(id: string): { readonly text: string; readonly secretHash: string } {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { text: `sfr_${id.replaceAll('-', '')}_${secret}`, secretHash: hashOfSecret(secret) };
}

export function parseApiToken(text: string): ReadApiToken | undefined {
  const [, id, secret] = SHAPE.exec(text) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  return { id: id.replace(PARTS, '$1-$2-$3-$4-$5'), secret };
}

export function isSecretOf(secret: string, secretHash: string): boolean {
  const [given, kept] = [Buffer.from(hashOfSecret(secret)), Buffer.from(secretHash)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/** As lists show it. */
export const parseApiTokenId = (text: string): string | undefined => (UUID.test(text) ? text : undefined);

/** A use is written down when the last one was that long ago: reading must not cost a write each time. */
const NOTE_USE_AFTER_MS = 60_000;
export const isUseToNote = (lastUsedAt: number | null, now: number): boolean =>
  lastUsedAt === null || now - lastUsedAt >= NOTE_USE_AFTER_MS;
