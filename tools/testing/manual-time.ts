// Time that stands until a test lets it pass. Timers run in order, each at its own instant; what they await has settled
// before the next one runs.

import type { Time } from '../../server/play/ports/index.ts';

export type ManualTime = Time & {
  /** Lets `ms` pass. */
  pass(ms: number): Promise<void>;
  /** Timers that wait. */
  waiting(): number;
};

export function manualTime(start: number): ManualTime {
  let now = start;
  let made = 0;
  const timers = new Map<number, { readonly at: number; readonly then: () => void }>();

  const nextUntil = (end: number) =>
    [...timers].filter(([, timer]) => timer.at <= end).toSorted((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];

  return {
    now: () => now,
    after(ms, then) {
      made += 1;
      const id = made;
      timers.set(id, { at: now + Math.max(0, ms), then });
      return () => void timers.delete(id);
    },
    async pass(ms) {
      const end = now + ms;
      await settle();
      for (let next = nextUntil(end); next !== undefined; next = nextUntil(end)) {
        const [id, timer] = next;
        timers.delete(id);
        now = Math.max(now, timer.at);
        timer.then();
        await settle();
      }
      now = end;
      await settle();
    },
    waiting: () => timers.size,
  };
}

/** One turn of the event loop: promises that are ready have run. */
const settle = () => new Promise<void>((done) => setImmediate(done));
