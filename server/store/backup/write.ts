// Writes a backup: one snapshot of every table, while the service may go on. Beside the goal first, synced and renamed, so that a
// file of the given name is always whole. SECRET_KEY is not in it; what it encrypts stays encrypted.
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { QueryRunner } from 'typeorm';
import { makeDataSource } from '../data-source.ts';
import { migrationsDone } from '../migrate.ts';
import { SCHEMAS } from '../schemas/index.ts';
import { FORMAT, FORMAT_VERSION, type Header, type LineMaker, makeLines } from './format.ts';
import { keyMarkOf } from './key-mark.ts';
import { quote, readTables, type Table } from './tables.ts';

/** A seed's row has 200 kB. */
const ROWS_AT_ONCE = 50;
/** Lines are gathered to pieces of about this size before they are compressed. */
const PIECE_LETTERS = 256 * 1024;

export const OUR_TABLES: readonly string[] = SCHEMAS.map((schema) => schema.options.tableName ?? schema.options.name);

export type BackupReport = {
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
  readonly tables: number;
};

/** Throws a sentence when `path` is there already, and when the database or the disk fails; then no file of that name is there. */
export async function writeBackup(options: {
  readonly url: string;
  readonly path: string;
  readonly secretKey: string;
  readonly now: number;
}): Promise<BackupReport> {
  const { url, path, secretKey, now } = options;
  await refuseTaken(path);
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${randomBytes(4).toString('hex')}.unfinished`;
  const source = await makeDataSource(url, { applicationName: 'speedfog-racing backup', poolSize: 1 }).initialize();
  const runner = source.createQueryRunner();
  let rows = 0;
  try {
    await runner.startTransaction('REPEATABLE READ');
    await runner.query('set transaction read only');
    await speakPlainly(runner);
    const tables = await readTables(runner.manager, OUR_TABLES);
    const header: Header = {
      format: FORMAT,
      version: FORMAT_VERSION,
      made: new Date(now).toISOString(),
      migrations: [...(await migrationsDone(runner.manager))],
      tables: tables.map(({ name, columns }) => ({ name, columns: [...columns] })),
      keyMark: keyMarkOf(secretKey),
    };
    const file = await open(unfinished, 'wx', 0o600);
    const lines = makeLines();
    const count = () => {
      rows += 1;
    };
    await pipeline(
      Readable.from(inPieces(allLines(runner, lines, header, tables, count))),
      createGzip(),
      file.createWriteStream({ flush: true }),
    );
    await runner.commitTransaction();
    await place(unfinished, path);
    return { path, bytes: (await stat(path)).size, rows, tables: tables.length };
  } finally {
    await rm(unfinished, { force: true });
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
    await runner.release();
    await source.destroy();
  }
}

/** The same text on every server: times in UTC, numbers in full. */
export async function speakPlainly(runner: Pick<QueryRunner, 'query'>): Promise<void> {
  await runner.query(`set local timezone = 'UTC'`);
  await runner.query(`set local datestyle = 'ISO, YMD'`);
  await runner.query(`set local intervalstyle = 'iso_8601'`);
  await runner.query('set local extra_float_digits = 1');
  await runner.query(`set local bytea_output = 'hex'`);
}

async function* allLines(
  runner: QueryRunner,
  lines: LineMaker,
  header: Header,
  tables: readonly Table[],
  count: () => void,
): AsyncGenerator<string> {
  yield lines.header(header);
  for (const [index, { name, columns, key }] of tables.entries()) {
    const texts = columns.map((column) => `${quote(column)}::text`).join(', ');
    const order = key.length === 0 ? '' : ` order by ${key.map(quote).join(', ')}`;
    await runner.query(
      `declare backup no scroll cursor for select json_build_array(${texts}) as "values" from ${quote(name)}${order}`,
    );
    for (;;) {
      const rows = await runner.manager.query<{ values: (string | null)[] }[]>(`fetch ${ROWS_AT_ONCE} from backup`);
      for (const { values } of rows) {
        count();
        yield lines.row({ table: index, values });
      }
      if (rows.length < ROWS_AT_ONCE) break;
    }
    await runner.query('close backup');
  }
  yield lines.end();
}

async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let piece = '';
  for await (const line of lines) {
    piece += line;
    if (piece.length < PIECE_LETTERS) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}

/** Durable once it returns. */
async function place(unfinished: string, path: string): Promise<void> {
  await rename(unfinished, path);
  // Windows opens no folders, and needs no such thing.
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function refuseTaken(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined)
    throw new Error(`${path} is there already; a backup never replaces a file. Choose another name.`);
}
