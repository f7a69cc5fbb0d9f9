// The port Seeds: the database says whose a seed is, the folders follow it (ARCHITECTURE, "Writing and recovering").
// A draw is the database's; before it counts, the folder is read once more, so that a race never gets a broken seed.
// Deliberately absent: SQL (SeedRows is given), which race may draw, zip.
import { stat } from 'node:fs/promises';
import type { PoolStats, ScanReport, SeedRow, SeedRows, Seeds } from '../play/ports/seeds.ts';
import type { RaceSeed } from '../race/facts.ts';
import { type Graph, parseGraph } from '../race/graph.ts';
import type { SeedId } from '../race/ids.ts';
import type { PoolDescription } from '../seeds/pool.ts';
import { hashPack } from './files.ts';
import { discard, moveToAvailable, moveToConsumed, type Place, seedFolder } from './move.ts';
import { type PoolScan, scanPools } from './scan.ts';
import { readSeed, type SeedContent } from './seed.ts';
import { withoutSpent } from './spent.ts';

/** Seeds of which something is kept in memory; a parsed graph of 100 nodes takes about half a megabyte. */
const SEEDS_KEPT = 200;

/** What every download of a seed needs of its folder. */
export type SeedSource = Pick<SeedContent, 'folder' | 'files' | 'template'>;

export type SeedHouse = Seeds & {
  /** The files of a drawn seed, wherever its folder is; undefined if it is gone or broke. For the packs. */
  source(seed: RaceSeed): Promise<SeedSource | undefined>;
  /** Pools as described to people, with duration and settings; of the latest scan. */
  describe(): Promise<readonly PoolDescription[]>;
};

