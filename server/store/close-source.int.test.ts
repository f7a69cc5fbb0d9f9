// Whoever stops the database right after closing the store finds no connection there to cut.
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../tools/testing/database.ts';
import { closeSource } from './close-source.ts';
import { makeDataSource } from './data-source.ts';

test('no connection is left when the pool is closed', async () => {
  const { url, drop } = await freshDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  const source = await makeDataSource(url, { applicationName: 'about to close' }).initialize();
  await Promise.all(Array.from({ length: 8 }, () => source.query('select pg_sleep(0.05)')));
  const mine = async () => {
    const found = await client.query(`select 1 from pg_stat_activity where application_name = 'about to close'`);
    return found.rowCount;
  };
  expect(await mine()).toBe(8);
  await closeSource(source);
  expect(await mine()).toBe(0);
  await client.end();
  await drop();
});
