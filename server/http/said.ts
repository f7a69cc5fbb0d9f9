// A sentence that the next page shows once: after a form the browser is sent on, and what was answered goes along in a signed
// cookie. Nothing personal is in it: links and tokens are shown by the page that made them, or nowhere.

import { z } from 'zod';
import type { Said } from '../present/pages/said.ts';
import type { Ctx } from './ctx.ts';

const COOKIE = 'sfr_said';
const LIVES_MS = 60_000;
/** Cookies are small. */
const LONGEST = 2_000;

const Kept = z.object({ tone: z.enum(['good', 'warning']), text: z.string(), lines: z.array(z.string()) });

export function keepSaid(ctx: Ctx, { tone, text, lines }: Said): void {
  const value = Buffer.from(JSON.stringify({ tone, text, lines })).toString('base64url');
  const short = Buffer.from(JSON.stringify({ tone, text, lines: [] })).toString('base64url');
  const kept = value.length <= LONGEST ? value : short;
  if (kept.length > LONGEST) return;
  ctx.cookies.set(COOKIE, kept, { signed: true, httpOnly: true, sameSite: 'lax', maxAge: LIVES_MS });
}

/** Null: nothing was. It is shown this once. */
export function takeSaid(ctx: Ctx): Said | null {
  const text = ctx.cookies.get(COOKIE, { signed: true });
  if (text === undefined) return null;
  ctx.cookies.set(COOKIE, null, { signed: true, httpOnly: true, sameSite: 'lax' });
  try {
    const read = Kept.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return read.success ? { ...read.data, acts: [] } : null;
  } catch {
    return null;
  }
}
