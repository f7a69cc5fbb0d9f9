// What the mod asks once at game start, before any socket: is my pack still right, is the race still on (PROTOCOL.md, HTTP
// for the mod). The bearer token is the only key.

import type Router from '@koa/router';
import { tokenState } from '../../play/token-state.ts';
import { DEAD_TOKENS, modStatus } from '../../present/pages/mod-status.ts';
import { parseRaceId } from '../../present/pages/who.ts';
import { PROBLEMS } from '../problem.ts';
import { knownRace, refuse, type Site } from '../site.ts';

export function modRoutes(router: Router, site: Site): void {
  router.get('/api/mod/status', site.limit('mods'), async (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    const { race: asked } = ctx.query;
    if (typeof asked !== 'string' || parseRaceId(asked) === undefined) return refuse(site, ctx, PROBLEMS.unknown_race);
    const race = await knownRace(site, ctx, asked);
    if (race === undefined) return;
    const [, token] = /^Bearer (\S{1,512})$/i.exec(ctx.get('Authorization')) ?? [];
    const state = tokenState(race, token === undefined ? undefined : site.deps.tokens.read('mod', token));
    if ('dead' in state) {
      ctx.set('WWW-Authenticate', 'Bearer');
      return refuse(site, ctx, { status: 401, code: state.dead, message: DEAD_TOKENS[state.dead] });
    }
    ctx.body = modStatus(race, site.deps.config.modLatest);
  });
}
