// Who a browser is. The session lives in the database under a random id (stored hashed there); the cookie holds that id,
// signed. A browser that never logs in has no session, only a signed random `visitor` cookie for forms and for what it said.

import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ServerResponse } from 'node:http';
import type Koa from 'koa';
import type { Middleware } from 'koa';
import { createSession } from 'koa-session';
import { z } from 'zod';
import type { Accounts, OverlayKeys, Time, User } from '../play/ports/index.ts';
import type { RaceId, UserId } from '../race/ids.ts';
import type { Viewer } from '../race/sight.ts';
import type { Ctx } from './ctx.ts';

export const SESSION_COOKIE = 'sfr';
const VISITOR_COOKIE = 'sfr_visitor';
const NOT_RACING_COOKIE = 'sfr_not_racing';
const SESSION_DAYS = 30;
const DAY_MS = 86_400_000;
/** Races that one browser can have said "I am not racing" about; the oldest fall out. */
const NOT_RACING_MAX = 30;
const SESSION_ID = /^[\w-]{43}$/;

/** What a session holds besides the library's own fields. */
export const SessionData = z.object({
  user: z.string().optional(),
  /** Of the login: server ms, and what the browser called itself. */
  since: z.number().optional(),
  agent: z.string().optional(),
  logins: z.array(z.object({ state: z.string(), next: z.string(), expiresAt: z.number() })).optional(),
});
export type SessionData = z.infer<typeof SessionData>;

/** A begun login lives so long, and with it a session of nobody yet: it holds nothing else. */
export const LOGIN_LIVES_MS = 10 * 60_000;

/** Sessions for requests. To be mounted before the routes of pages and after static files. */
export function sessions(app: Koa, accounts: Accounts, time: Time): Middleware {
  return createSession(
    {
      key: SESSION_COOKIE,
      maxAge: SESSION_DAYS * DAY_MS,
      httpOnly: true,
      sameSite: 'lax',
      signed: true,
      renew: true,
      genid: () => randomBytes(32).toString('base64url'),
      store: {
        async get(id: string, _maxAge: unknown, { ctx }: OfRequest) {
          const data = SESSION_ID.test(id) ? await accounts.session(id) : undefined;
          if (ctx !== undefined) ctx.state.knownSession = data === undefined ? null : id;
          return data;
        },
        async set(id: string, data: Record<string, unknown>, maxAge: number, { ctx }: OfRequest) {
          const user = userIn(data);
          const expiresAt = time.now() + (user === null ? LOGIN_LIVES_MS : maxAge);
          if (ctx?.state.knownSession === id) await accounts.changeSession(id, data, expiresAt);
          else await accounts.saveSession(id, data, user, expiresAt);
        },
        destroy: async (id: string) => await accounts.dropSession(id),
      },
    },
    app,
  );
}

/** As the library's types have it; it is always there. */
type OfRequest = { readonly ctx?: Ctx };

export const sessionData = (ctx: Ctx): SessionData => SessionData.safeParse(ctx.session).data ?? {};

/** Sets fields of this browser's session, which is made if there is none. */
export function updateSession(ctx: Ctx, changes: Partial<SessionData>): void {
  ctx.session = { ...ctx.session, ...changes };
}

export const endSession = (ctx: Ctx): void => {
  ctx.session = null;
};

/** Of a browser's own name only so much is kept. */
const AGENT_LENGTH = 200;

/** This browser is this user's from now on. The session gets a new id, so that one known before is worth nothing after. */
export async function beginSession(ctx: Ctx, user: UserId, now: number): Promise<void> {
  updateSession(ctx, { user, since: now, agent: ctx.get('User-Agent').slice(0, AGENT_LENGTH) });
  await ctx.session.regenerate();
}

/** What this browser's session is called in `Accounts.sessions`; null without one. */
export function currentSession(ctx: Ctx, accounts: Pick<Accounts, 'sessionName'>): string | null {
  const id = ctx.cookies.get(SESSION_COOKIE, { signed: true });
  return id === undefined || !SESSION_ID.test(id) ? null : accounts.sessionName(id);
}

