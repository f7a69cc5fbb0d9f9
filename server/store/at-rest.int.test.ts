// What lies in PostgreSQL: all of an append or nothing, the read tables as the design names them, no secret in the clear.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tools/testing/database.ts';
import { askServer } from '../../tools/testing/template.ts';
import { aPerson, aStory, cardIn, identity, joined, participantId, SYSTEM, T0 } from './contract/world.test-kit.ts';
import { makeDataSource } from './data-source.ts';
import { openStore, type Store } from './store.ts';

const warn = vi.fn();
/** For a slow machine. */
const LONG_MS = 30_000;
let database: FreshDatabase;
let store: Store;
const open = (secretKey: string) => openStore({ url: database.url, log: { warn }, secretKey, time: { now: () => T0 } });

beforeAll(async () => {
  database = await freshDatabase();
  store = await open('a key for tests only');
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

async function ask<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  const source = await makeDataSource(database.url, { poolSize: 1 }).initialize();
  try {
    return await source.query<Row[]>(sql, [...values]);
  } finally {
    await source.destroy();
  }
}

test('an append whose notice cannot be stored leaves no fact and no changed row', async () => {
  const story = await aStory(store);
  const append = story.next([{ type: 'race_opened', v: 1, at: T0 + 1, by: SYSTEM }], [cardIn('refused')]);
  await askServer(database.url, `alter table notices add constraint no_more check (target->>'channel' <> 'refused')`);
  await expect(store.log.append(append)).rejects.toThrow(/no_more/);
  expect(await store.log.read(story.id)).toHaveLength(1);
  expect(await store.log.list({ user: story.organizer.user, limit: 1 })).toMatchObject([{ status: 'draft' }]);
  await askServer(database.url, 'alter table notices drop constraint no_more');
  expect(await store.log.append(append)).toBe('ok');
});

test("a participant's row follows the facts", async () => {
  const story = await aStory(store);
  const player = await aPerson(store, 'runner');
  const participant = participantId();
  const row = async () =>
    (
      await ask(
        `select status, current_zone, current_layer, igt_ms, death_count, finished_at, generation, user_id
         from participants where id = $1`,
        [participant],
      )
    )[0];
  await story.append({ type: 'race_opened', v: 1, at: T0 + 1, by: SYSTEM }, joined(participant, player));
  await story.append({ type: 'player_ready', v: 1, at: T0 + 2, participant });
  expect(await row()).toMatchObject({ status: 'ready', current_zone: null, current_layer: 0, user_id: player.user });
  await story.append(
    { type: 'countdown_started', v: 1, at: T0 + 3, by: SYSTEM, startsAt: T0 + 10_000, seconds: 10 },
    { type: 'race_started', v: 1, at: T0 + 10_000, startedAt: T0 + 10_000, clockBoundsMs: {} },
  );
  const report = { participant, place: null, happenedAt: T0 + 20_000, marks: [], v: 1, at: T0 + 20_000 } as const;
  await story.append({
    ...report,
    type: 'gate_passed',
    subject: { kind: 'flag', flag: 1 },
    igtMs: 3_000_000_000,
    deaths: 2,
    node: story.seed.startNode,
    layer: 5,
    from: null,
  });
  expect(await row()).toMatchObject({
    status: 'playing',
    current_zone: 'start',
    current_layer: 5,
    igt_ms: '3000000000',
    death_count: 2,
    generation: 1,
  });
  await story.append({
    ...report,
    type: 'player_finished',
    subject: { kind: 'finish' },
    igtMs: 3_100_000_000,
    deaths: 3,
  });
  expect(await row()).toMatchObject({
    status: 'finished',
    current_layer: 12,
    igt_ms: '3100000000',
    death_count: 3,
    finished_at: new Date(T0 + 20_000),
  });
});

test('a session lies there by the hash of its id only', async () => {
  const id = 'the-id-that-the-cookie-carries';
  await store.accounts.saveSession(id, { csrf: 'x' }, null, T0 + 1000);
  const rows = await ask<{ row: string }>('select s::text as row from sessions s');
  expect(rows.some(({ row }) => row.includes('csrf'))).toBe(true);
  expect(rows.some(({ row }) => row.includes(id))).toBe(false);
});

test('who becomes an administrator while their name changes stays one', async () => {
  const account = identity('discord', 'zoe');
  const { id } = await store.accounts.ofIdentity(account);
  const source = await makeDataSource(database.url, { poolSize: 2 }).initialize();
  const other = source.createQueryRunner();
  try {
    await other.startTransaction();
    await other.query('update users set is_admin = true where id = $1', [id]);
    const renamed = store.accounts.ofIdentity({ ...account, login: 'zoe_2' });
    // It has read the row and waits to change it.
    await vi.waitFor(
      async () => {
        const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        expect(await source.query(waiting)).toHaveLength(1);
      },
      { timeout: LONG_MS },
    );
    await other.commitTransaction();
    await renamed;
    expect(await store.accounts.byId(id)).toMatchObject({ isAdmin: true, discordName: 'zoe_2' });
  } finally {
    await other.release();
    await source.destroy();
  }
});

test('an API token lies there by the hash of its secret only', async () => {
  const { user } = await aPerson(store);
  const made = await store.apiTokens.create(user, 'my script');
  const text = made === 'too_many' ? '' : made.text;
  const secret = text.slice('sfr_'.length + 32 + 1);
  const rows = await ask<{ row: string }>('select t::text as row from api_tokens t');
  expect(rows).toHaveLength(1);
  expect(secret.length).toBeGreaterThan(20);
  expect(rows[0]?.row).not.toContain(secret);
});

test('an expired session is swept away by the next one', async () => {
  await store.accounts.saveSession('gone', { gone: true }, null, T0 - 1);
  await store.accounts.saveSession('here', {}, null, T0 + 1000);
  expect(await ask(`select 1 from sessions where data ? 'gone'`)).toEqual([]);
});

test('a keepsake is unreadable in the table, and with another key as if never kept', async () => {
  await store.keepsakes.set('twitch-token', 'oauth-secret');
  const rows = await ask<{ row: string }>('select k::text as row from keepsakes k');
  expect(rows).toHaveLength(1);
  expect(rows[0]?.row).not.toContain('oauth-secret');
  const other = await open('another key');
  try {
    expect(await other.keepsakes.get('twitch-token')).toBeUndefined();
    expect(warn).toHaveBeenCalledWith({ key: 'twitch-token' }, expect.stringContaining('SECRET_KEY'));
  } finally {
    await other.close();
  }
  expect(await store.keepsakes.get('twitch-token')).toBe('oauth-secret');
});

test('a row of the log that is no fact is a fault that names it', async () => {
  const story = await aStory(store);
  await askServer(database.url, `update race_events set v = 99 where race_id = '${story.id}'`);
  await expect(store.log.read(story.id)).rejects.toThrow(`Race ${story.id}, fact 1`);
});

test('connections that the database cuts are replaced', async () => {
  await store.ping();
  await askServer(
    database.url,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await vi.waitFor(() => store.ping(), { timeout: LONG_MS });
  // Another one of the pool may hear of its end a moment later.
  await vi.waitFor(async () => expect(await store.log.unfinished()).not.toEqual([]), { timeout: LONG_MS });
});

test('a query that takes too long fails instead of holding everybody up', async () => {
  const source = await makeDataSource(database.url, { poolSize: 1, queryTimeoutMs: 50 }).initialize();
  try {
    await expect(source.query('select pg_sleep(600)')).rejects.toThrow(/timeout/);
  } finally {
    await source.destroy();
  }
});