/** `dir`: the folder of the pools. Rejects when the database is away; never for what lies in the folders. */
export const makeSeeds = (given: { readonly dir: string; readonly rows: SeedRows }): SeedHouse => {
  const { dir, rows } = given;
  const graphs = new Map<SeedId, Graph>();
  const sources = new Map<SeedId, SeedSource>();
  let latest: PoolScan | undefined;
  let busy: Promise<unknown> = Promise.resolve();

  /** Scanning, hashing and moving one after the other: none must meet a folder on its way. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = busy.then(work, work);
    busy = next.catch(() => {});
    return next;
  };

  const scanNow = async (): Promise<ScanReport> => {
    const scan = withoutSpent(await scanPools(dir), await rows.all());
    latest = scan;
    const found = scan.pools.flatMap((pool) => pool.available);
    const added = await rows.add(
      found.map(({ pool, folder, number, totalLayers, graph, graphText }) => ({
        ...{ pool, folder, number, totalLayers },
        startNode: graph.start,
        graph: graphText,
      })),
    );
    const before = await rows.all();
    const places = await Promise.all(before.map(async (row) => ({ row, liesIn: await placeOf(scan, row) })));
    const changed = places.filter(({ row, liesIn }) => row.liesIn !== liesIn);
    await rows.place(changed.map(({ row, liesIn }) => ({ seed: row.id, liesIn })));
    await settleNow();
    const stats = await rows.stats();
    return {
      pools: scan.pools.length,
      available: stats.reduce((sum, { available }) => sum + available, 0),
      added,
      vanished: changed.filter(({ liesIn }) => liesIn === null).length,
      broken: scan.broken,
    };
  };

  /** A seed in available/ is usable only if the scan read it; the others are read when they are needed. */
  const placeOf = async (scan: PoolScan, { pool, folder }: SeedRow): Promise<Place | null> => {
    const found = await seedFolder(dir, pool, folder);
    if (found === undefined || found.place !== 'available') return found?.place ?? null;
    const isUsable = scan.pools.some((one) =>
      one.available.some((seed) => seed.pool === pool && seed.folder === folder),
    );
    return isUsable ? 'available' : null;
  };

  const settleNow = async (): Promise<void> => {
    const astray = (await rows.all()).filter(({ status, liesIn }) => liesIn !== null && liesIn !== status);
    const moved = [];
    for (const { id, pool, folder, status } of astray) {
      const outcome = await MOVES[status](dir, pool, folder);
      if (outcome === 'moved' || outcome === 'already') moved.push({ seed: id, liesIn: status });
      if (outcome === 'missing') moved.push({ seed: id, liesIn: null });
    }
    if (moved.length > 0) await rows.place(moved);
  };

  const scanned = async (): Promise<PoolScan> => {
    if (latest === undefined) await inTurn(async () => latest ?? (await scanNow()));
    return latest ?? { pools: [], broken: [] };
  };

  const content = async ({ pool, folder }: { pool: string; folder: string }): Promise<SeedContent | undefined> => {
    // A second look: the folder may have been moved between finding and reading it.
    for (let looks = 0; looks < 2; looks += 1) {
      const found = await seedFolder(dir, pool, folder);
      const read = found === undefined ? undefined : await readSeed(found.path).catch(() => undefined);
      if (read !== undefined && !('broken' in read)) return read;
    }
    return undefined;
  };

  const raceSeedOf = async (row: SeedRow): Promise<RaceSeed | undefined> => {
    const read = await content(row);
    if (read === undefined || read.graph.seed !== row.number) return undefined;
    const { id, pool, number } = row;
    const { totalLayers, start } = read.graph;
    // A file that cannot be read, or is gone since it was listed: not a seed to race on.
    const pack = await hashPack(read).catch(() => undefined);
    return pack === undefined ? undefined : { id, pool, number, totalLayers, startNode: start, pack };
  };

  return {
    draw: async (pool, race, dice) => {
      const names = (await scanned()).pools.map((one) => one.description.name);
      if (!names.includes(pool)) return { refused: { code: 'unknown_pool', pools: names } };
      // Ends: a seed that cannot be read lies nowhere from then on, and is not drawn again.
      for (let row = await rows.draw(pool, race, dice); row !== undefined; row = await rows.draw(pool, race, dice)) {
        const taken = row;
        const seed = await inTurn(() => raceSeedOf(taken));
        if (seed !== undefined) return { seed };
        await rows.place([{ seed: row.id, liesIn: null }]);
        await rows.giveBack(row.id, race);
      }
      return { refused: { code: 'pool_empty', pool } };
    },
    giveBack: (seed, race) => rows.giveBack(seed, race),
    graph: async (seed) => {
      const kept = graphs.get(seed);
      if (kept !== undefined) return kept;
      const read = parseGraph(await rows.graph(seed));
      if ('problems' in read) return undefined;
      keep(graphs, seed, read.graph);
      return read.graph;
    },
    pools: async () => {
      const { pools } = await scanned();
      const stats = await rows.stats();
      return pools.map(({ description, broken }): PoolStats => {
        const { name, displayName, description: about } = description;
        const own = stats.find((one) => one.pool === name);
        return {
          name,
          displayName,
          description: about,
          available: own?.available ?? 0,
          consumed: own?.consumed ?? 0,
          broken,
        };
      });
    },
    scan: () => inTurn(scanNow),
    settle: () => inTurn(settleNow),
    named: async (pool, number) =>
      (await rows.all()).find((row) => row.pool === pool && row.number === number && row.status !== 'discarded')?.id,
    discard: async (seed) => {
      await rows.discard(seed);
      await inTurn(settleNow);
    },
    source: async ({ id }) => {
      const kept = sources.get(id);
      if (kept !== undefined && (await isFolder(kept.folder))) return kept;
      sources.delete(id);
      const row = (await rows.all()).find((one) => one.id === id);
      const read = row === undefined ? undefined : await content(row);
      if (read === undefined) return undefined;
      const { folder, files, template } = read;
      return keep(sources, id, { folder, files, template });
    },
    describe: async () => (await scanned()).pools.map((pool) => pool.description),
  };
};

/** The oldest goes when there are too many. */
function keep<T>(kept: Map<SeedId, T>, seed: SeedId, value: T): T {
  const [oldest] = kept.keys();
  if (kept.size >= SEEDS_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(seed, value);
  return value;
}

/** False where it was moved or is gone. */
const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const MOVES = { available: moveToAvailable, consumed: moveToConsumed, discarded: discard };
