// The time of a replay: plays, stands, jumps, runs faster. Says the moment; what is drawn at it is the caller's. Nothing runs
// while it stands.

export type Playback = {
  /** `stepMs`: how often at most; `againAfterMs`: begins anew so long after the end. */
  play(how?: { readonly stepMs?: number; readonly againAfterMs?: number }): void;
  pause(): void;
  /** ms of the race. */
  seek(t: number): void;
  /** Stands there without showing it. */
  rest(t: number): void;
  /** So many ms of the race in one of ours. */
  speed(times: number): void;
  readonly playing: () => boolean;
};

const STEP_MS = 100;

export function makePlayback(durationMs: number, show: (t: number, playing: boolean) => void): Playback {
  let at = 0;
  let times = 1;
  let timer: number | undefined;
  let last = 0;

  const stop = () => {
    if (timer !== undefined) window.clearTimeout(timer);
    timer = undefined;
  };

  const playback: Playback = {
    play({ stepMs = STEP_MS, againAfterMs } = {}) {
      stop();
      if (at >= durationMs) at = 0;
      last = performance.now();
      const step = () => {
        const now = performance.now();
        at = Math.min(durationMs, at + (now - last) * times);
        last = now;
        const ended = at >= durationMs;
        timer = ended ? undefined : window.setTimeout(step, stepMs);
        if (ended && againAfterMs !== undefined)
          timer = window.setTimeout(() => playback.play({ stepMs, againAfterMs }), againAfterMs);
        show(at, timer !== undefined);
      };
      step();
    },
    pause() {
      stop();
      show(at, false);
    },
    seek(t) {
      at = Math.min(Math.max(0, t), durationMs);
      last = performance.now();
      show(at, timer !== undefined);
    },
    rest(t) {
      stop();
      at = t;
    },
    speed(next) {
      times = next;
    },
    playing: () => timer !== undefined,
  };
  return playback;
}
