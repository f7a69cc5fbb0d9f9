// Forms are taken from our own pages only. Three checks, each enough against most attacks: Sec-Fetch-Site where the browser
// sends it, else Origin; and a token bound to this browser and its login. Routes with bearer tokens do not come through here.

import type { Middleware } from 'koa';
import type { Ctx } from './ctx.ts';
import { mac, sameText } from './keys.ts';
import { answerProblem, PROBLEMS } from './problem.ts';
import type { Render } from './render.ts';
import { sessionData, visitorOf } from './sessions.ts';

export const CSRF_FIELD = '_csrf';
const CSRF_HEADER = 'X-CSRF-Token';

/** The token that this browser's forms carry. */
export const formToken = (ctx: Ctx, key: string): string =>
  mac(key, `${visitorOf(ctx)} ${sessionData(ctx).user ?? ''}`);

/** To be mounted after the session and the body parser. Safe methods pass. */
export function onlyOwnForms(key: string, publicUrl: string, render: Render): Middleware {
  const { origin } = new URL(publicUrl);
  return async (ctx, next) => {
    if (ctx.method === 'GET' || ctx.method === 'HEAD' || ctx.method === 'OPTIONS') return await next();
    if (fromOwnSite(ctx, origin) && sameText(sentToken(ctx), formToken(ctx, key))) return await next();
    answerProblem(ctx, PROBLEMS.foreign_form, render);
  };
}

/**
 * For requests of scripts with a cookie: where the browser says from which site they come that decides, else the token of a form.
 * A page of others cannot make a browser say ours.
 */
export function isOwnRequest(ctx: Ctx, key: string, origin: string): boolean {
  const says = ctx.get('Sec-Fetch-Site') !== '' || ctx.get('Origin') !== '';
  return says ? fromOwnSite(ctx, origin) : sameText(sentToken(ctx), formToken(ctx, key));
}

function fromOwnSite(ctx: Ctx, origin: string): boolean {
  const site = ctx.get('Sec-Fetch-Site');
  if (site !== '') return site === 'same-origin';
  const sent = ctx.get('Origin');
  return sent === origin || sent === `${ctx.protocol}://${ctx.host}`;
}

function sentToken(ctx: Ctx): string {
  const header = ctx.get(CSRF_HEADER);
  if (header !== '') return header;
  const body: unknown = ctx.request.body;
  const field = typeof body === 'object' && body !== null ? Reflect.get(body, CSRF_FIELD) : undefined;
  return typeof field === 'string' ? field : '';
}
