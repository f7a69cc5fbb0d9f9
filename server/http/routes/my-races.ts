// The races of who is logged in.

import type Router from '@koa/router';
import { asShownTo } from '../../play/race-list.ts';
import { myRacesModel } from '../../present/pages/my-races.ts';
import { mayKnow } from '../../present/pages/who.ts';
import { PROBLEMS } from '../problem.ts';
import { viewer } from '../sessions.ts';
import { racePath, refuse, type Site, userOf } from '../site.ts';

/** The newest of them. */
const LISTED = 60;

export function myRaceRoutes(router: Router, site: Site): void {
  router.get('/my-races', site.limit('pages'), async (ctx) => {
    const user = await userOf(site, ctx);
    if (user === undefined) return refuse(site, ctx, PROBLEMS.log_in_first);
    const listed = await site.deps.log.list({ user: user.id, limit: LISTED });
    const loaded = await Promise.all(listed.map(({ id }) => site.deps.load(id)));
    const races = loaded.flatMap((one) => (one === undefined ? [] : [one.race]));
    const by = viewer(user, false);
    const known = races.filter((race) => mayKnow(by, race)).map(asShownTo(by, site.deps));
    const poolName = await site.poolNames();
    ctx.set('Cache-Control', 'no-store');
    site.renderer.page(
      ctx,
      'my-races',
      myRacesModel(known, user.id, (race) => racePath(site, race.id), poolName),
    );
  });
}
