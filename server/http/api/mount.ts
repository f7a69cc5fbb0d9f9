// Serves a list of endpoints: how often, who, what of it is readable; then the endpoint; then its answer. Every no has the one shape of
// present/api/errors.ts. Faults are thrown on to the boundary (boundary.ts), which answers in the same shape.

import bodyParser from '@koa/bodyparser';
import type Router from '@koa/router';
import type { z } from 'zod';
import { type DoorCode, doorNo } from '../../present/api/errors.ts';
import type { ApiRefusal } from '../../present/api/refusal.ts';
import type { Ctx } from '../ctx.ts';
import { answerProblem } from '../problem.ts';
import type { Site } from '../site.ts';
import type { ApiRequest, Endpoint } from './endpoint.ts';
import { whoAsks } from './who.ts';
import { wordIssue, wrongField } from './wrong-field.ts';

/** The longest text of any body has some hundred characters. */
const BODY_LIMIT = '64kb';

// Its type asks for a context with a socket, which no request has (ctx.ts).
const parseBody = bodyParser({ enableTypes: ['json'], jsonLimit: BODY_LIMIT }) as unknown as (
  ctx: Ctx,
  next: () => Promise<void>,
) => Promise<void>;

export function mountApi(router: Router, site: Site, endpoints: readonly Endpoint[], csrfKey: string): void {
  const perUser = site.limit('apiUser', userKey);
  const writesPerUser = site.limit('apiWrites', userKey);
  for (const one of endpoints) {
    router.register(
      one.path,
      [one.method],
      [
        site.limit('api'),
        async (ctx, next) => {
          ctx.set('Cache-Control', 'private, no-store');
          const who = await whoAsks(site, ctx, csrfKey);
          if ('refused' in who) return sayNo(site, ctx, DOOR_NOS[who.refused]);
          if (who.user === undefined && one.access === 'user') return sayNo(site, ctx, DOOR_NOS.log_in_first);
          if (who.user === undefined) return await next();
          const limit = one.method === 'get' ? perUser : writesPerUser;
          return await limit(ctx, next);
        },
        (ctx) => serve(site, ctx, one),
      ],
    );
  }
}

/** Only behind the check that somebody is logged in. */
const userKey = (ctx: Ctx): string => String(ctx.state.user?.id);

async function serve(site: Site, ctx: Ctx, one: Endpoint): Promise<void> {
  const read = await readRequest(site, ctx, one);
  const outcome = 'refused' in read ? read : await one.run(read.request);
  if ('refused' in outcome) return sayNo(site, ctx, outcome.refused);
  ctx.status = outcome.status;
  if (outcome.headers !== undefined) ctx.set(outcome.headers);
  ctx.body = outcome.body;
}

type Read = { readonly request: ApiRequest<unknown, unknown, unknown> } | { readonly refused: ApiRefusal };

async function readRequest(site: Site, ctx: Ctx, one: Endpoint): Promise<Read> {
  const params = one.params.safeParse(ctx.params);
  if (!params.success) return { refused: DOOR_NOS.not_found };
  const query = one.query.safeParse({ ...ctx.query }, { error: wordIssue });
  if (!query.success) return wrongField(query.error);
  const body = one.body === null ? undefined : await readBody(ctx, one.body);
  if (body !== undefined && 'refused' in body) return body;
  const { user } = ctx.state;
  return { request: { site, ctx, user, params: params.data, query: query.data, body: body?.data } };
}

/** No body at all is an empty one. */
async function readBody(
  ctx: Ctx,
  schema: z.ZodType,
): Promise<{ readonly data: unknown } | { readonly refused: ApiRefusal }> {
  // Null: there is none. False: there is one of another type.
  if (ctx.is('json') === false && ctx.request.length !== 0) return { refused: DOOR_NOS.not_json };
  try {
    await parseBody(ctx, async () => {});
  } catch (error) {
    if (error instanceof SyntaxError) return { refused: DOOR_NOS.bad_request };
    throw error;
  }
  const read = schema.safeParse(ctx.request.body ?? {}, { error: wordIssue });
  return read.success ? { data: read.data } : wrongField(read.error);
}

function sayNo(site: Site, ctx: Ctx, no: ApiRefusal): void {
  if (no.status === 401) ctx.set('WWW-Authenticate', 'Bearer');
  answerProblem(ctx, no, site.renderer.page);
}

const no = (code: DoorCode, message: string): ApiRefusal => ({ ...doorNo(code), code, message });

export const DOOR_NOS = {
  bad_api_token: no('bad_api_token', 'This is no API token, or it was revoked. Make one on your account page.'),
  foreign_form: no(
    'foreign_form',
    'A request with a cookie must come from our own pages. Programs use an API token: make one on your account page.',
  ),
  log_in_first: no('log_in_first', 'Send an API token (Authorization: Bearer sfr_...), or log in on the site first.'),
  not_found: no('not_found', 'There is no such address.'),
  bad_request: no('bad_request', 'The body cannot be read: it must be one JSON object.'),
  not_json: no('not_json', 'Send the body as JSON, with the header Content-Type: application/json.'),
  method_not_allowed: no('method_not_allowed', 'This address does not take that method.'),
  key_reused: no(
    'key_reused',
    'A race was made with this Idempotency-Key already, and by another body. Send another key with another race.',
  ),
} as const satisfies Partial<Record<DoorCode, ApiRefusal>>;

/** In front of all: what is asked of an address that there is not, or by a method that it does not take, ends here. */
export function methodsOnly(site: Site, endpoints: readonly Pick<Endpoint, 'path' | 'method'>[]) {
  const known = endpoints.map(({ path, method }) => ({ method, pattern: patternOf(path) }));
  return async (ctx: Ctx, next: () => Promise<unknown>): Promise<unknown> => {
    if (!ctx.path.startsWith('/api/')) return await next();
    const methods = known.filter(({ pattern }) => pattern.test(ctx.path)).map(({ method }) => method.toUpperCase());
    if (methods.length === 0) return sayNo(site, ctx, DOOR_NOS.not_found);
    if (methods.includes(ctx.method)) return await next();
    if (ctx.method === 'HEAD' && methods.includes('GET')) return await next();
    ctx.set('Allow', [...new Set(methods)].join(', '));
    return sayNo(site, ctx, DOOR_NOS.method_not_allowed);
  };
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/:\w+/g, '[^/]+').replaceAll('.', '\\.')}/?$`);
