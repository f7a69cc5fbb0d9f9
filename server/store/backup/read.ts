// Reads a backup from its file, line by line, and believes nothing: the checksum, the counts and each row's shape are looked at, the
// length of a line has a limit. Deliberately absent: the database.
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { type Header, type Row, readLines, UnusableBackup } from './format.ts';

/** A graph.json may have 8 MiB, and twice that as JSON within JSON. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

export type BackupReader = {
  readonly header: Header;
  /** Rows in the order of the tables. Ends only after the backup's own end was there and agreed. */
  rows(): AsyncGenerator<Row>;
};

/** Throws UnusableBackup where it can already tell. */
export async function openBackup(path: string): Promise<BackupReader> {
  const lines = readLines();
  const texts = splitLines(path);
  const first = await texts.next();
  const opened = first.done === true ? undefined : lines.read(first.value);
  if (opened === undefined || !('header' in opened)) throw new UnusableBackup(`${path} is no backup of this service.`);
  return {
    header: opened.header,
    async *rows() {
      for await (const text of texts) {
        const read = lines.read(text);
        if (read !== undefined && 'row' in read) yield read.row;
      }
      lines.finish();
    },
  };
}

/** Reads all of it; throws UnusableBackup unless it is whole. Answers how many rows each table has. */
export async function checkBackup(path: string): Promise<{ readonly header: Header; readonly rows: number }> {
  const backup = await openBackup(path);
  let rows = 0;
  for await (const _ of backup.rows()) rows += 1;
  return { header: backup.header, rows };
}

async function* splitLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const plain = createGunzip();
  file.on('error', (error) => plain.destroy(error));
  file.pipe(plain);
  let rest: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
        yield Buffer.concat([...rest, chunk.subarray(from, at)]).toString('utf8');
        [rest, length, from] = [[], 0, at + 1];
      }
      rest.push(chunk.subarray(from));
      length += chunk.length - from;
      if (length > MAX_LINE_BYTES) throw new UnusableBackup(`${path} is damaged: one of its lines is too long.`);
    }
  } catch (error) {
    if (error instanceof UnusableBackup) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') throw new UnusableBackup(`There is no file ${path}.`);
    if (code.startsWith('Z_')) throw new UnusableBackup(`${path} is no backup of this service, or it is damaged.`);
    throw error;
  } finally {
    file.destroy();
  }
  if (length > 0) throw new UnusableBackup(`${path} is damaged: it ends within a line.`);
}
