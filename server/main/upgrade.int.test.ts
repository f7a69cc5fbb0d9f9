// The first start of a newer version over the database of an older one, as an operator has it after `git pull`.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../tools/free-port.ts';
import { type FreshDatabase, freshDatabase } from '../../tools/testing/database.ts';
import { askServer } from '../../tools/testing/template.ts';
import { checkBackup } from '../store/backup/read.ts';
import { makeDataSource } from '../store/data-source.ts';
import { readSchemaState } from '../store/migrate.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';

const COMMAND = join(import.meta.dirname, '..', 'speedfog-racing.mjs');

let home: string;
let database: FreshDatabase;
let service: ChildProcess | undefined;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'speedfog-upgrade-'));
  database = await freshDatabase();
});
afterEach(async () => {
  service?.kill('SIGKILL');
  await database.drop();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

/** Takes the newest migration back; answers its name. */
async function makeOlder(): Promise<string> {
  const [newest] = MIGRATIONS.slice(-1).map((Migration) => new Migration());
  if (newest?.name === undefined) throw new Error('there is no migration');
  const source = await makeDataSource(database.url, { poolSize: 1 }).initialize();
  await newest.down(source.createQueryRunner());
  await source.destroy();
  await askServer(database.url, `delete from migrations where name = '${newest.name}'`);
  return newest.name;
}

test('saves what is there before it is changed, says where, and serves', async () => {
  const newest = await makeOlder();
  const env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: database.url,
    SECRET_KEY: 'a key for tests only that is long enough',
    DATA_DIR: join(home, 'data'),
    PORT: String(await freePort()),
    LOG_LEVEL: 'silent',
  };
  const started = spawn(process.execPath, [COMMAND, 'start'], { cwd: home, env, stdio: ['ignore', 'pipe', 'inherit'] });
  service = started;
  const said: string[] = [];
  for await (const line of createInterface(started.stdout)) {
    said.push(line);
    if (line.startsWith('Serving races')) break;
  }
  const folder = join(home, 'data', 'backups');
  const [file = '', ...more] = await readdir(folder);
  expect([file, more]).toEqual([expect.stringMatching(new RegExp(`^before-${newest}-.*\\.jsonl\\.gz$`)), []]);
  expect(said).toContainEqual(
    expect.stringContaining(`The database is brought up to date. Backup: ${join(folder, file)}`),
  );
  expect((await checkBackup(join(folder, file))).header.migrations).not.toContain(newest);
  expect(await readSchemaState(database.url)).toEqual({ isNew: false, pending: [], unknown: [] });
  started.kill('SIGTERM');
  expect(await once(started, 'exit')).toEqual([0, null]);
});
