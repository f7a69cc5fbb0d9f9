// The format of a backup: gzip around lines of JSON. The first line is the header, then one line per row (the number of its table,
// then each column as PostgreSQL writes it, or null), then an end with counts and a checksum of all lines before it. Text of
// PostgreSQL, not its files: any version of the server reads it. Deliberately absent: files, statements.
import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';

export const FORMAT = 'speedfog-racing backup';
/** Raised when older releases could not read it any more. */
export const FORMAT_VERSION = 1;

const Header = z.object({
  format: z.literal(FORMAT),
  version: z.number().int(),
  /** When, as ISO 8601. */
  made: z.string(),
  /** Of the schema, in the order in which they were done. */
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  /** Tells whether packs, logins and kept tokens will be good with the SECRET_KEY of whoever restores. */
  keyMark: z.string(),
});
export type Header = z.infer<typeof Header>;

const End = z.object({ end: z.object({ rows: z.record(z.string(), z.number().int()), sha256: z.string() }) });
export type Row = { readonly table: number; readonly values: readonly (string | null)[] };

/** Damaged, of another kind, or of a newer release: a sentence for the operator. */
export class UnusableBackup extends Error {}

/** Lines on their way into a backup; the checksum covers each with its newline. */
export type LineMaker = {
  header(header: Header): string;
  row(row: Row): string;
  end(): string;
};

export function makeLines(): LineMaker {
  const hash = createHash('sha256');
  const rows: Record<string, number> = {};
  let tables: Header['tables'] = [];
  const line = (value: unknown) => {
    const text = `${JSON.stringify(value)}\n`;
    hash.update(text);
    return text;
  };
  return {
    header(header) {
      tables = header.tables;
      for (const { name } of tables) rows[name] = 0;
      return line(header);
    },
    row({ table, values }) {
      const name = tables[table]?.name ?? '';
      rows[name] = (rows[name] ?? 0) + 1;
      return line([table, ...values]);
    },
    end: () => line({ end: { rows, sha256: hash.copy().digest('hex') } }),
  };
}

/** Reads lines in their order; `finish` throws unless the end came and agrees. All errors are UnusableBackup. */
export type LineReader = {
  /** A row, the header the first time, nothing at the end. */
  read(line: string): { readonly header: Header } | { readonly row: Row } | undefined;
  finish(): Readonly<Record<string, number>>;
};

export function readLines(): LineReader {
  const hash = createHash('sha256');
  const rows: Record<string, number> = {};
  let header: Header | undefined;
  let ended = false;
  return {
    read(line) {
      if (ended) throw new UnusableBackup('The backup is damaged: something follows its end.');
      const value = parseJson(line);
      if (header === undefined) {
        header = parseHeader(value);
        for (const { name } of header.tables) rows[name] = 0;
        hash.update(`${line}\n`);
        return { header };
      }
      if (Array.isArray(value)) {
        const row = parseRow(value, header);
        const name = header.tables[row.table]?.name ?? '';
        rows[name] = (rows[name] ?? 0) + 1;
        hash.update(`${line}\n`);
        return { row };
      }
      checkEnd(value, hash, rows);
      ended = true;
      return undefined;
    },
    finish() {
      if (!ended) throw new UnusableBackup('The backup is damaged: its end is missing.');
      return rows;
    },
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new UnusableBackup('The file is no backup of this service, or it is damaged.');
  }
}

function parseHeader(value: unknown): Header {
  const parsed = Header.safeParse(value);
  if (!parsed.success) throw new UnusableBackup('The file is no backup of this service.');
  if (parsed.data.version > FORMAT_VERSION) {
    throw new UnusableBackup(
      `The backup has format ${parsed.data.version}; this version reads up to ${FORMAT_VERSION}.`,
    );
  }
  return parsed.data;
}

function parseRow([table, ...values]: unknown[], { tables }: Header): Row {
  const columns = typeof table === 'number' ? tables[table]?.columns : undefined;
  const isText = (value: unknown): value is string | null => value === null || typeof value === 'string';
  if (typeof table !== 'number' || columns?.length !== values.length || !values.every(isText)) {
    throw new UnusableBackup('The backup is damaged: a row does not fit its table.');
  }
  return { table, values };
}

function checkEnd(value: unknown, hash: Hash, rows: Readonly<Record<string, number>>): void {
  const parsed = End.safeParse(value);
  if (!parsed.success) throw new UnusableBackup('The backup is damaged: a line in it is neither a row nor its end.');
  const { end } = parsed.data;
  const agrees = Object.entries(rows).every(([name, count]) => end.rows[name] === count);
  if (end.sha256 !== hash.digest('hex') || !agrees) {
    throw new UnusableBackup('The backup is damaged: its checksum is wrong.');
  }
}
