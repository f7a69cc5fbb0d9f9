// What one account writes on pages counts with what its programs write through the API: many addresses give it no more.

import type { Middleware } from 'koa';
import { sessionData } from './sessions.ts';
import type { Site } from './site.ts';

/** To be mounted after the session; who is not logged in is counted by address alone. */
export function writesPerAccount(site: Site): Middleware {
  const limit = site.limit('apiWrites', (ctx) => sessionData(ctx).user ?? '');
  return async (ctx, next) => {
    const writes = ctx.method === 'POST' && sessionData(ctx).user !== undefined;
    return writes ? await limit(ctx, next) : await next();
  };
}
