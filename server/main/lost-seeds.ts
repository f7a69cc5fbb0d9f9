// Seeds that were drawn for a race that never came to be, because the database went away in between: given back when the service starts and,
// as whoever wants the last one of a pool does not wait for that, while it runs. Deliberately absent: which those are (SeedRows).

import type { Logger } from 'pino';
import type { SeedRows, Time } from '../play/ports/index.ts';

/** Longer than anybody is between drawing a seed and writing what it is for. */
export const LOST_AFTER_MS = 5 * 60_000;
export const LOOK_EVERY_MS = 60_000;
/** Older ones are looked for at the next start: every look goes through what was drawn since. */
const LOOK_BACK_MS = 86_400_000;

type Parts = {
  readonly rows: Pick<SeedRows, 'repair'>;
  readonly time: Time;
  readonly logger: Pick<Logger, 'warn'>;
};

/** Resolves after the first look, which finds all; rejects where that fails. Answers how to stop: resolves when the last look is over. */
export async function giveLostSeedsBack({ rows, time, logger }: Parts): Promise<() => Promise<void>> {
  let stopped = false;
  let callOff: () => void = () => {};
  let looking: Promise<void> = Promise.resolve();

  const told = (seeds: number) => {
    if (seeds > 0) logger.warn({ seeds }, 'seeds were drawn for races that never came to be; they can be drawn again');
  };
  const look = async () => {
    const now = time.now();
    try {
      told(await rows.repair(now - LOST_AFTER_MS, now - LOOK_BACK_MS));
    } catch (fault) {
      logger.warn({ err: fault }, 'lost seeds could not be looked for; it is tried again');
    }
    next();
  };
  const next = () => {
    if (stopped) return;
    callOff = time.after(LOOK_EVERY_MS, () => {
      looking = look();
    });
  };

  told(await rows.repair(time.now()));
  next();
  return async () => {
    stopped = true;
    callOff();
    await looking;
  };
}
