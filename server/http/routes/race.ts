// The page of a race, its regions alone for htmx, and its few buttons. What a button does is a command's business.

import type Router from '@koa/router';
import { answer } from '../../commands/answer.ts';
import { NO_RIGHTS } from '../../commands/ask.ts';
import type { User } from '../../play/ports/index.ts';
import { type RaceModel, raceModel } from '../../present/pages/race.ts';
import { ownPart, packsAreOut, parseRaceCode } from '../../present/pages/who.ts';
import { wordReply } from '../../present/words/index.ts';
import type { Race } from '../../race/race.ts';
import type { Ctx } from '../ctx.ts';
import { PROBLEMS } from '../problem.ts';
import { rememberNotRacing } from '../sessions.ts';
import { lookerOf, raceOf, refuse, type Site, userOf, viewFor } from '../site.ts';

export function raceRoutes(router: Router, site: Site): void {
  router.get('/r/:code', site.limit('pages'), async (ctx) => {
    const code = parseRaceCode(ctx.params.code ?? '');
    const id = code === undefined ? undefined : await site.deps.log.byCode(code);
    if (id === undefined) return refuse(site, ctx, PROBLEMS.unknown_race);
    ctx.state.race = id;
    ctx.redirect(pathOf(site.links.race(id)));
  });

  router.get('/race/:id', site.limit('pages'), async (ctx) => {
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race !== undefined) await showRace(site, ctx, race, null);
  });

  router.get('/race/:id/regions', site.limit('pages'), async (ctx) => {
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race !== undefined) site.renderer.fragment(ctx, 'race-regions', { race: await modelOf(site, ctx, race) });
  });

  router.post('/race/:id/not-racing', site.limit('actions'), async (ctx) => {
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race === undefined) return;
    rememberNotRacing(ctx, race.id);
    ctx.redirect(pathOf(site.links.race(race.id)));
    ctx.status = 303;
  });

  for (const word of ['join', 'leave'] as const) {
    router.post(`/race/:id/${word}`, site.limit('actions'), async (ctx) => {
      const race = await raceOf(site, ctx, ctx.params.id ?? '');
      if (race === undefined) return;
      const user = await userOf(site, ctx);
      if (user === undefined) return refuse(site, ctx, PROBLEMS.log_in_first);
      const no = await sayForUser(site, user, race, word);
      if (no === null) {
        ctx.redirect(pathOf(site.links.race(race.id)));
        ctx.status = 303;
        return;
      }
      ctx.status = 409;
      await showRace(site, ctx, race, no);
    });
    // Where a reload after a refusal, or an address that somebody copied, leads.
    router.get(`/race/:id/${word}`, site.limit('pages'), async (ctx) => {
      const race = await raceOf(site, ctx, ctx.params.id ?? '');
      if (race !== undefined) ctx.redirect(pathOf(site.links.race(race.id)));
    });
  }

  router.get('/race/:id/pack', site.limit('pages'), async (ctx) => {
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race === undefined) return;
    const looker = await lookerOf(site, ctx, race);
    const part = ownPart(looker.viewer, race);
    if (part === undefined || !packsAreOut(race, site.deps.time.now()))
      return ctx.redirect(pathOf(site.links.race(race.id)));
    const token = site.deps.tokens.derive('download', part.id, part.generation);
    ctx.redirect(pathOf(site.links.pack(race.id, token)));
  });
}

/** The page's button says the same word as everybody (commands). Null: done, and the page itself tells what is now. */
async function sayForUser(site: Site, user: User, race: Race, command: 'join' | 'leave'): Promise<string | null> {
  const asker = { user, place: { platform: 'web' }, rights: NO_RIGHTS } as const;
  const reply = await answer({ command, args: { race: race.code }, asker, confirmed: false }, site.deps.house);
  return reply.kind === 'refused' ? wordReply(reply, 'plain').text : null;
}

async function modelOf(site: Site, ctx: Ctx, race: Race): Promise<RaceModel> {
  const { viewer } = await lookerOf(site, ctx, race);
  const view = await viewFor(site, race, viewer);
  const canLogIn = site.deps.config.twitch !== null;
  return raceModel({ view, viewer, colors: site.colors, links: site.links, canLogIn });
}

/** `refused`: why a button did nothing, shown where it was. */
async function showRace(site: Site, ctx: Ctx, race: Race, refused: string | null): Promise<void> {
  const model = await modelOf(site, ctx, race);
  site.renderer.page(ctx, 'race', { race: model, refused });
}

const pathOf = (url: string): string => new URL(url).pathname;
