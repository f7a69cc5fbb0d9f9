// One animation loop for everything that moves on the map. It runs while something moves and not a frame longer.

export type Ticker = {
  /** Calls `step` every frame until it answers false. The same `name` again replaces what ran under it. */
  run(name: string, step: (now: number) => boolean): void;
  stop(name: string): void;
};

/** `after`: once per frame, when all steps of it are done. */
export function makeTicker(after: () => void): Ticker {
  const steps = new Map<string, (now: number) => boolean>();
  let asked = 0;
  const frame = (now: number) => {
    asked = 0;
    for (const [name, step] of steps) if (!step(now)) steps.delete(name);
    after();
    ask();
  };
  const ask = () => {
    if (asked === 0 && steps.size > 0) asked = requestAnimationFrame(frame);
  };
  return {
    run: (name, step) => {
      steps.set(name, step);
      ask();
    },
    stop: (name) => void steps.delete(name),
  };
}

/** Slow at both ends. */
export const eased = (part: number): number => (part < 0.5 ? 2 * part * part : 1 - (2 - 2 * part) ** 2 / 2);
