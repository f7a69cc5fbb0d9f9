// prune, wired: by its command, and once a day by the service itself.
import type { Logger } from 'pino';
import type { Print } from '../cli/print.ts';
import { type PruneWish, prune } from '../cli/prune.ts';
import type { Config } from '../config.ts';
import { makeRegular, type Regular } from '../later/regular.ts';
import type { SeedRows, Time } from '../play/ports/index.ts';
import { removeUsed } from '../pools/move.ts';
import { findPrunable } from '../store/look.ts';

type Parts = {
  readonly databaseUrl: string;
  readonly rows: Pick<SeedRows, 'place'>;
  /** Removes bases of packs that are not in use; answers how many files went. */
  readonly sweepPacks: (inUse: ReadonlySet<string>) => Promise<number>;
};

/** Not while everybody comes back after a restart. */
const FIRST_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/** Answers the exit code. */
export const pruneUsed = (
  wish: PruneWish,
  { databaseUrl, rows, sweepPacks, seedsDir, print }: Parts & { readonly seedsDir: string; readonly print: Print },
): Promise<number> =>
  prune(wish, {
    prunable: (before) => findPrunable(databaseUrl, before),
    removeFolder: (pool, folder) => removeUsed(seedsDir, pool, folder),
    sweepPacks,
    rows,
    print,
  });

export const makeDailyPrune = (
  { keepPacksDays: keepDays, seedsDir }: Pick<Config, 'keepPacksDays' | 'seedsDir'>,
  { time, logger, ...parts }: Parts & { readonly time: Time; readonly logger: Pick<Logger, 'info' | 'warn'> },
): Regular =>
  makeRegular({
    job: () =>
      pruneUsed(
        { keepDays, dryRun: false, now: time.now() },
        { ...parts, seedsDir, print: (line) => logger.info(line) },
      ),
    what: 'pruning',
    firstMs: FIRST_MS,
    everyMs: DAY_MS,
    time,
    logger,
  });
