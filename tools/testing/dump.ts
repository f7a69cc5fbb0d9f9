// Everything that stands in a database, as text: each row of each table as PostgreSQL writes it in JSON, bytes in hex.

import { Client } from 'pg';
import type { Text } from './leaks.ts';

/** One text per table of the schema `public`. */
export async function dumpDatabase(url: string): Promise<readonly Text[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select quote_ident(table_name) as name from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
    );
    const texts: Text[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
      texts.push({ where: `table ${name}`, text: rows.map(({ row }) => row).join('\n') });
    }
    return texts;
  } finally {
    await client.end();
  }
}
