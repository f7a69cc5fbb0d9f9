// Questions that only commands ask, each on a connection of its own: what is stored of a race beside its log, what a prune may
// take. Nothing here changes a row.
import type { DataSource } from 'typeorm';
import type { SeedStatus } from '../play/ports/index.ts';
import type { SeedId } from '../race/ids.ts';
import type { Race } from '../race/race.ts';
import { makeDataSource } from './data-source.ts';
import { participantRow, raceRow } from './rows.ts';

async function withSource<T>(url: string, work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = await makeDataSource(url, { applicationName: 'speedfog-racing look', poolSize: 1 }).initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}

/** Where the read tables say something else than this state; a sentence each, empty where they agree. */
export async function differences(url: string, race: Race): Promise<readonly string[]> {
  return await withSource(url, async (source) => {
    const races = await source.query<Stored[]>('select to_jsonb(r) as row from races r where id = $1', [race.id]);
    const players = await source.query<Stored[]>('select to_jsonb(p) as row from participants p where race_id = $1', [
      race.id,
    ]);
    const folded = await source.query<Stored[]>(
      'select to_jsonb(r) as row from jsonb_populate_record(null::races, $1) r',
      [JSON.stringify(raceRow(race))],
    );
    const foldedPlayers = await source.query<Stored[]>(
      'select to_jsonb(p) as row from jsonb_populate_recordset(null::participants, $1) p',
      [JSON.stringify(race.participants.map((player) => participantRow(race.id, player)))],
    );
    const stored = new Map(players.map(({ row }) => [String(row.id), row]));
    const expected = new Map(foldedPlayers.map(({ row }) => [String(row.id), row]));
    const names = new Set([...stored.keys(), ...expected.keys()]);
    return [
      ...compare('the race', races[0]?.row, folded[0]?.row),
      ...[...names].flatMap((id) =>
        compare(String((expected.get(id) ?? stored.get(id))?.name), stored.get(id), expected.get(id)),
      ),
    ];
  });
}

type Stored = { readonly row: Readonly<Record<string, unknown>> };

function compare(who: string, stored: Stored['row'] | undefined, folded: Stored['row'] | undefined): string[] {
  if (stored === undefined) return [`${who}: is in the log, but not stored`];
  if (folded === undefined) return [`${who}: is stored, but not in the log`];
  return Object.keys(folded).flatMap((column) => {
    const [was, is] = [stored[column], folded[column]].map((value) => JSON.stringify(value ?? null));
    return was === is ? [] : [`${who}: ${column} is stored as ${was}, the log gives ${is}`];
  });
}

export type PrunableSeed = {
  readonly id: SeedId;
  readonly pool: string;
  readonly folder: string;
  readonly liesIn: SeedStatus;
};

export type Prunable = {
  /** Seeds whose race was settled before, and whose folders are still there. */
  readonly seeds: readonly PrunableSeed[];
  /** Hashes of packs that a race still needs, or needed not long enough ago. */
  readonly packsInUse: readonly string[];
};

/** `before`: server ms; a race is as old as its last fact. */
export async function findPrunable(url: string, before: number): Promise<Prunable> {
  const old = `r.settled and (select max(e.at) from race_events e where e.race_id = r.id) < $1`;
  return await withSource(url, async (source) => {
    const seeds = await source.query<PrunableSeed[]>(
      `select s.id, s.pool_name as pool, s.folder, s.lies_in as "liesIn" from seeds s join races r on r.id = s.race_id
       where s.status <> 'available' and s.lies_in in ('consumed', 'discarded') and ${old} order by s.pool_name, s.folder`,
      [new Date(before)],
    );
    const packs = await source.query<{ pack: string }[]>(
      `select distinct f.body->'seed'->>'pack' as pack from race_events f join races r on r.id = f.race_id
       where f.type in ('race_created', 'seed_rerolled') and not (${old})`,
      [new Date(before)],
    );
    return { seeds, packsInUse: packs.map(({ pack }) => pack) };
  });
}

/** For comparing clocks and versions: the server's time (ms) and PostgreSQL's version as it writes it. */
export async function readServer(url: string): Promise<{ readonly now: number; readonly version: string }> {
  return await withSource(url, async (source) => {
    const [row] = await source.query<{ now: Date; version: string }[]>(
      `select clock_timestamp() as now, current_setting('server_version') as version`,
    );
    return { now: row?.now.getTime() ?? 0, version: row?.version ?? '' };
  });
}
