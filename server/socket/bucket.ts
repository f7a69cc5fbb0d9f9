// A token bucket on the service's own time, so that tests can pass it.

import type { Time } from '../play/ports/index.ts';

/** Answers whether one more is allowed now; `burst` at once, then `perSecond`. */
export function makeBucket(time: Pick<Time, 'now'>, perSecond: number, burst: number): () => boolean {
  let tokens = burst;
  let at = time.now();
  return () => {
    const now = time.now();
    // A clock that is set back takes nothing away.
    tokens = Math.min(burst, tokens + (Math.max(0, now - at) * perSecond) / 1_000);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
