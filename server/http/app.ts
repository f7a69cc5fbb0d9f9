// The HTTP half of the server: one Koa application, put together in one list. Sockets are upgraded elsewhere, from the same
// node server; `viewers` reads this application's cookies for them.

import { join } from 'node:path';
import bodyParser from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';
import { makeLinks } from '../present/links.ts';
import palette from '../present/palette.json' with { type: 'json' };
import { apiRoutes, otherMethods } from './api/api.ts';
import { loadAssets } from './assets.ts';
import { boundary, isDisconnect, safeError } from './boundary.ts';
import { formToken, onlyOwnForms } from './csrf.ts';
import type { HttpDeps } from './deps.ts';
import { securityHeaders } from './headers.ts';
import { deriveKey } from './keys.ts';
import { makeLimiter, RATE_LIMITS } from './limits.ts';
import { authorizeUrlOf } from './login/twitch.ts';
import { writesPerAccount } from './per-account.ts';
import { makePoolNames } from './pool-names.ts';
import { makeRenderer } from './render.ts';
import { accountRoutes } from './routes/account.ts';
import { actRoutes } from './routes/acts.ts';
import { adminRoutes } from './routes/admin.ts';
import { exportRoutes } from './routes/exports.ts';
import { healthRoutes } from './routes/health.ts';
import { homeRoutes } from './routes/home.ts';
import { linkRoutes } from './routes/link.ts';
import { loginPath, loginRoutes } from './routes/login.ts';
import { manageRoutes } from './routes/manage.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { modRoutes } from './routes/mod.ts';
import { myRaceRoutes } from './routes/my-races.ts';
import { overlayRoutes } from './routes/overlay.ts';
import { packRoutes } from './routes/pack.ts';
import { raceRoutes } from './routes/race.ts';
import { raceFormRoutes } from './routes/race-form.ts';
import { replayRoutes } from './routes/replay.ts';
import { ticketRoutes } from './routes/tickets.ts';
import { makeViewers, sessions, type Viewers } from './sessions.ts';
import { type Site, userOf } from './site.ts';
import { makeTurns } from './turns.ts';

export type Http = {
  readonly app: Koa;
  readonly viewers: Viewers;
  /** Every pattern that is served, with its methods in capitals. */
  readonly routes: readonly { readonly path: string; readonly methods: readonly string[] }[];
};

/** Forms are short. */
const FORM_LIMIT = '16kb';
const VIEWS = join(import.meta.dirname, '../../views');

/** Throws where the pages' scripts and styles are not built. Listens nowhere: `http.createServer(app.callback())`. */
export function makeHttp(deps: HttpDeps): Http {
  const { config } = deps;
  const app = new Koa();
  const routers: Router[] = [];
  const routes = (to: Site, ...adders: readonly Adder[]) => routesOf(routers, to, adders);
  const assets = loadAssets(VIEWS);
  const csrfKey = deriveKey(config.secretKey, 'forms');
  const renderer = makeRenderer(VIEWS, assets, (ctx) => ({
    userName: ctx.state.user?.name ?? null,
    isAdmin: ctx.state.user?.isAdmin === true,
    path: ctx.path,
    csrf: ctx.state.forms === true ? formToken(ctx, csrfKey) : '',
    loginPath: config.twitch === null ? null : loginPath(ctx),
  }));
  const site: Site = {
    deps,
    assets,
    renderer,
    links: makeLinks(config.publicUrl),
    limit: makeLimiter({ ...RATE_LIMITS, ...config.limits }, renderer.page),
    colors: palette.length,
    poolNames: makePoolNames(deps),
    inTurn: makeTurns(),
  };

  app.keys = [deriveKey(config.secretKey, 'cookies')];
  app.proxy = config.trustProxy > 0;
  app.maxIpsCount = config.trustProxy;
  app.on('error', (error: unknown) => {
    if (!isDisconnect(error)) deps.logger.error({ err: safeError(error) }, 'response failed');
  });

  const isAway = async () => (await deps.health.look()).some(({ name, ok }) => name === 'database' && !ok);
  app.use(boundary(deps.logger, deps.time, renderer.page, deps.metrics.answered, isAway));
  app.use(securityHeaders(config.publicUrl, authorizeUrlOf(config.twitch)?.origin ?? null));
  app.use(assets.serve);
  // Bearer tokens and tokens in addresses: no cookie is read or set here.
  app.use(routes(site, healthRoutes, metricsRoutes, modRoutes, packRoutes));
  app.use(site.limit('all'));
  app.use(secureCookies(config.publicUrl));
  app.use(sessions(app, deps.accounts, deps.time));
  // Reads its own bodies, and knows bearer tokens beside the session.
  app.use(otherMethods(site));
  app.use(routes(site, apiRoutes(csrfKey)));
  app.use(bodyParser({ enableTypes: ['form', 'json'], formLimit: FORM_LIMIT, jsonLimit: FORM_LIMIT }));
  app.use(async (ctx, next) => {
    ctx.state.forms = true;
    // A page that is not there has a header too: it names who is logged in.
    await userOf(site, ctx);
    await next();
  });
  app.use(onlyOwnForms(csrfKey, config.publicUrl, renderer.page));
  app.use(writesPerAccount(site));
  app.use(
    routes(
      site,
      homeRoutes,
      exportRoutes,
      raceFormRoutes,
      raceRoutes,
      actRoutes,
      manageRoutes,
      myRaceRoutes,
      accountRoutes,
      adminRoutes,
      overlayRoutes,
      replayRoutes,
      loginRoutes,
      ticketRoutes,
      linkRoutes,
    ),
  );
  const patterns = routers.flatMap(({ stack }) => stack.map(({ path, methods }) => ({ path: String(path), methods })));
  return { app, viewers: makeViewers(app, deps.accounts, deps.house.overlayKeys), routes: patterns };
}

type Adder = (router: Router, site: Site) => void;

/** One router for some routes. Leaves the pattern, never the path, for the log line. */
function routesOf(made: Router[], site: Site, adders: readonly Adder[]): Koa.Middleware {
  const router = new Router();
  made.push(router);
  for (const add of adders) add(router, site);
  const serve = router.routes() as Koa.Middleware;
  return async (ctx, next) => {
    let passed = false;
    try {
      await serve(ctx, async () => {
        passed = true;
        await next();
      });
    } finally {
      if (!passed) ctx.state.route = String(ctx._matchedRoute ?? '(none)');
    }
  };
}

/** Behind a proxy the connection itself is plain; what counts is the public address. */
function secureCookies(publicUrl: string): Koa.Middleware {
  const secure = new URL(publicUrl).protocol === 'https:';
  return async (ctx, next) => {
    ctx.cookies.secure = secure;
    await next();
  };
}
