// The pages on which organizers manage a race: the whole of it, what changes by itself for htmx, one player for the judge. What
// their buttons do is in acts.ts. Organizers who race see what players see (sight).

import type Router from '@koa/router';
import { checkRows } from '../../commands/inspect.ts';
import type { User } from '../../play/ports/index.ts';
import { judgeModel } from '../../present/pages/judge.ts';
import { type ManageFacts, manageModel } from '../../present/pages/manage.ts';
import type { Answer } from '../../present/pages/said.ts';
import type { Race } from '../../race/race.ts';
import type { Ctx } from '../ctx.ts';
import { PROBLEMS } from '../problem.ts';
import { takeSaid } from '../said.ts';
import { say } from '../say.ts';
import { viewer } from '../sessions.ts';
import { organizedRace, racePath, refuse, type Site, viewFor } from '../site.ts';

export function manageRoutes(router: Router, site: Site): void {
  router.get('/race/:id/manage', site.limit('pages'), async (ctx) => {
    const found = await organizedRace(site, ctx);
    if (found !== undefined) await showManage(site, ctx, found.race, found.user, { said: takeSaid(ctx) });
  });

  router.get('/race/:id/manage/regions', site.limit('pages'), async (ctx) => {
    const found = await organizedRace(site, ctx);
    if (found === undefined) return;
    const manage = manageModel(await factsOf(site, found.race, found.user));
    noStore(ctx);
    site.renderer.fragment(ctx, 'manage-live', { manage });
  });

  router.get('/race/:id/manage/player/:player', site.limit('pages'), async (ctx) => {
    const found = await organizedRace(site, ctx);
    if (found === undefined) return;
    await showPlayer(site, ctx, found.race, found.user, ctx.params.player ?? '', { said: takeSaid(ctx) });
  });
}

export async function showManage(site: Site, ctx: Ctx, race: Race, user: User, answer: Answer): Promise<void> {
  const manage = manageModel(await factsOf(site, race, user));
  noStore(ctx);
  site.renderer.page(ctx, 'manage', { manage, ...answer });
}

/** One player with all that was recorded of them. `id`: of the participant. */
export async function showPlayer(
  site: Site,
  ctx: Ctx,
  race: Race,
  user: User,
  id: string,
  answer: Answer,
): Promise<void> {
  if (!race.participants.some((one) => one.id === id)) return refuse(site, ctx, PROBLEMS.unknown_player);
  const args = { race: race.code, player: id };
  const reply = await say(site, user, { command: 'judge review', args, confirmed: false });
  if (reply.kind !== 'review') return refuse(site, ctx, PROBLEMS.not_organizer);
  const view = await viewFor(site, race, viewer(user, false));
  noStore(ctx);
  const path = racePath(site, race.id);
  site.renderer.page(ctx, 'judge', { judge: judgeModel({ view, race, id, review: reply.rows[0], path }), ...answer });
}

async function factsOf(site: Site, race: Race, user: User): Promise<ManageFacts> {
  const { house, describePools } = site.deps;
  const view = await viewFor(site, race, viewer(user, false));
  // Open pages ask again every few seconds: the log is read once.
  const log = await house.log.read(race.id);
  const factsIn = (entries: typeof log) => entries.map(({ fact }) => fact);
  const [checks, invitations, described, poolName] = await Promise.all([
    checkRows(race, factsIn(log), house),
    house.tickets.pending('invite', race.id),
    describePools(),
    site.poolNames(),
  ]);
  const facts = factsIn(log.filter(({ seq }) => seq <= view.seq));
  return { view, race, checks, invitations, facts, pools: described, poolName, links: site.links, colors: site.colors };
}

/** Who organizes, with whom: nothing for a cache. */
const noStore = (ctx: Ctx): void => ctx.set('Cache-Control', 'no-store');
