// A backup gives back every row of every table to the letter, into an empty database of this or a later version; what is damaged,
// newer or would replace something is refused and changes nothing.
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { QueryRunner } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tools/testing/database.ts';
import { makeDataSource } from '../data-source.ts';
import { holdTheHouse } from '../house.ts';
import { migrate, NewerDatabase, readSchemaState } from '../migrate.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { ask, contents, fillEveryTable, secretKey } from './filled.test-kit.ts';
import { checkBackup } from './read.ts';
import { restoreBackup } from './restore.ts';
import { OUR_TABLES, writeBackup } from './write.ts';

const NOW = Date.UTC(2026, 1, 3, 4, 5, 6);

let folder: string;
let full: FreshDatabase;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'speedfog-backup-'));
  full = await freshDatabase();
  await fillEveryTable(full.url);
  path = join(folder, 'full.gz');
  await writeBackup({ url: full.url, path, secretKey, now: NOW });
});
afterAll(async () => {
  await full.drop();
  await rm(folder, { recursive: true });
});

test('every table of the schema is in it, and none is empty here', async () => {
  const found = await ask<{ name: string }>(
    full.url,
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_name <> 'migrations'`,
  );
  expect(found.map(({ name }) => name).sort()).toEqual([...OUR_TABLES].sort());
  const { header, rows } = await checkBackup(path);
  expect(header.made).toBe('2026-02-03T04:05:06.000Z');
  const all = Object.entries(await contents(full.url));
  expect(all.filter(([, lines]) => lines.length === 0)).toEqual([]);
  expect(rows).toBe(all.flatMap(([, lines]) => lines).length);
});

test('is whole or not there, for its owner alone, and never replaces a file', async () => {
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const before = await readFile(path);
  await expect(writeBackup({ url: full.url, path, secretKey, now: NOW })).rejects.toThrow(/never replaces/);
  expect(await readFile(path)).toEqual(before);
  const bad = full.url.replace(/\/[^/?]+(\?|$)/, '/no_such_database$1');
  await expect(writeBackup({ url: bad, path: join(folder, 'none.gz'), secretKey, now: NOW })).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['full.gz']);
});

test('holds no key and nothing in the clear that the database has encrypted', async () => {
  const text = gunzipSync(await readFile(path)).toString();
  expect(text).not.toContain(secretKey);
  expect(text).not.toContain('cookie');
});

describe('restored', () => {
  let empty: FreshDatabase;
  beforeEach(async () => {
    empty = await freshDatabase();
    return () => empty.drop();
  });

  test('it is the same to the letter, and numbers go on after the highest', async () => {
    const report = await restoreBackup({ url: empty.url, path, secretKey, overwrite: false });
    expect(report).toMatchObject({ sameKey: true, made: '2026-02-03T04:05:06.000Z' });
    expect(await contents(empty.url)).toEqual(await contents(full.url));
    const highest = `select max(id)::int as id from notices`;
    const [before] = await ask<{ id: number }>(empty.url, highest);
    await ask(
      empty.url,
      `insert into notices (race_id, seq, kind, target, nonce) select id, 9, 'card', '{}', 'next' from races limit 1`,
    );
    expect(await ask(empty.url, highest)).toEqual([{ id: (before?.id ?? 0) + 1 }]);
    // Nothing was lost of the schema itself.
    const source = await makeDataSource(empty.url).initialize();
    const wanted = await source.driver.createSchemaBuilder().log();
    await source.destroy();
    expect(wanted.upQueries.map(({ query }) => query)).toEqual([]);
  });

  test('with another SECRET_KEY it says so', async () => {
    expect(await restoreBackup({ url: empty.url, path, secretKey: 'another', overwrite: false })).toMatchObject({
      sameKey: false,
    });
  });

  test('what is there is replaced only when that was said', async () => {
    await ask(empty.url, `insert into servers values ('discord', 'mine')`);
    const before = await contents(empty.url);
    await expect(restoreBackup({ url: empty.url, path, secretKey, overwrite: false })).rejects.toThrow(/not empty/);
    expect(await contents(empty.url)).toEqual(before);
    await restoreBackup({ url: empty.url, path, secretKey, overwrite: true });
    expect(await contents(empty.url)).toEqual(await contents(full.url));
  });

  test('not while the service runs', async () => {
    const house = await holdTheHouse(empty.url, () => {});
    await expect(restoreBackup({ url: empty.url, path, secretKey, overwrite: true })).rejects.toThrow(/is running/);
    await house.release();
    await restoreBackup({ url: empty.url, path, secretKey, overwrite: true });
  });

  const lines = async () =>
    gunzipSync(await readFile(path))
      .toString()
      .split('\n')
      .slice(0, -1);
  const pack = (text: readonly string[]) => gzipSync(`${text.join('\n')}\n`);
  const damages: [string, () => Promise<Buffer>, RegExp][] = [
    ['cut off', async () => (await readFile(path)).subarray(0, -20), /damaged/],
    ['without its end', async () => pack((await lines()).slice(0, -1)), /end is missing/],
    ['without a row', async () => pack((await lines()).toSpliced(3, 1)), /checksum/],
    [
      'with a changed row',
      async () => pack((await lines()).with(3, ((await lines())[3] ?? '').replace(/^\[(\d+),"/, '[$1,"0'))),
      /checksum/,
    ],
    ['with a row of another shape', async () => pack((await lines()).with(3, '[0,"x"]')), /does not fit/],
    ['with something after its end', async () => pack([...(await lines()), '[0]']), /follows its end/],
    ['no gzip', async () => Buffer.from('select 1;'), /no backup/],
    ['no backup', async () => gzipSync('{"hello":1}\n'), /no backup/],
    [
      'of a later format',
      async () => pack((await lines()).with(0, (await lines())[0]?.replace('"version":1', '"version":2') ?? '')),
      /format 2/,
    ],
    [
      'of a later version',
      async () => pack((await lines()).with(0, (await lines())[0]?.replace('"First1', '"Later1') ?? '')),
      /newer version|checksum/,
    ],
  ];
  test.each(damages)('a backup %s is refused and changes nothing', async (what, make, why) => {
    const bad = join(folder, `bad ${what}.gz`);
    await writeFile(bad, await make());
    const before = await contents(full.url);
    await expect(restoreBackup({ url: full.url, path: bad, secretKey, overwrite: true })).rejects.toThrow(why);
    expect(await contents(full.url)).toEqual(before);
    await rm(bad);
  });

  test('a row that the database refuses leaves everything as it was', async () => {
    await ask(empty.url, `insert into servers values ('discord', 'mine')`);
    // A race's facts without the race: only the foreign keys at the end can tell.
    const orphan = join(folder, 'orphan.gz');
    const one = await freshDatabase();
    await ask(one.url, 'alter table race_events drop constraint race_events_race_id_fkey');
    await ask(one.url, `insert into race_events values ('${randomUUID()}', 1, 'x', 1, now(), '{}')`);
    await writeBackup({ url: one.url, path: orphan, secretKey, now: NOW });
    await one.drop();
    const before = await contents(empty.url);
    await expect(restoreBackup({ url: empty.url, path: orphan, secretKey, overwrite: true })).rejects.toThrow(
      /race_events_race_id_fkey/,
    );
    expect(await contents(empty.url)).toEqual(before);
    await rm(orphan);
  });
});

describe('versions', () => {
  class Later1995000000000 {
    readonly name = 'Later1995000000000';
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`alter table servers add column motto text not null default 'none'`);
      await runner.query(`update servers set motto = 'migrated ' || server`);
    }
    async down(): Promise<void> {}
  }
  const later = [...MIGRATIONS, Later1995000000000];

  test('a backup of an older version is brought to the newer schema', async () => {
    const newer = await freshDatabase();
    await restoreBackup({ url: newer.url, path, secretKey, overwrite: false, migrations: later });
    expect(await ask(newer.url, 'select server, motto from servers')).toEqual([{ server: '1', motto: 'migrated 1' }]);
    await newer.drop();
  });

  test('before a database is changed somebody may save it, or stop the change', async () => {
    const one = await freshDatabase();
    const seen: unknown[] = [];
    await migrate(one.url, { beforeChange: async (state) => void seen.push(state) });
    expect(seen).toEqual([]);
    const no = async () => {
      throw new Error('the disk is full');
    };
    await expect(migrate(one.url, { migrations: later, beforeChange: no })).rejects.toThrow('the disk is full');
    expect((await readSchemaState(one.url)).unknown).toEqual([]);
    await migrate(one.url, { migrations: later, beforeChange: async (state) => void seen.push(state) });
    expect(seen).toEqual([{ isNew: false, pending: ['Later1995000000000'], unknown: [] }]);

    await expect(migrate(one.url)).rejects.toThrow(NewerDatabase);
    expect(await readSchemaState(one.url)).toEqual({ isNew: false, pending: [], unknown: ['Later1995000000000'] });
    await one.drop();
  });
});
