// Time as a port, so that tests can pass it.

export type Time = {
  /** Server epoch ms. */
  now(): number;
  /** Calls once, at the earliest after `ms`. Returns the way to call it off. Errors of `then` are the implementer's to log. */
  after(ms: number, then: () => void): () => void;
};

/** setTimeout holds 2^31 - 1 ms at most; a longer wait is cut into pieces. */
const LONGEST_MS = 2_000_000_000;

export const systemTime: Time = {
  now: () => Date.now(),
  after(ms, then) {
    if (ms > LONGEST_MS) {
      let callOff = systemTime.after(LONGEST_MS, () => {
        callOff = systemTime.after(ms - LONGEST_MS, then);
      });
      return () => callOff();
    }
    const timer = setTimeout(then, Math.max(0, ms));
    return () => clearTimeout(timer);
  },
};

/** Whole numbers from 0 to sides - 1, and ids: the only source of chance. */
export type Dice = {
  roll(sides: number): number;
  uuid(): string;
};
