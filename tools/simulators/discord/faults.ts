// What can go wrong on the platform's side, by script: the next requests that match are limited, fail, wait or lose their connection.
// First come, first served; each entry is used up after `times` requests. Gateway faults stand in gateway.ts.
export type Fault =
  /** 429 with the headers and the body that discord.js waits by. */
  | { readonly kind: 'limit'; readonly retryAfterMs: number; readonly global?: boolean }
  /** `after`: it took effect all the same. */
  | { readonly kind: 'status'; readonly status: number; readonly after?: boolean }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Answers only after `release()`. */
  | { readonly kind: 'hold' }
  /** The connection breaks: before the request is looked at, or after it took effect. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' };

export type FaultMatch = { readonly method?: string; readonly route?: RegExp; readonly times?: number };
export type PlannedFault = {
  /** How many requests it has hit. */
  readonly hits: () => number;
  /** Resolves when the first request is hit. */
  readonly hit: Promise<void>;
  readonly release: () => void;
  readonly cancel: () => void;
};

export type Faults = {
  /** @param match route is tested against the path below /api/v10; without method and route everything matches; times defaults to 1. */
  readonly next: (match: FaultMatch, fault: Fault) => PlannedFault;
  /**
   * Edits of messages older than an hour (or born before that instant, ms) answer 429 with 30046 and this retry-after; undefined
   * switches it off.
   */
  readonly limitOldEdits: (retryAfterMs: number | undefined, bornBeforeMs?: number) => void;
};
export type FaultDesk = Faults & {
  readonly take: (method: string, path: string) => { fault: Fault; released: Promise<void> } | undefined;
  readonly oldEdits: () => { readonly retryMs: number; readonly bornBeforeMs: number | undefined } | undefined;
  readonly releaseAll: () => void;
};

type Planned = {
  match: FaultMatch;
  fault: Fault;
  left: number;
  hits: number;
  released: Promise<void>;
  release: () => void;
  arrived: () => void;
};

export function createFaults(): FaultDesk {
  let planned: Planned[] = [];
  const all: Planned[] = [];
  let oldEdits: ReturnType<FaultDesk['oldEdits']>;
  return {
    next: (match, fault) => {
      let release: () => void = () => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      let arrived: () => void = () => {};
      const hit = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const entry: Planned = { match, fault, left: match.times ?? 1, hits: 0, released, release, arrived };
      planned.push(entry);
      all.push(entry);
      return {
        hits: () => entry.hits,
        hit,
        release,
        cancel: () => {
          planned = planned.filter((other) => other !== entry);
          release();
        },
      };
    },
    limitOldEdits: (retryMs, bornBeforeMs) => {
      oldEdits = retryMs === undefined ? undefined : { retryMs, bornBeforeMs };
    },
    oldEdits: () => oldEdits,
    take: (method, path) => {
      const entry = planned.find(
        ({ match }) =>
          (match.method === undefined || match.method === method) &&
          (match.route === undefined || match.route.test(path)),
      );
      if (!entry) return undefined;
      entry.hits += 1;
      entry.arrived();
      entry.left -= 1;
      if (entry.left <= 0) planned = planned.filter((other) => other !== entry);
      return { fault: entry.fault, released: entry.released };
    },
    releaseAll: () => {
      planned = [];
      for (const entry of all) entry.release();
    },
  };
}
