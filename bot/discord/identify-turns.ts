// When a connection may identify itself: Discord takes one in 5 s. In place of discord.js's own turns, which do not hear that a connection
// broke while it waited: it then identified on the next one, twice on the same (refused with 4005, and all begins anew), or, where that was
// not open yet, with an error that nobody caught and that ended the process.

import type { IIdentifyThrottler } from 'discord.js';
import { systemTime, type Time } from '../../server/play/ports/index.ts';

/** Of Discord's time, whatever clock races have. */
export const IDENTIFY_EVERY_MS = 5_000;
/** Two clocks never agree quite. */
const SPARE_MS = 500;

/** For one shard: who waits is the newest connection, all before it are over. Rejects when the connection breaks. */
export function makeIdentifyTurns(time: Time = systemTime): IIdentifyThrottler {
  let free = 0;
  return {
    async waitForIdentify(_shard, signal) {
      // A clock that was set back makes nobody wait longer.
      const waitMs = Math.min(free - time.now(), IDENTIFY_EVERY_MS + SPARE_MS);
      if (waitMs > 0) await passed(time, waitMs, signal);
      signal.throwIfAborted();
      free = time.now() + IDENTIFY_EVERY_MS + SPARE_MS;
    },
  };
}

const passed = (time: Time, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const callOff = time.after(ms, resolve);
    signal.addEventListener('abort', () => {
      callOff();
      resolve();
    });
  });
