// The page of a race, its regions alone for htmx, and the small page to join it. What its buttons do is in acts.ts.

import type Router from '@koa/router';
import { joinModel } from '../../present/pages/join.ts';
import { type RaceModel, raceModel } from '../../present/pages/race.ts';
import type { Answer } from '../../present/pages/said.ts';
import { ownPart, packsAreOut, parseRaceCode } from '../../present/pages/who.ts';
import type { Race } from '../../race/race.ts';
import type { Ctx } from '../ctx.ts';
import { PROBLEMS } from '../problem.ts';
import { takeSaid } from '../said.ts';
import { rememberNotRacing } from '../sessions.ts';
import { lookerOf, raceOf, racePath, refuse, type Site, viewFor } from '../site.ts';

export function raceRoutes(router: Router, site: Site): void {
  router.get('/r/:code', site.limit('pages'), async (ctx) => {
    const code = parseRaceCode(ctx.params.code ?? '');
    const id = code === undefined ? undefined : await site.deps.log.byCode(code);
    if (id === undefined) return refuse(site, ctx, PROBLEMS.unknown_race);
    const race = await raceOf(site, ctx, id);
    if (race !== undefined) ctx.redirect(racePath(site, race.id));
  });

  router.get('/race/:id', site.limit('pages'), async (ctx) => {
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race !== undefined) await showRace(site, ctx, race, { said: takeSaid(ctx) });
  });

  router.get('/race/:id/regions', site.limit('pages'), async (ctx) => {
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race !== undefined) site.renderer.fragment(ctx, 'race-regions', { race: await modelOf(site, ctx, race) });
  });

  router.get('/race/:id/join', site.limit('pages'), async (ctx) => {
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race === undefined) return;
    site.renderer.page(ctx, 'join', { join: joinModel(await modelOf(site, ctx, race)) });
  });

  router.post('/race/:id/not-racing', site.limit('actions'), async (ctx) => {
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race === undefined) return;
    rememberNotRacing(ctx, race.id);
    ctx.redirect(racePath(site, race.id));
    ctx.status = 303;
  });

  router.get('/race/:id/pack', site.limit('pages'), async (ctx) => {
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race === undefined) return;
    const looker = await lookerOf(site, ctx, race);
    const part = ownPart(looker.viewer, race);
    ctx.set('Cache-Control', 'no-store');
    if (part === undefined || !packsAreOut(race)) return ctx.redirect(racePath(site, race.id));
    const token = site.deps.tokens.derive('download', part.id, part.generation);
    ctx.redirect(new URL(site.links.pack(race.id, token)).pathname);
  });
}

export async function modelOf(site: Site, ctx: Ctx, race: Race): Promise<RaceModel> {
  const { viewer } = await lookerOf(site, ctx, race);
  const view = await viewFor(site, race, viewer);
  const canLogIn = site.deps.config.twitch !== null;
  const poolName = await site.poolNames();
  return raceModel({ view, viewer, colors: site.colors, links: site.links, canLogIn, poolName });
}

export async function showRace(site: Site, ctx: Ctx, race: Race, answer: Answer): Promise<void> {
  site.renderer.page(ctx, 'race', { race: await modelOf(site, ctx, race), ...answer });
}
