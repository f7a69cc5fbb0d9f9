// Time as the simulator sees it: the system's, or one that a test moves by hand so that limits of 30 seconds or 30 minutes
// are tested at once. Deliberately absent: calendars, intervals (whoever repeats asks again).

/** Milliseconds since the epoch, and one-shot timers; `after` returns a function that cancels. */
export type Clock = {
  now(): number;
  after(delayMs: number, run: () => void): () => void;
};

export type ManualClock = Clock & {
  /** Moves time forward and runs every timer that falls due, in order. */
  advance(byMs: number): void;
};

/** The computer's clock. Its timers do not keep a process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until `advance`. Starts at the present, since real clients compare expiries with theirs. */
export function createManualClock(startMs: number = Date.now()): ManualClock {
  let nowMs = startMs;
  const timers = new Set<{ dueMs: number; run: () => void }>();
  const nextDue = (limitMs: number) =>
    [...timers].filter((timer) => timer.dueMs <= limitMs).sort((a, b) => a.dueMs - b.dueMs)[0];

  return {
    now: () => nowMs,
    after(delayMs, run) {
      const timer = { dueMs: nowMs + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(byMs) {
      const untilMs = nowMs + byMs;
      for (let timer = nextDue(untilMs); timer; timer = nextDue(untilMs)) {
        timers.delete(timer);
        nowMs = Math.max(nowMs, timer.dueMs);
        timer.run();
      }
      nowMs = untilMs;
    },
  };
}
