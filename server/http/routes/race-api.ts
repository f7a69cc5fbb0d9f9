// A race as JSON, through the same sight as its page and its sockets.

import type Router from '@koa/router';
import { raceSnapshot } from '../../present/pages/snapshot.ts';
import { lookerOf, raceOf, type Site, viewFor } from '../site.ts';

export function raceApiRoutes(router: Router, site: Site): void {
  router.get('/api/races/:id', site.limit('pages'), async (ctx) => {
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race === undefined) return;
    const { viewer } = await lookerOf(site, ctx, race);
    const view = await viewFor(site, race, viewer);
    ctx.set('Cache-Control', 'private, no-store');
    ctx.body = raceSnapshot(view);
  });
}
