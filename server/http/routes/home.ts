// The list of races.

import type Router from '@koa/router';
import { listRaces } from '../../play/race-list.ts';
import { HOME_LISTS, homeModel } from '../../present/pages/home.ts';
import { viewer } from '../sessions.ts';
import { type Site, userOf } from '../site.ts';

export function homeRoutes(router: Router, site: Site): void {
  router.get('/', site.limit('pages'), async (ctx) => {
    const by = viewer(await userOf(site, ctx), false);
    const lists = await Promise.all(HOME_LISTS.map((list) => listRaces(by, list, site.deps)));
    site.renderer.page(ctx, 'home', homeModel(lists.flat(), site.links, await site.poolNames()));
  });
}
