// The HTTP boundary: one request in, faults first, then who asks, which route, what it says; one answer out in Discord's shape. Here is the only
// catch: a RestRefusal becomes its status and body, anything else a 500 that is also kept in `crashes`, because it is a bug of the simulator.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { rightToken } from './gateway.ts';
import { RestRefusal, refuse } from './refusal.ts';
import { parseRaw, readRaw } from './request-body.ts';
import { type Answer, checkIds, findRoute, type Platform, type Route } from './route.ts';
import { commandRoutes } from './routes/commands.ts';
import { eventRoutes } from './routes/events.ts';
import { guildRoutes } from './routes/guilds.ts';
import { interactionRoutes } from './routes/interactions.ts';
import { messageRoutes } from './routes/messages.ts';
import { threadRoutes } from './routes/threads.ts';

export const API = '/api/v10';
const REQUESTS_KEPT = 2_000;
const ROUTES: readonly Route[] = [
  ...guildRoutes,
  ...messageRoutes,
  ...threadRoutes,
  ...commandRoutes,
  ...eventRoutes,
  ...interactionRoutes,
];

/** One request and what came of it; `status` 0: the connection was broken on purpose. */
export type Exchange = {
  readonly method: string;
  readonly path: string;
  readonly atMs: number;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
};
export type Rest = {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly exchanges: Exchange[];
  readonly crashes: unknown[];
};

type Reply = Answer & { readonly headers?: Readonly<Record<string, string>> };

export function createRest(
  platform: Platform,
  options: { botToken: string; seen: (exchange: Exchange) => void },
): Rest {
  const exchanges: Exchange[] = [];
  const crashes: unknown[] = [];

  const answer = async (
    request: IncomingMessage,
    url: URL,
    path: string,
    keep: (body: unknown) => void,
  ): Promise<Reply> => {
    const method = request.method ?? 'GET';
    try {
      // Read first, so that a refusal never leaves an unread body in the connection.
      const raw = await readRaw(request);
      if (!url.pathname.startsWith(API)) refuse('api-version');
      const { route, params } = findRoute(ROUTES, method, path);
      if (!route.open) checkToken(request.headers.authorization, options.botToken);
      checkIds(params);
      const { body, files } = await parseRaw(raw, request.headers['content-type'] ?? '');
      keep(body);
      return route.run({ ...platform, params, query: url.searchParams, body, files });
    } catch (error) {
      if (error instanceof RestRefusal) return { status: error.status, body: error.body, headers: error.headers };
      // A client that hung up, or a simulator that is restarted, is no bug.
      if (!isHangUp(error)) crashes.push(error);
      return { status: 500, body: { message: '500: Internal Server Error', code: 0 } };
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://discord');
    if (url.pathname.startsWith('/attachments/')) return serveFile(platform, url.pathname, response);
    const path = url.pathname.replace(/^\/api\/v\d+/, '');
    const method = request.method ?? 'GET';
    const planned = platform.faults.take(method, path);
    const done = (body: unknown, status: number, answered: unknown) => {
      const exchange = { method, path, atMs: platform.world.time.now(), body, status, answer: answered };
      exchanges.push(exchange);
      if (exchanges.length > REQUESTS_KEPT) exchanges.shift();
      options.seen(exchange);
      platform.world.changed({ type: 'request', method, path, status });
    };
    if (planned) await wait(platform, planned);
    const broken = planned?.fault.kind === 'drop' ? planned.fault.when : undefined;
    const instead = planned && faultReply(planned.fault);
    const skipped = broken === 'before' || (instead !== undefined && !tookEffect(planned?.fault));
    let body: unknown;
    const answered = skipped
      ? undefined
      : await answer(request, url, path, (parsed) => {
          body = parsed;
        });
    const reply = instead ?? answered;
    if (broken || !reply) {
      done(body, 0, undefined);
      response.destroy();
      return;
    }
    write(response, reply);
    done(body, reply.status, reply.body);
  };
  return { handle, exchanges, crashes };
}

const isHangUp = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ECONNRESET';

function checkToken(given: string | undefined, token: string): void {
  if (!given) refuse('token-required');
  if (!given.startsWith('Bot ') || !rightToken(given, token)) refuse('token-wrong');
}

async function wait(platform: Platform, { fault, released }: { fault: Fault; released: Promise<void> }): Promise<void> {
  if (fault.kind === 'hold') await released;
  if (fault.kind === 'delay') await new Promise<void>((resolve) => platform.world.time.after(fault.ms, resolve));
}

const tookEffect = (fault: Fault | undefined): boolean => fault?.kind === 'status' && fault.after === true;

function faultReply(fault: Fault): Reply | undefined {
  if (fault.kind === 'status')
    return { status: fault.status, body: { message: `${fault.status}: simulated`, code: 0 } };
  if (fault.kind !== 'limit') return undefined;
  const seconds = fault.retryAfterMs / 1000;
  const global = fault.global ?? false;
  const headers = {
    'retry-after': String(seconds),
    'x-ratelimit-scope': global ? 'global' : 'user',
    ...(global ? { 'x-ratelimit-global': 'true' } : {}),
  };
  return { status: 429, body: { message: 'You are being rate limited.', retry_after: seconds, global }, headers };
}

function write(response: ServerResponse, reply: Reply): void {
  const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
  response.writeHead(reply.status, { ...(text ? { 'content-type': 'application/json' } : {}), ...reply.headers });
  response.end(text);
}

function serveFile(platform: Platform, path: string, response: ServerResponse): void {
  const attachment = platform.world.attachments.get(path.split('/')[3] ?? '');
  if (!attachment) return void response.writeHead(404).end();
  response
    .writeHead(200, { 'content-type': attachment.contentType, 'content-length': attachment.data.length })
    .end(attachment.data);
}
