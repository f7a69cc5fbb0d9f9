// The command line as operators run it, in processes of its own: beside a running service with the built-in database, and on a
// PostgreSQL with races in it.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSeed } from '../../tools/demo-seeds/seed-files.ts';
import { freePort } from '../../tools/free-port.ts';
import { startDiscordSimulator } from '../../tools/simulators/discord/simulator.ts';
import { startTwitchSimulator } from '../../tools/simulators/twitch/index.ts';
import { type FreshDatabase, freshDatabase } from '../../tools/testing/database.ts';
import { askServer } from '../../tools/testing/template.ts';
import { aStory, identity, type Story, SYSTEM } from '../store/contract/world.test-kit.ts';
import { makeDataSource } from '../store/data-source.ts';
import { removeDataFolder } from '../store/embedded.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import { openStore, type Store } from '../store/store.ts';

const COMMAND = join(import.meta.dirname, '..', 'speedfog-racing.mjs');
const secretKey = 'a key for tests only that is long enough';
/** A race that ended long before today. */
const LONG_AGO = Date.UTC(2025, 0, 1);

let home: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'speedfog-commands-'));
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  removeDataFolder(join(home, 'data', 'database'));
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

type Env = Record<string, string>;
const environment = (env: Env): Env => ({ PATH: process.env.PATH ?? '', LOG_LEVEL: 'silent', ...env });

function run(env: Env, ...args: string[]): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...args], { cwd: home, env: environment(env) }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, said: out + err }),
    );
  });
}

