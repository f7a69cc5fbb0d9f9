// Puts a backup into a database: everything is checked first, then one transaction builds the schema that the backup had, fills
// it, and goes on to this version's schema. When anything fails, the database is as it was. Only while nobody serves it.
import type { QueryRunner } from 'typeorm';
import { makeDataSource } from '../data-source.ts';
import { LOCKS } from '../locks.ts';
import { migrate, nameOf } from '../migrate.ts';
import { MIGRATIONS, type Migration } from '../migrations/index.ts';
import { type Header, type Row, UnusableBackup } from './format.ts';
import { keyMarkOf } from './key-mark.ts';
import { checkBackup, openBackup } from './read.ts';
import {
  type Asks,
  countRows,
  type ForeignKey,
  quote,
  readForeignKeys,
  readTables,
  readTypes,
  resetSequences,
} from './tables.ts';
import { OUR_TABLES, speakPlainly } from './write.ts';

/** A statement carries that many rows, or fewer where they are long. */
const ROWS_AT_ONCE = 500;
const LETTERS_AT_ONCE = 4 * 1024 * 1024;

export type RestoreOptions = {
  readonly url: string;
  readonly path: string;
  readonly secretKey: string;
  /** What is in the database is lost. Without it, only an empty one is filled. */
  readonly overwrite: boolean;
  readonly migrations?: readonly Migration[];
};

export type RestoreReport = {
  readonly rows: number;
  /** When the backup was made, ISO 8601. */
  readonly made: string;
  /** False: packs, logins and kept tokens of the backup are dead here. */
  readonly sameKey: boolean;
};

/** Throws a sentence: an unusable backup (UnusableBackup), a database that is in use or not empty. */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { url, path, secretKey, overwrite, migrations = MIGRATIONS } = options;
  const { header, rows } = await checkBackup(path);
  const known = migrations.map(nameOf);
  const strange = header.migrations.filter((name, at) => known[at] !== name);
  if (strange.length > 0) {
    throw new UnusableBackup(
      `The backup was made by another, newer version (it has ${strange.join(', ')}). Restore it with that one.`,
    );
  }
  await migrate(url, { migrations });
  const source = makeDataSource(url, { applicationName: 'speedfog-racing restore', poolSize: 1, migrations });
  await source.initialize();
  const runner = source.createQueryRunner();
  try {
    await takeTheHouse(runner);
    await runner.startTransaction();
    await speakPlainly(runner);
    if (!overwrite && (await countRows(runner.manager, await present(runner.manager))) > 0) {
      throw new Error(
        'The database is not empty, and restoring would replace what is in it. Say --overwrite if you mean that.',
      );
    }
    await rebuild(runner, migrations.slice(0, header.migrations.length));
    await fill(runner, path, header);
    for (const migration of migrations.slice(header.migrations.length)) await new migration().up(runner);
    await runner.commitTransaction();
    return { rows, made: header.made, sameKey: header.keyMark === keyMarkOf(secretKey) };
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
    await runner.release();
    await source.destroy();
  }
}

/** Held by this connection, and let go with it. */
async function takeTheHouse(runner: QueryRunner): Promise<void> {
  const [tried] = await runner.manager.query<{ held: boolean }[]>('select pg_try_advisory_lock($1) as held', [
    LOCKS.house,
  ]);
  if (tried?.held !== true) throw new Error('The service is running on this database. Stop it, then restore.');
}

const present = async (db: Asks): Promise<readonly string[]> =>
  (await readTables(db, OUR_TABLES)).map(({ name }) => name);

/** The tables as they were when the backup was made, empty. */
async function rebuild(runner: QueryRunner, migrations: readonly Migration[]): Promise<void> {
  const names = await present(runner.manager);
  if (names.length > 0) await runner.query(`drop table ${names.map(quote).join(', ')} cascade`);
  for (const migration of migrations) await new migration().up(runner);
}

/** Foreign keys are put aside: rows may come in any order, and are checked together at the end. */
async function fill(runner: QueryRunner, path: string, header: Header): Promise<void> {
  const names = header.tables.map(({ name }) => name);
  const types = await readTypes(runner.manager, names);
  for (const { name, columns } of header.tables) {
    const missing = columns.find((column) => !types.has(`${name}.${column}`));
    if (missing !== undefined)
      throw new UnusableBackup(`The backup has ${name}.${missing}, which its schema does not know.`);
  }
  const keys = await readForeignKeys(runner.manager, names);
  const alter = ({ table, name }: ForeignKey, what: string) =>
    runner.query(`alter table ${quote(table)} ${what} constraint ${quote(name)}`);
  for (const key of keys) await alter(key, 'drop');
  const { rows } = await openBackup(path);
  for await (const batch of inBatches(rows())) await insert(runner, header, types, batch);
  for (const key of keys) {
    await runner.query(`alter table ${quote(key.table)} add constraint ${quote(key.name)} ${key.definition}`);
  }
  await resetSequences(runner.manager, await readTables(runner.manager, names));
}

type Batch = { readonly table: number; readonly rows: readonly Row[] };

async function* inBatches(rows: AsyncIterable<Row>): AsyncGenerator<Batch> {
  let batch: Row[] = [];
  let letters = 0;
  for await (const row of rows) {
    const [first] = batch;
    if (
      first !== undefined &&
      (first.table !== row.table || batch.length >= ROWS_AT_ONCE || letters > LETTERS_AT_ONCE)
    ) {
      yield { table: first.table, rows: batch };
      [batch, letters] = [[], 0];
    }
    batch.push(row);
    letters += row.values.reduce((sum, value) => sum + (value?.length ?? 0), 0);
  }
  const [first] = batch;
  if (first !== undefined) yield { table: first.table, rows: batch };
}

async function insert(runner: QueryRunner, header: Header, types: ReadonlyMap<string, string>, batch: Batch) {
  const table = header.tables[batch.table];
  if (table === undefined) throw new UnusableBackup('The backup is damaged: a row of no table.');
  const { name, columns } = table;
  const casts = columns.map((column, at) => `(r->>${at})::${types.get(`${name}.${column}`)}`);
  await runner.query(
    `insert into ${quote(name)} (${columns.map(quote).join(', ')}) select ${casts.join(', ')}
     from json_array_elements($1::json) r`,
    [JSON.stringify(batch.rows.map((row) => row.values))],
  );
}
