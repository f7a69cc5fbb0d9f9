// The simulator's clock: `now` in ms since 1970 and `after`, which runs something later and hands back a way to call
// it off. Real by default; `manualTime` moves only when told, so "unanswered for 3 s" and "15 min later" need no wait.
// Not here: heartbeats and test deadlines, which belong to the network and stay on real timers.
export type SimulatorTime = {
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
};

export type ManualTime = SimulatorTime & {
  /** Moves the clock by ms and runs what falls due on the way, in order. */
  readonly advance: (ms: number) => void;
};

export const realTime: SimulatorTime = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Starts late enough that snowflakes have the 17 to 19 digits that clients expect. */
export function manualTime(startMs: number = Date.UTC(2026, 0, 1)): ManualTime {
  let nowMs = startMs;
  let waiting: { atMs: number; run: () => void }[] = [];
  return {
    now: () => nowMs,
    after: (ms, run) => {
      const entry = { atMs: nowMs + ms, run };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
    advance: (ms) => {
      const untilMs = nowMs + ms;
      for (;;) {
        const due = waiting.filter((entry) => entry.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (!due) break;
        waiting = waiting.filter((entry) => entry !== due);
        nowMs = Math.max(nowMs, due.atMs);
        due.run();
      }
      nowMs = untilMs;
    },
  };
}
