// How often one address may ask, per minute; in memory, because one process serves. Numbers are generous: whole teams and
// event halls share an address, and what an account writes is counted by itself.

import type { Middleware } from 'koa';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../play/network.ts';
import type { Ctx } from './ctx.ts';
import type { RateLimits } from './deps.ts';
import { answerProblem, PROBLEMS } from './problem.ts';
import type { Render } from './render.ts';

export const RATE_LIMITS: RateLimits = {
  // More than all the others together: who is past it is told so without a question to the database.
  all: 3_000,
  pages: 600,
  actions: 300,
  logins: 120,
  mods: 300,
  downloads: 60,
  api: 600,
  apiUser: 300,
  apiWrites: 60,
  metrics: 120,
};
const WINDOW_SECONDS = 60;

export type Limiter = (kind: keyof RateLimits, keyOf?: (ctx: Ctx) => string) => Middleware;

/** One counter per kind; `keyOf` counts by something else than the address. */
export function makeLimiter(limits: RateLimits, render: Render): Limiter {
  const counters = new Map<string, RateLimiterMemory>();
  const counterOf = (kind: keyof RateLimits) => {
    const known = counters.get(kind) ?? new RateLimiterMemory({ points: limits[kind], duration: WINDOW_SECONDS });
    counters.set(kind, known);
    return known;
  };
  return (kind, keyOf = (ctx) => networkOf(ctx.ip)) =>
    async (ctx, next) => {
      const wait = await spend(counterOf(kind), keyOf(ctx));
      if (wait === null) return await next();
      ctx.set('Retry-After', String(wait));
      answerProblem(ctx, PROBLEMS.too_many, render);
    };
}

/** Null: allowed. Else the whole seconds to wait. */
async function spend(counter: RateLimiterMemory, key: string): Promise<number | null> {
  try {
    await counter.consume(key);
    return null;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw refused;
  }
}
