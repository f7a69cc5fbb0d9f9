// The HTTP error boundary, and the log line of every request. A line names method, route pattern and race; never the path,
// the query, a header or a body, because those carry tokens and codes. A fault is logged once, here.

import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import type { Time } from '../play/ports/index.ts';
import type { MetricsPage } from './deps.ts';
import { answerProblem, PROBLEMS, type Problem } from './problem.ts';
import type { Render } from './render.ts';

/** A restart of a database takes so long. */
const AWAY_SECONDS = '10';

/** What routes leave in `ctx.state` for the log line. */
export type RequestState = { route?: string; race?: string };

/** `isAway`: whether the database is, which explains most faults and passes by itself. */
export function boundary(
  logger: Logger,
  time: Time,
  render: Render,
  answered: MetricsPage['answered'],
  isAway: () => Promise<boolean>,
): Middleware {
  return async (ctx, next) => {
    const started = time.now();
    try {
      await next();
      if (ctx.status === 404 && (ctx.body === undefined || ctx.body === null)) {
        answerProblem(ctx, PROBLEMS.not_found, render);
      }
    } catch (error) {
      const problem = knownProblem(error);
      if (problem !== undefined) return answerProblem(ctx, problem, render);
      logger.error({ err: safeError(error), ...about(ctx.state) }, 'request failed');
      const away = await isAway();
      if (away) ctx.set('Retry-After', AWAY_SECONDS);
      answerProblem(ctx, away ? PROBLEMS.database_away : PROBLEMS.fault, render);
    } finally {
      const line = { method: ctx.method, ...about(ctx.state), status: ctx.status, ms: time.now() - started };
      answered(line);
      logger.debug(line, 'request');
    }
  };
}

function about(state: RequestState): { route: string; race?: string } {
  const route = state.route ?? '(none)';
  return state.race === undefined ? { route } : { route, race: state.race };
}

/** Errors that koa and the body parser throw for what a client did wrong. */
function knownProblem(error: unknown): Problem | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (status === 413) return PROBLEMS.too_large;
  if (status === 404) return PROBLEMS.not_found;
  if (typeof status === 'number' && status >= 400 && status < 500) return PROBLEMS.bad_request;
  return undefined;
}

/**
 * Name and stack frames, without the message where the error is an HTTP client's: twurple's HttpStatusCodeError carries the
 * client secret and the code in its message and its url (CHAT.md, OAuth).
 */
export function safeError(error: unknown): { readonly type: string; readonly message: string; readonly stack: string } {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const fromHttpClient = 'statusCode' in error || 'url' in error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { type: error.name, message: fromHttpClient ? '' : error.message, stack: frames.join('\n') };
}

/** What a client does to a stream that goes away in the middle, or goes on in something that is not HTTP: not worth a line. */
export function isDisconnect(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && code.startsWith('HPE_')) return true;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECANCELED';
}
