// The list of races.

import type Router from '@koa/router';
import { HOME_LISTS, homeModel } from '../../present/pages/home.ts';
import { type Site, userOf } from '../site.ts';

export function homeRoutes(router: Router, site: Site): void {
  router.get('/', site.limit('pages'), async (ctx) => {
    await userOf(site, ctx);
    const lists = await Promise.all(HOME_LISTS.map((list) => site.deps.log.list(list)));
    site.renderer.page(ctx, 'home', homeModel(lists.flat(), site.links, await site.poolNames()));
  });
}
