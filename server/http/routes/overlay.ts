// Overlays for OBS: transparent pages, the worker that shows them again while the server is away, and a small local file
// that waits for a server that is not there yet. An overlay address asks nothing and shows the public's sight.

import type Router from '@koa/router';
import { overlayModel, parseOverlayOptions } from '../../present/pages/overlay.ts';
import { PROBLEMS } from '../problem.ts';
import { viewer } from '../sessions.ts';
import { raceOf, refuse, type Site, userOf, viewFor } from '../site.ts';

export function overlayRoutes(router: Router, site: Site): void {
  router.get('/overlay/worker.js', (ctx) => {
    ctx.type = 'text/javascript';
    ctx.set('Cache-Control', 'no-cache');
    ctx.body = site.assets.read('overlay-worker.js');
  });

  router.get('/overlay/:id/leaderboard', site.limit('pages'), async (ctx) => {
    const options = parseOverlayOptions({ lines: one(ctx.query.lines), scale: one(ctx.query.scale) });
    if (options === undefined) return refuse(site, ctx, PROBLEMS.bad_overlay);
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race === undefined) return;
    const by = viewer(await userOf(site, ctx), true);
    const view = await viewFor(site, race, by);
    site.renderer.page(ctx, 'overlay-leaderboard', { overlay: overlayModel(view, options, site.colors) });
  });

  router.get('/overlay/:id/leaderboard/file', site.limit('pages'), async (ctx) => {
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race === undefined) return;
    const query = ctx.querystring === '' ? '' : `?${ctx.querystring}`;
    if (parseOverlayOptions({ lines: one(ctx.query.lines), scale: one(ctx.query.scale) }) === undefined) {
      return refuse(site, ctx, PROBLEMS.bad_overlay);
    }
    site.renderer.page(ctx, 'overlay-file', {
      name: race.name,
      health: `${site.links.origin}/health`,
      overlay: `${site.links.overlay(race.id, 'leaderboard')}${query}`,
    });
    ctx.attachment(`speedfog-leaderboard-${race.code}.html`);
  });
}

const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' || value === undefined ? value : value[0];