test('beside a running service with its built-in database: looks, backs up, and restores only when it has stopped', async () => {
  const port = await freePort();
  const env = { DATA_DIR: join(home, 'data'), PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` };
  const service = spawn(process.execPath, [COMMAND, 'start'], {
    cwd: home,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(service);
  for await (const line of createInterface(service.stdout)) if (line.startsWith('Serving races')) break;

  expect(await run(env, 'status')).toEqual({ code: 0, said: 'No race runs.\n' });
  const doctor = await run(env, 'doctor');
  expect(doctor.said).toContain(`the service answers on ${port}`);
  expect(doctor.said).toContain(`${env.PUBLIC_URL} leads to it`);
  expect(doctor.said).toContain('has the schema of this version');
  const file = join(home, 'one.gz');
  expect(await run(env, 'backup', file)).toMatchObject({ code: 0 });
  expect((await stat(file)).size).toBeGreaterThan(100);
  expect(await run(env, 'restore', file, '--overwrite')).toEqual({
    code: 1,
    said: 'The service is running on this database. Stop it, then restore.\n',
  });
  service.kill('SIGTERM');
  const [code] = await once(service, 'exit');
  expect(code).toBe(0);
  expect(await run(env, 'restore', file)).toMatchObject({ code: 0, said: expect.stringMatching(/^Restored \d+ rows/) });
});

describe('on a PostgreSQL', () => {
  let database: FreshDatabase;
  let env: Env;
  let store: Store;
  let story: Story;
  const seedsDir = () => join(home, 'seeds');

  beforeAll(async () => {
    database = await freshDatabase();
    env = {
      DATABASE_URL: database.url,
      SECRET_KEY: secretKey,
      DATA_DIR: join(home, 'own'),
      SEEDS_POOL_DIR: seedsDir(),
      PORT: String(await freePort()),
    };
    store = await openStore({ url: database.url, log: { warn: () => {} }, secretKey, time: { now: () => LONG_AGO } });
    story = await aStory(store, { at: LONG_AGO });
    await store.accounts.ofIdentity(identity('twitch', 'boss'));
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  test('replays a race and finds what was changed behind its back', async () => {
    const { code } = story.state();
    expect(await run(env, 'replay', code)).toMatchObject({ code: 0, said: expect.stringContaining('says the same') });
    await askServer(database.url, `update races set players = 9 where code = '${code}'`);
    expect(await run(env, 'replay', story.id)).toEqual({
      code: 1,
      said: expect.stringContaining('Differs: the race: players is stored as 9, the log gives 0.'),
    });
    await askServer(database.url, `update races set players = 0 where code = '${code}'`);
  });

  test('makes administrators', async () => {
    expect(await run(env, 'make-admin', 'twitch:boss')).toMatchObject({ code: 0 });
    expect((await run(env, 'make-admin')).said).toBe('BOSS (twitch:boss)\n');
  });

  test('a schema of an older version is saved before it is brought up to date, one of a newer refused', async () => {
    const [last] = MIGRATIONS.slice(-1).map((Migration) => new Migration());
    const name = last?.name ?? '';
    const older = await freshDatabase();
    const url = { ...env, DATABASE_URL: older.url, DATA_DIR: join(home, 'older') };
    await askServer(older.url, `delete from migrations where name = '${name}'`);
    const source = await makeDataSource(older.url, { poolSize: 1 }).initialize();
    await last?.down(source.createQueryRunner());
    await source.destroy();
    expect(await run(url, 'status')).toMatchObject({ code: 2, said: expect.stringContaining('not up to date') });
    const migrated = await run(url, 'migrate');
    expect(migrated).toMatchObject({ code: 0, said: expect.stringContaining(`before-${name}`) });
    expect(await readdir(join(home, 'older', 'backups'))).toHaveLength(1);
    expect(await run(url, 'status')).toMatchObject({ code: 0 });

    await askServer(older.url, `insert into migrations (timestamp, name) values (1, 'Future1')`);
    for (const [word, code] of [
      ['start', 1],
      ['status', 2],
    ] as const) {
      expect(await run(url, word)).toMatchObject({ code, said: expect.stringContaining('newer than this version') });
    }
    expect(await readdir(join(home, 'older', 'backups'))).toHaveLength(1);
    await older.drop();
  });

  test('prunes the seed of a race that ended long ago, and not before', async () => {
    const pool = join(seedsDir(), story.seed.pool);
    const folder = join(pool, 'consumed', 'seed_7');
    await mkdir(join(pool, 'consumed'), { recursive: true });
    await writeSeed(folder, 7, 8);
    expect((await run(env, 'scan')).said).toContain('seeds available');
    expect((await run(env, 'prune')).said).toContain('Deleted 0 used seeds');
    await story.append({ type: 'race_cancelled', v: 1, at: LONG_AGO + 1, by: SYSTEM, reason: null, fate: 'spent' });
    expect(await run(env, 'prune', '--dry-run')).toMatchObject({ said: expect.stringContaining('consumed/seed_7') });
    await stat(folder);
    expect((await run(env, 'prune')).said).toContain('Deleted 1 used seed and');
    await expect(stat(folder)).rejects.toThrow(/ENOENT/);
    expect(await run(env, 'replay', story.id)).toMatchObject({ code: 0 });
  });

  test("looks at the platforms' tokens without saying them", async () => {
    const discord = await startDiscordSimulator({ botName: 'SpeedFog', check: 'collect' });
    const twitch = await startTwitchSimulator();
    const tokens = {
      ...env,
      DISCORD_TOKEN: discord.botToken,
      DISCORD_API_BASE: discord.restBase,
      TWITCH_CLIENT_ID: twitch.clientId,
      TWITCH_CLIENT_SECRET: twitch.clientSecret,
      TWITCH_ID_BASE: twitch.idBase,
    };
    const well = await run(tokens, 'doctor');
    expect(well.said).toMatch(/ok +Discord: knows the bot as SpeedFog/);
    expect(well.said).toMatch(/ok +Twitch: knows the application/);
    expect(well.said).toContain('Run `speedfog-racing twitch-login`');
    const wrong = await run(
      { ...tokens, DISCORD_TOKEN: 'wrong.token', TWITCH_CLIENT_SECRET: 'wrong-secret' },
      'doctor',
    );
    expect(wrong.code).toBe(1);
    expect(wrong.said).toMatch(/PROBLEM +Discord: does not know DISCORD_TOKEN/);
    expect(wrong.said).toMatch(/PROBLEM +Twitch: does not know TWITCH_CLIENT_ID/);
    for (const secret of ['wrong.token', 'wrong-secret', discord.botToken, twitch.clientSecret, secretKey]) {
      expect(well.said + wrong.said).not.toContain(secret);
    }
    expect(discord.violations).toEqual([]);
    await discord.close();
    await twitch.close();
  });
});

test('nothing is made only to say that there is nothing', async () => {
  const env = { DATA_DIR: join(home, 'fresh') };
  for (const word of ['status', 'make-admin', 'prune', 'backup']) {
    expect(await run(env, word)).toEqual({
      // A script that waits for the end of a race has to know that none was seen.
      code: word === 'status' ? 2 : 1,
      said: expect.stringMatching(/^There is no database in .*fresh.database yet\. Start the service first/),
    });
  }
  expect(await run(env, 'restore', '/nope')).toEqual({ code: 1, said: 'There is no file /nope.\n' });
  expect(await run(env, 'make-admin', 'bob')).toMatchObject({
    code: 2,
    said: expect.stringContaining('Write twitch:LOGIN, or discord:ID'),
  });
  await expect(stat(env.DATA_DIR)).rejects.toThrow(/ENOENT/);
});

test('a folder that cannot be one for the data is named before anything is started in it', async () => {
  const env = { DATA_DIR: join(COMMAND, 'data'), PORT: '0' };
  const said = expect.stringMatching(/^DATA_DIR cannot be used: ENOTDIR.* Name a folder in which this user may write/);
  expect(await run(env, 'start')).toEqual({ code: 1, said });
  expect((await run(env, 'doctor')).said).toContain(`PROBLEM  data: ${env.DATA_DIR} cannot be written by this user`);
});

test('a database that does not answer is named by its variable', async () => {
  const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', SECRET_KEY: secretKey };
  for (const [word, code] of [
    ['status', 2],
    ['replay', 1],
  ] as const) {
    expect(await run(env, word, ...(word === 'replay' ? ['K7Q4X'] : []))).toEqual({
      code,
      said: expect.stringMatching(/^The database of DATABASE_URL cannot be used: .*ECONNREFUSED/),
    });
  }
});

test('asked wrongly, or wrongly configured, it says so and answers 2', async () => {
  expect(await run({}, 'dance')).toMatchObject({ code: 2, said: expect.stringContaining("unknown command 'dance'") });
  expect(await run({ PORT: 'x' }, 'status')).toMatchObject({ code: 2, said: expect.stringContaining('PORT must be') });
  expect(await run({ PORT: 'x' }, 'doctor')).toMatchObject({ code: 1, said: expect.stringContaining('PORT must be') });
  expect(await run({}, '--help')).toMatchObject({ code: 0 });
});
