// What a REST route is, and how a path finds one. Paths are written with `:names`; segments arrive percent-encoded (`%40original`).
import type { FaultDesk } from './faults.ts';
import type { Gateway } from './gateway.ts';
import type { Interactions } from './interactions.ts';
import type { Upload } from './messages.ts';
import { refuse } from './refusal.ts';
import type { World } from './world.ts';

export type Platform = {
  readonly world: World;
  readonly interactions: Interactions;
  readonly gateway: Gateway;
  readonly faults: FaultDesk;
  /** Base of attachment addresses, and of the gateway. */
  readonly urls: { readonly cdn: () => string; readonly gateway: () => string };
};
export type Call = Platform & {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly Upload[];
};
export type Answer = { readonly status: number; readonly body?: unknown };
export type Route = {
  readonly method: string;
  readonly path: string;
  /** No bot token needed: the interaction's own token stands in the path. */
  readonly open?: boolean;
  readonly run: (call: Call) => Answer;
};

/** A path parameter; routes name only parameters that they have, so a missing one is a fault. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`the route has no :${name}`);
  return value;
}

/** These parameters are no snowflakes. */
const FREE_PARAMS = new Set(['token']);
/** Words that stand where an id may stand. */
const WORDS = new Set(['@me', '@original']);

export type Found = { readonly route: Route; readonly params: Record<string, string> };

/** @throws RestRefusal route-unknown, method-unknown, snowflake (the last only once the caller is let in: see `checkIds`). */
export function findRoute(routes: readonly Route[], method: string, path: string): Found {
  const segments = path.split('/').map(decodeURIComponent);
  const fitting = routes.flatMap((route) => {
    const params = match(route.path.split('/'), segments);
    return params ? [{ route, params }] : [];
  });
  if (fitting.length === 0) return refuse('route-unknown');
  return fitting.find(({ route }) => route.method === method) ?? refuse('method-unknown');
}

export function checkIds(params: Record<string, string>): void {
  for (const [name, value] of Object.entries(params)) {
    if (!FREE_PARAMS.has(name) && !WORDS.has(value) && !/^\d{17,19}$/.test(value)) refuse('snowflake', [`${name}_id`]);
  }
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}
