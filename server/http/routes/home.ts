// The list of races.

import type Router from '@koa/router';
import { HOME_LIMIT, HOME_STATUSES, homeModel } from '../../present/pages/home.ts';
import { type Site, userOf } from '../site.ts';

export function homeRoutes(router: Router, site: Site): void {
  router.get('/', site.limit('pages'), async (ctx) => {
    await userOf(site, ctx);
    const races = await site.deps.log.list({ statuses: HOME_STATUSES, limit: HOME_LIMIT });
    site.renderer.page(ctx, 'home', homeModel(races, site.links, await site.poolNames()));
  });
}
