// Two databases of one server know nothing of each other, have the schema already, and a dropped one is gone.
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { freshDatabase } from './database.ts';

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

test('each file has a database to itself', async () => {
  const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
  await ask(one.url, 'create table only_here (n int)');
  expect(await ask(one.url, "select to_regclass('only_here') is not null as there")).toEqual([{ there: true }]);
  expect(await ask(two.url, "select to_regclass('only_here') is not null as there")).toEqual([{ there: false }]);
  await one.drop();
  await expect(ask(one.url, 'select 1')).rejects.toThrow(/does not exist/);
  await two.drop();
});

test('it is migrated', async () => {
  const { url, drop } = await freshDatabase();
  expect(await ask(url, "select to_regclass('migrations') is not null as there")).toEqual([{ there: true }]);
  await drop();
});
