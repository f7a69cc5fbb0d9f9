// The migrations give exactly the schema that the code believes in, whoever runs them and how often.
import { expect, inject, test } from 'vitest';
import { freshDatabase } from '../../tools/testing/database.ts';
import { askServer, withDatabase } from '../../tools/testing/template.ts';
import { makeDataSource } from './data-source.ts';
import { migrate } from './migrate.ts';

test('an empty database is migrated once by three at once, and again without effect', async () => {
  const server = inject('postgresUrl');
  const name = `test_empty_${process.pid}`;
  await askServer(server, `create database ${name}`);
  const url = withDatabase(server, name);
  try {
    await Promise.all([migrate(url), migrate(url), migrate(url)]);
    await migrate(url);
    const source = await makeDataSource(url).initialize();
    try {
      const applied = await source.query<unknown[]>('select name from migrations');
      expect(applied).toHaveLength(source.migrations.length);
    } finally {
      await source.destroy();
    }
  } finally {
    await askServer(server, `drop database ${name} with (force)`);
  }
});

test('the schemas want nothing that the migrations did not do, and the way back leaves nothing', async () => {
  const database = await freshDatabase();
  const source = await makeDataSource(database.url).initialize();
  try {
    const wanted = await source.driver.createSchemaBuilder().log();
    expect(wanted.upQueries.map(({ query }) => query)).toEqual([]);
    for (const _ of source.migrations) await source.undoLastMigration();
    const left = await source.query<unknown[]>(
      `select table_name from information_schema.tables where table_schema = 'public' and table_name <> 'migrations'`,
    );
    expect(left).toEqual([]);
  } finally {
    await source.destroy();
    await database.drop();
  }
});
