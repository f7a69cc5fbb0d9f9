// What there is to back up: our tables with their columns, and what hangs on them (foreign keys, sequences). Only tables that the
// schemas name: whatever else lies in the database is somebody else's.
import type { DataSource } from 'typeorm';

export type Asks = Pick<DataSource, 'query'>;
export type Table = { readonly name: string; readonly columns: readonly string[]; readonly key: readonly string[] };

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Those of `names` that are there, by name; columns in their order. Generated columns are left out: they come by themselves. */
export async function readTables(db: Asks, names: readonly string[]): Promise<readonly Table[]> {
  return await db.query<Table[]>(
    `select c.relname as name,
       array(select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
         order by a.attnum) as columns,
       array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
         where i.indrelid = c.oid and i.indisprimary order by a.attnum) as key
     from pg_class c
     where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname = any($1)
     order by c.relname`,
    [names],
  );
}

/** `name.column` -> its type as PostgreSQL names it. */
export async function readTypes(db: Asks, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ at: string; type: string }[]>(
    `select c.relname || '.' || a.attname as at, format_type(a.atttypid, a.atttypmod) as type
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname = any($1)
       and a.attnum > 0 and not a.attisdropped`,
    [names],
  );
  return new Map(rows.map(({ at, type }) => [at, type]));
}

export type ForeignKey = { readonly table: string; readonly name: string; readonly definition: string };

export const readForeignKeys = (db: Asks, names: readonly string[]): Promise<readonly ForeignKey[]> =>
  db.query<ForeignKey[]>(
    `select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
     from pg_constraint k join pg_class c on c.oid = k.conrelid
     where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace and c.relname = any($1)`,
    [names],
  );

/** Lets every sequence go on after the highest number that is there. */
export async function resetSequences(db: Asks, tables: readonly Table[]): Promise<void> {
  for (const { name, columns } of tables) {
    const owned = await db.query<{ column: string; sequence: string }[]>(
      `select c as column, pg_get_serial_sequence($1, c) as sequence from unnest($2::text[]) c
       where pg_get_serial_sequence($1, c) is not null`,
      [quote(name), columns],
    );
    for (const { column, sequence } of owned) {
      const next = `coalesce((select max(${quote(column)}) from ${quote(name)}), 0) + 1`;
      await db.query(`select setval($1, ${next}, false)`, [sequence]);
    }
  }
}

export async function countRows(db: Asks, names: readonly string[]): Promise<number> {
  let total = 0;
  for (const name of names) {
    const [found] = await db.query<{ count: number }[]>(`select count(*)::int as count from ${quote(name)}`);
    total += found?.count ?? 0;
  }
  return total;
}