export async function loggedIn(ctx: Ctx, accounts: Accounts): Promise<User | undefined> {
  const { user } = sessionData(ctx);
  return user === undefined ? undefined : await accounts.byId(user as UserId);
}

function userIn(data: Readonly<Record<string, unknown>>): UserId | null {
  const user = SessionData.safeParse(data).data?.user;
  return user === undefined ? null : (user as UserId);
}

/** A random text that stays with this browser; made when first asked for. */
export function visitorOf(ctx: Ctx): string {
  const known = ctx.state.visitor ?? ctx.cookies.get(VISITOR_COOKIE, { signed: true });
  if (typeof known === 'string' && known !== '') return known;
  const fresh = randomBytes(16).toString('base64url');
  setCookie(ctx, VISITOR_COOKIE, fresh);
  ctx.state.visitor = fresh;
  return fresh;
}

export const saidNotRacing = (ctx: Ctx, race: RaceId): boolean => notRacingIn(ctx).includes(race);

/** Remembers "I am not racing in this one" in this browser. */
export function rememberNotRacing(ctx: Ctx, race: RaceId): void {
  const races = [...notRacingIn(ctx).filter((other) => other !== race), race].slice(-NOT_RACING_MAX);
  setCookie(ctx, NOT_RACING_COOKIE, races.join('.'));
}

const notRacingIn = (ctx: Ctx): readonly string[] =>
  (ctx.cookies.get(NOT_RACING_COOKIE, { signed: true }) ?? '').split('.').filter((id) => id !== '');

function setCookie(ctx: Ctx, name: string, value: string): void {
  ctx.cookies.set(name, value, { signed: true, httpOnly: true, sameSite: 'lax', maxAge: SESSION_DAYS * DAY_MS });
}

export type Viewers = {
  /** What the session of an upgrade request is called, or null. */
  sessionOf(request: IncomingMessage): string | null;
  /** Who looks at a race through a socket; an overlay's (`?overlay=1`) is read as its page is, with `?key=`. */
  viewerOf(request: IncomingMessage, race: RaceId): Promise<Viewer>;
};

/** The same cookies, read outside of a Koa request: for the sockets. Never sets a cookie. */
export function makeViewers(app: Koa, accounts: Accounts, keys: Pick<OverlayKeys, 'read'>): Viewers {
  const contextOf = (request: IncomingMessage): Ctx => app.createContext(request, new ServerResponse(request));
  const userOf = async (ctx: Ctx): Promise<User | undefined> => {
    const id = ctx.cookies.get(SESSION_COOKIE, { signed: true });
    if (id === undefined || !SESSION_ID.test(id)) return undefined;
    const data = await accounts.session(id);
    const user = data === undefined ? null : userIn(data);
    return user === null ? undefined : await accounts.byId(user);
  };
  return {
    sessionOf: (request) => currentSession(contextOf(request), accounts),
    async viewerOf(request, race) {
      const ctx = contextOf(request);
      const user = await userOf(ctx);
      if (ctx.query.overlay === '1') return await keyedViewer(ctx, race, user, keys);
      return viewer(user, saidNotRacing(ctx, race));
    },
  };
}

/**
 * Who looks at an overlay: its address counts as having said "I am not racing"; a key adds what its holder may see, and never
 * hides who is logged in there.
 */
export async function keyedViewer(
  ctx: Ctx,
  race: RaceId,
  user: User | undefined,
  keys: Pick<OverlayKeys, 'read'>,
): Promise<Viewer> {
  const { key } = ctx.query;
  const holder = typeof key === 'string' ? await keys.read(key, race) : undefined;
  if (holder === undefined) return viewer(user, true);
  return { kind: 'keyed', ...holder, ...(user === undefined ? {} : { session: user.id }) };
}

export function viewer(user: User | undefined, notRacing: boolean): Viewer {
  if (user === undefined) return { kind: 'anonymous', notRacing };
  return { kind: 'user', user: user.id, admin: user.isAdmin };
}
