// A player's own zip: the small page before it, and the download, whole or in ranges. The token in the address is the only
// key, so no cookie is looked at; it never reaches a log line (boundary.ts logs patterns).

import type Router from '@koa/router';
import type { Pack } from '../../play/ports/index.ts';
import { linkState } from '../../play/token-state.ts';
import { DEAD_LINKS, packModel } from '../../present/pages/pack.ts';
import type { Participant, Race } from '../../race/race.ts';
import { pickRange } from '../../zip/range.ts';
import { isDisconnect, safeError } from '../boundary.ts';
import type { Ctx } from '../ctx.ts';
import { mac } from '../keys.ts';
import { PROBLEMS } from '../problem.ts';
import { knownRace, refuse, type Site } from '../site.ts';

type Held = { readonly race: Race; readonly participant: Participant; readonly token: string };

export function packRoutes(router: Router, site: Site): void {
  // Counted by token, hashed, because an event hall shares an address.
  const perToken = site.limit('downloads', (ctx) => mac('downloads', String(ctx.params.token)));

  router.get('/race/:id/pack/:token', site.limit('pages'), async (ctx) => {
    const held = await heldBy(site, ctx);
    if (held === undefined) return;
    const bytes = await site.deps.packs.size(held.race.seed);
    ctx.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
    site.renderer.page(ctx, 'pack', { pack: packModel(held.race, held.participant, held.token, bytes, site.links) });
  });

  router.get('/api/races/:id/download/:token', site.limit('pages'), perToken, async (ctx) => {
    const held = await heldBy(site, ctx);
    if (held === undefined) return;
    const pack = await openPackOf(site, held);
    if (pack === undefined) return refuse(site, ctx, PROBLEMS.pack_gone);
    await sendPack(ctx, pack, () => recordDownload(site, held));
  });
}

/** Whoever holds the address's token; a dead one is answered with why and what to do (410), a false one with 404. */
async function heldBy(site: Site, ctx: Ctx): Promise<Held | undefined> {
  const race = await knownRace(site, ctx, ctx.params.id ?? '');
  if (race === undefined) return undefined;
  const token = ctx.params.token ?? '';
  const read = site.deps.tokens.read('download', token);
  const state = linkState(race, read);
  if ('alive' in state) return { race, participant: state.alive, token };
  const known = read !== undefined;
  refuse(site, ctx, known ? { status: 410, code: state.dead, message: DEAD_LINKS[state.dead] } : PROBLEMS.unknown_link);
  return undefined;
}

function openPackOf(site: Site, { race, participant }: Held): Promise<Pack | undefined> {
  return site.deps.packs.open({
    seed: race.seed,
    race: race.id,
    code: race.code,
    raceName: race.name,
    participant: participant.id,
    modToken: site.deps.tokens.derive('mod', participant.id, participant.generation),
  });
}

/** Headers and body of 200, 206, 304 or 416. `onLastByte`: the last byte of the zip was handed to the network. */
async function sendPack(ctx: Ctx, pack: Pack, onLastByte: () => void): Promise<void> {
  ctx.attachment(pack.fileName);
  ctx.set({
    ETag: pack.etag,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-cache',
    'X-Robots-Tag': 'noindex',
    'Content-Type': 'application/zip',
  });
  if (ctx.get('If-None-Match') === pack.etag) {
    ctx.status = 304;
    return;
  }
  const head = ctx.method === 'HEAD';
  // Range is defined for GET alone (RFC 9110, section 14.2).
  const range = head ? undefined : ctx.get('Range');
  const picked = pickRange({ range, ifRange: ctx.get('If-Range'), etag: pack.etag, size: pack.size });
  if (picked.kind === 'unsatisfiable') {
    ctx.set('Content-Range', `bytes */${pack.size}`);
    ctx.status = 416;
    ctx.body = '';
    return;
  }
  const part = picked.kind === 'part' ? { start: picked.start, end: picked.end } : undefined;
  ctx.status = part === undefined ? 200 : 206;
  if (part !== undefined) ctx.set('Content-Range', `bytes ${part.start}-${part.end}/${pack.size}`);
  const length = part === undefined ? pack.size : part.end - part.start + 1;
  ctx.type = 'application/zip';
  ctx.length = length;
  if (head) return;
  await sendBody(ctx, async (response) => {
    await pack.send(response, part);
    // Not before: what is said where the zip cannot be sent finishes too.
    if (part === undefined || part.end === pack.size - 1) response.once('finish', onLastByte);
  });
}

/** Past Koa, which would make a stream of it. No cookie and no header follows on these routes. */
async function sendBody(ctx: Ctx, send: (response: Ctx['res']) => Promise<void>): Promise<void> {
  ctx.respond = false;
  try {
    await send(ctx.res);
    ctx.res.end();
  } catch (error) {
    if (!ctx.res.headersSent) {
      ctx.respond = true;
      for (const name of ['Content-Disposition', 'Content-Range', 'Accept-Ranges', 'ETag']) ctx.remove(name);
      throw error;
    }
    ctx.res.destroy();
    // The client sees a download that ended too early and asks for the rest.
    if (!isDisconnect(error)) throw error;
  }
}

/** A database that is away comes back; a seed whose pack somebody has must not be drawn again. */
const RECORD_AGAIN_MS = [1_000, 5_000, 30_000, 120_000, 600_000] as const;

function recordDownload(site: Site, held: Held, tries = 0): void {
  const { submit, time, logger } = site.deps;
  const { race, participant } = held;
  const { id, generation } = participant;
  submit(race.id, { type: 'pack_downloaded', participant: id, generation }).catch((error: unknown) => {
    const wait = RECORD_AGAIN_MS[tries];
    if (wait !== undefined) return void time.after(wait, () => recordDownload(site, held, tries + 1));
    logger.error({ err: safeError(error), race: race.id }, 'download not recorded');
  });
}
