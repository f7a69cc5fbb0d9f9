// What routes share: the ports, the renderer, and the few things that most of them do first.

import type { RaceView, User } from '../play/ports/index.ts';
import type { PageLinks } from '../present/links.ts';
import { audienceOf, mayKnow, parseRaceId } from '../present/pages/who.ts';
import { organizes } from '../present/pages/you.ts';
import type { RaceId } from '../race/ids.ts';
import type { Race } from '../race/race.ts';
import type { Viewer } from '../race/sight.ts';
import type { Assets } from './assets.ts';
import type { Ctx } from './ctx.ts';
import type { HttpDeps } from './deps.ts';
import type { Limiter } from './limits.ts';
import type { PoolNames } from './pool-names.ts';
import { answerProblem, PROBLEMS, type Problem } from './problem.ts';
import type { Renderer } from './render.ts';
import { beginSession, currentSession, endSession, loggedIn, saidNotRacing, viewer } from './sessions.ts';
import type { Turns } from './turns.ts';

export type Site = {
  readonly deps: HttpDeps;
  readonly links: PageLinks;
  readonly assets: Assets;
  readonly renderer: Renderer;
  readonly limit: Limiter;
  /** Colours in the palette. */
  readonly colors: number;
  readonly poolNames: PoolNames;
  readonly inTurn: Turns;
};

export const refuse = (site: Site, ctx: Ctx, problem: Problem): void => answerProblem(ctx, problem, site.renderer.page);

/** The race that the address names, if whoever looks may know of it; answers 404 itself and returns undefined. */
export async function raceOf(site: Site, ctx: Ctx, idText: string): Promise<Race | undefined> {
  const race = await knownRace(site, ctx, idText);
  if (race === undefined || race.phase.status !== 'draft') return race;
  const { viewer: by } = await lookerOf(site, ctx, race);
  if (mayKnow(by, race)) return race;
  refuse(site, ctx, PROBLEMS.unknown_race);
  return undefined;
}

/** The same for who shows a token instead of a cookie. */
export async function knownRace(site: Site, ctx: Ctx, idText: string): Promise<Race | undefined> {
  const id = parseRaceId(idText);
  const known = id === undefined ? undefined : await site.deps.load(id);
  if (known === undefined) {
    refuse(site, ctx, PROBLEMS.unknown_race);
    return undefined;
  }
  ctx.state.race = known.race.id;
  return known.race;
}

export type Looker = { readonly user: User | undefined; readonly viewer: Viewer };

export async function lookerOf(site: Site, ctx: Ctx, race: Race): Promise<Looker> {
  const user = await userOf(site, ctx);
  return { user, viewer: viewer(user, saidNotRacing(ctx, race.id)) };
}

/** Who is logged in; asked of the database once per request. */
export async function userOf(site: Site, ctx: Ctx): Promise<User | undefined> {
  if (!('user' in ctx.state)) ctx.state.user = await loggedIn(ctx, site.deps.accounts);
  return ctx.state.user;
}

/** This browser is this user's from now on; pages that it has open come back as who it is then. */
export async function logIn(site: Site, ctx: Ctx, user: User): Promise<void> {
  const before = currentSession(ctx, site.deps.accounts);
  await beginSession(ctx, user.id, site.deps.time.now());
  if (before !== null) site.deps.onLogout?.(before);
}

/** Only this browser; the user's others stay logged in. */
export function logOut(site: Site, ctx: Ctx): void {
  const before = currentSession(ctx, site.deps.accounts);
  endSession(ctx);
  if (before !== null) site.deps.onLogout?.(before);
}

/** The race that the address names, for who organizes it on the site; answers the others itself and returns undefined. */
export async function organizedRace(
  site: Site,
  ctx: Ctx,
): Promise<{ readonly race: Race; readonly user: User } | undefined> {
  const race = await raceOf(site, ctx, ctx.params.id ?? '');
  if (race === undefined) return undefined;
  const { user, viewer: by } = await lookerOf(site, ctx, race);
  if (user === undefined) {
    refuse(site, ctx, PROBLEMS.log_in_first);
    return undefined;
  }
  if (organizes(by, race)) return { race, user };
  refuse(site, ctx, PROBLEMS.not_organizer);
  return undefined;
}

/** The race as this viewer may see it now; throws where the race vanished in between. */
export async function viewFor(site: Site, race: Race, by: Viewer): Promise<RaceView> {
  const view = await site.deps.views.view(race.id, audienceOf(by, race));
  if (view === undefined) throw new Error('the race vanished while it was shown');
  return view;
}

/** The path of a race's page. */
export const racePath = (site: Site, id: RaceId): string => new URL(site.links.race(id)).pathname;
