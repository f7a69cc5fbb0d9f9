// Login with Twitch, logout. The state of a login is bound to the browser by its session, lives ten minutes and is
// good once; after a login the session has a new id.

import type Router from '@koa/router';
import type { Ctx } from '../ctx.ts';
import type { TwitchLogin } from '../deps.ts';
import { sameText } from '../keys.ts';
import { localPath } from '../login/next.ts';
import { arriveWith, authorizeAddress, newState } from '../login/twitch.ts';
import { PROBLEMS } from '../problem.ts';
import { LOGIN_LIVES_MS, type SessionData, sessionData, updateSession } from '../sessions.ts';
import { logIn, logOut, refuse, type Site } from '../site.ts';

/** Logins that one browser can have begun at once (several tabs). */
const PENDING_MAX = 5;

/** The address that starts a login and leads back to this page. */
export const loginPath = (ctx: Ctx): string =>
  `/api/auth/twitch?next=${encodeURIComponent(ctx.method === 'GET' ? localPath(ctx.url) : '/')}`;

export function loginRoutes(router: Router, site: Site): void {
  const { twitch } = site.deps.config;

  router.get('/api/auth/twitch', site.limit('logins'), (ctx) => {
    if (twitch === null) return refuse(site, ctx, PROBLEMS.login_off);
    const state = newState();
    const now = site.deps.time.now();
    const pending = { state, next: localPath(one(ctx.query.next)), expiresAt: now + LOGIN_LIVES_MS };
    const others = (sessionData(ctx).logins ?? []).filter((login) => login.expiresAt > now);
    updateSession(ctx, { logins: [...others, pending].slice(-PENDING_MAX) });
    ctx.set('Cache-Control', 'no-store');
    ctx.redirect(authorizeAddress(twitch, state));
  });

  router.get('/api/auth/callback', site.limit('logins'), async (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    if (twitch === null) return refuse(site, ctx, PROBLEMS.login_off);
    const login = takeLogin(ctx, one(ctx.query.state) ?? '', site.deps.time.now());
    if (login === undefined) return refuse(site, ctx, PROBLEMS.login_stale);
    const code = one(ctx.query.code);
    if (code === undefined) return refuse(site, ctx, PROBLEMS.login_denied);
    await finishLogin(site, ctx, twitch, code, login.next);
  });

  router.post('/logout', site.limit('actions'), async (ctx) => {
    logOut(site, ctx);
    ctx.redirect('/');
    ctx.status = 303;
  });
}

/** Finds the begun login of this state in this browser and strikes it off, whatever comes of it. */
function takeLogin(ctx: Ctx, state: string, now: number): NonNullable<SessionData['logins']>[number] | undefined {
  const logins = sessionData(ctx).logins ?? [];
  const found = logins.find((login) => sameText(login.state, state));
  if (found === undefined) return undefined;
  updateSession(ctx, { logins: logins.filter((login) => login !== found) });
  return found.expiresAt > now ? found : undefined;
}

async function finishLogin(site: Site, ctx: Ctx, twitch: TwitchLogin, code: string, next: string): Promise<void> {
  const arrival = await arriveWith(twitch, code, site.deps.accounts);
  if ('failed' in arrival) {
    site.deps.logger.warn({ ...arrival.failed }, 'login with Twitch failed');
    return refuse(site, ctx, PROBLEMS.login_failed);
  }
  await logIn(site, ctx, arrival.user);
  ctx.redirect(next);
}

const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' || value === undefined ? value : value[0];
