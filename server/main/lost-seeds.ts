// Seeds that were drawn for a race that never came to be, because the database went away in between: given back when the service starts and,
// as whoever wants the last one of a pool does not wait for that, while it runs. Deliberately absent: which those are (SeedRows).

import type { Logger } from 'pino';
import { makeRegular, type Regular } from '../later/regular.ts';
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

/** Resolves after the first look, which finds all; rejects where that fails. The later ones are begun. */
export async function giveLostSeedsBack({ rows, time, logger }: Parts): Promise<Pick<Regular, 'stop'>> {
  const told = (seeds: number) => {
    if (seeds > 0) logger.warn({ seeds }, 'seeds were drawn for races that never came to be; they can be drawn again');
  };
  const job = async () => told(await rows.repair(time.now() - LOST_AFTER_MS, time.now() - LOOK_BACK_MS));
  told(await rows.repair(time.now()));
  const regular = makeRegular({
    job,
    what: 'looking for lost seeds',
    firstMs: LOOK_EVERY_MS,
    everyMs: LOOK_EVERY_MS,
    time,
    logger,
  });
  regular.start();
  return regular;
}
