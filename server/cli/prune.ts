// prune: makes room on the disk by deleting seed folders of races that were settled long ago, and compressed packs that nobody
// needs. Never a log: every race can still be looked at and replayed.
import type { SeedRows } from '../play/ports/index.ts';
import type { SeedId } from '../race/ids.ts';
import { type Print, several } from './print.ts';

const DAY_MS = 86_400_000;

type Seed = { readonly id: SeedId; readonly pool: string; readonly folder: string; readonly liesIn: string };
type Deps = {
  readonly prunable: (
    before: number,
  ) => Promise<{ readonly seeds: readonly Seed[]; readonly packsInUse: readonly string[] }>;
  /** False: it was not there. */
  readonly removeFolder: (pool: string, folder: string) => Promise<boolean>;
  readonly sweepPacks: (inUse: ReadonlySet<string>) => Promise<number>;
  readonly rows: Pick<SeedRows, 'place'>;
  readonly print: Print;
};
export type PruneWish = { readonly keepDays: number; readonly dryRun: boolean; readonly now: number };

/** Answers the exit code. */
export async function prune({ keepDays, dryRun, now }: PruneWish, deps: Deps): Promise<number> {
  const { prunable, removeFolder, sweepPacks, rows, print } = deps;
  const { seeds, packsInUse } = await prunable(now - keepDays * DAY_MS);
  for (const { pool, folder, liesIn } of seeds) print(`${pool}/${liesIn}/${folder}`);
  if (dryRun) {
    print(`${several(seeds.length, 'used seed')} would be deleted; nothing was.`);
    return 0;
  }
  let removed = 0;
  for (const { id, pool, folder } of seeds) {
    if (await removeFolder(pool, folder)) removed += 1;
    await rows.place([{ seed: id, liesIn: null }]);
  }
  const swept = await sweepPacks(new Set(packsInUse));
  const gone = `${several(removed, 'used seed')} and ${several(swept, 'compressed pack')}`;
  print(`Deleted ${gone} of races settled more than ${several(keepDays, 'day')} ago.`);
  return 0;
}
