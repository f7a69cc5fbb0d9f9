// Is the process there, is it ready: for supervisors, balancers and the overlay's waiting file.

import type Router from '@koa/router';
import type { Site } from '../site.ts';

export function healthRoutes(router: Router, site: Site): void {
  router.get('/health', (ctx) => {
    // The waiting file in OBS has another origin and only needs to see that an answer comes.
    ctx.set('Cross-Origin-Resource-Policy', 'cross-origin');
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { ok: true };
  });

  router.get('/ready', async (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    const database = await site.deps.ping().then(
      () => true,
      () => false,
    );
    ctx.status = database ? 200 : 503;
    ctx.body = { ok: database, database };
  });

  router.get('/favicon.ico', (ctx) => {
    ctx.status = 301;
    ctx.redirect('/static/favicon.svg');
  });
}
