// Many at once, or one alone: writers of races go on side by side, and what has to find all of them at rest waits for those under way
// and holds up the next.

export type Standstill = {
  /** Among others. */
  among<T>(job: () => Promise<T>): Promise<T>;
  /** Alone; several of these one after the other. */
  alone<T>(job: () => Promise<T>): Promise<T>;
};

export function makeStandstill(): Standstill {
  let under = 0;
  let atRest: (() => void) | undefined;
  let stopped: Promise<unknown> | undefined;

  const leave = () => {
    under -= 1;
    if (under === 0) atRest?.();
  };
  const rest = () => (under === 0 ? Promise.resolve() : new Promise<void>((resolve) => (atRest = resolve)));

  return {
    async among(job) {
      while (stopped !== undefined) await stopped;
      under += 1;
      try {
        return await job();
      } finally {
        leave();
      }
    },
    async alone(job) {
      while (stopped !== undefined) await stopped;
      let goOn: () => void = () => {};
      stopped = new Promise<void>((resolve) => (goOn = resolve));
      try {
        await rest();
        return await job();
      } finally {
        atRest = undefined;
        stopped = undefined;
        goOn();
      }
    },
  };
}
