// The database's half of the seeds. A draw is one statement: it takes a row that nobody else is taking. Deliberately absent:
// folders, what becomes of a seed when its race says so (./seed-facts.ts).
import type { DataSource } from 'typeorm';
import type { SeedRow, SeedRows, SeedStatus, Time } from '../play/ports/index.ts';
import { asNodeId } from '../race/graph.ts';
import type { RaceId, SeedId } from '../race/ids.ts';
import { toJson } from './json.ts';
import type { SeedTableRow } from './schemas/seeds.ts';

type Row = Omit<SeedTableRow, 'graph_json' | 'drawn_at' | 'created_at'>;

const COLUMNS =
  's.id, s.seed_number::float8, s.pool_name, s.folder, s.total_layers, s.start_node, s.status, s.lies_in, s.race_id';
/** The race's log says that it had this seed. */
const NAMED = `exists (select 1 from race_events e where e.race_id = s.race_id
  and e.type in ('race_created', 'seed_rerolled') and e.body->'seed'->>'id' = s.id::text)`;
const UNNAMED = `s.status = 'consumed' and not ${NAMED}`;

export function makeSeedRows(source: DataSource, time: Pick<Time, 'now'>): SeedRows {
  /**
   * A commit that nobody got an answer to may be on its way to name the seed: it holds the row. Whether it did is asked in a statement of
   * its own, for the one that waited for the row still sees the log as it was before.
   */
  const giveBack = (which: string, values: unknown[]): Promise<number> =>
    source.transaction(async (manager) => {
      await manager.query(`select s.id from seeds s where ${UNNAMED} and ${which} for update`, values);
      const [, changed] = await manager.query<[unknown[], number]>(
        `update seeds s set status = 'available', race_id = null, drawn_at = null where ${UNNAMED} and ${which}`,
        values,
      );
      return changed;
    });

  return {
    async all() {
      const rows = await source.query<Row[]>(`select ${COLUMNS} from seeds s order by s.pool_name, s.folder`);
      return rows.map(seedOf);
    },

    async add(seeds) {
      let added = 0;
      // One by one: a graph has 200 kB.
      for (const { pool, folder, number, totalLayers, startNode, graph } of seeds) {
        const rows = await source.query<{ is_new: boolean }[]>(
          `insert into seeds as s (pool_name, folder, seed_number, total_layers, start_node, graph_json, lies_in)
           values ($1, $2, $3, $4, $5, $6, 'available')
           on conflict (pool_name, folder) do update
           set seed_number = excluded.seed_number, total_layers = excluded.total_layers, start_node = excluded.start_node,
             graph_json = excluded.graph_json, lies_in = 'available'
           where s.status = 'available'
             and (s.seed_number, s.total_layers, s.start_node, s.graph_json::text, s.lies_in) is distinct from
               (excluded.seed_number, excluded.total_layers, excluded.start_node, excluded.graph_json::text, excluded.lies_in)
           returning xmax = 0 as is_new`,
          [pool, folder, number, totalLayers, startNode, graph],
        );
        if (rows[0]?.is_new === true) added += 1;
      }
      return added;
    },

    async place(places) {
      await source.query(
        `update seeds s set lies_in = n.lies_in from jsonb_to_recordset($1::jsonb) as n(id uuid, lies_in text)
         where s.id = n.id and s.lies_in is distinct from n.lies_in`,
        [toJson(places.map(({ seed, liesIn }) => ({ id: seed, lies_in: liesIn })))],
      );
    },

    async draw(pool, race, dice) {
      const [rows] = await source.query<[Row[], number]>(
        `update seeds s set status = 'consumed', race_id = $2, drawn_at = $4
         where s.id = (select c.id from seeds c where c.pool_name = $1 and c.status = 'available' and c.lies_in is not null
           order by md5(c.id || $3) limit 1 for update skip locked)
         returning ${COLUMNS}`,
        [pool, race, String(dice), new Date(time.now())],
      );
      return rows[0] === undefined ? undefined : seedOf(rows[0]);
    },

    async giveBack(seed, race) {
      await giveBack('s.id = $1 and s.race_id = $2', [seed, race]);
    },

    async discard(seed) {
      await source.query(`update seeds set status = 'discarded' where id = $1`, [seed]);
    },

    repair: (drawnBefore, drawnSince = 0) =>
      giveBack('s.race_id is not null and s.drawn_at < $1 and s.drawn_at >= $2', [
        new Date(drawnBefore),
        new Date(drawnSince),
      ]),

    async graph(seed) {
      const rows = await source.query<{ graph_json: unknown }[]>('select graph_json from seeds where id = $1', [seed]);
      return rows[0]?.graph_json;
    },

    stats: () =>
      source.query(
        `select pool_name as pool,
           count(*) filter (where status = 'available' and lies_in is not null)::int as available,
           count(*) filter (where status = 'consumed')::int as consumed
         from seeds group by pool_name order by pool_name`,
      ),
  };
}

const seedOf = (row: Row): SeedRow => ({
  id: row.id as SeedId,
  pool: row.pool_name,
  folder: row.folder,
  number: row.seed_number,
  totalLayers: row.total_layers,
  startNode: asNodeId(row.start_node),
  status: row.status as SeedStatus,
  liesIn: row.lies_in as SeedStatus | null,
  race: row.race_id as RaceId | null,
});
