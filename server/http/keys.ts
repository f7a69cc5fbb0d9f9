// Keys for cookies and form tokens, derived from SECRET_KEY, each for one purpose, so that none can stand in for another.

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

export function deriveKey(secretKey: string, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secretKey, 'speedfog-racing', `http ${purpose}`, 32)).toString('base64url');
}

export const mac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64url');

/** Constant time for texts of the same length; a length is no secret. */
export function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
