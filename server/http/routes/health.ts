// Is the process there, is it ready: for supervisors, balancers and the overlay's waiting file. What is not well but stops nobody is said,
// and keeps nobody away.

import type Router from '@koa/router';
import type { Site } from '../site.ts';

export function healthRoutes(router: Router, site: Site): void {
  router.get('/health', (ctx) => {
    // The waiting file in OBS has another origin, and has to tell our answer from a proxy's that says we are away.
    ctx.set('Cross-Origin-Resource-Policy', 'cross-origin');
    ctx.set('Access-Control-Allow-Origin', '*');
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { ok: true };
  });

  router.get('/ready', async (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    const checks = await site.deps.health.look();
    const ready = checks.every(({ ok, vital }) => ok || !vital);
    const database = checks.every(({ name, ok }) => ok || name !== 'database');
    ctx.status = ready ? 200 : 503;
    ctx.body = {
      ok: ready,
      database,
      checks: checks.map(({ name, about, ok, sentence }) => ({ name, about, ok, sentence })),
    };
  });

  router.get('/favicon.ico', (ctx) => {
    ctx.status = 301;
    ctx.redirect('/static/favicon.svg');
  });
}
