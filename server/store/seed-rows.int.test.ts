// Seeds between two who write at once: a commit that nobody got an answer to, and who gives back what it was to take.
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tools/testing/database.ts';
import { askServer } from '../../tools/testing/template.ts';
import type { SeedRows } from '../play/ports/index.ts';
import type { RaceSeed } from '../race/facts.ts';
import { aSeed, aStory, cardIn, type Story, SYSTEM, T0 } from './contract/world.test-kit.ts';
import { openStore, type Store } from './store.ts';

let database: FreshDatabase;
let store: Store;
beforeAll(async () => {
  database = await freshDatabase();
  store = await openStore({
    url: database.url,
    log: { warn: () => {} },
    secretKey: 'a key for tests only',
    time: { now: () => T0 },
  });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** Returns once so many sessions wait for another one. */
const waiting = (sessions: number) =>
  askServer(
    database.url,
    `do $$ begin
      while (select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') < ${sessions}
      loop perform pg_sleep(0.01), pg_stat_clear_snapshot(); end loop;
    end $$`,
  );

/** No append that says something comes to its end until it is let go. */
async function holdUpAppends() {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('begin');
  await client.query('lock table notices in exclusive mode');
  return () => client.end();
}

test.each<[string, (rows: SeedRows, seed: RaceSeed, story: Story) => Promise<unknown>]>([
  ['who drew it', (rows, seed, story) => rows.giveBack(seed.id, story.id)],
  ['who looks for lost ones', (rows) => rows.repair(T0 + 1)],
])('a seed that a commit on its way names is not given back by %s', async (_who, giveBack) => {
  const story = await aStory(store);
  const seed = await aSeed(store, story.id);
  const letGo = await holdUpAppends();
  const rerolled = { type: 'seed_rerolled', v: 1, at: T0 + 1, by: SYSTEM, previous: story.seed.id } as const;
  const written = store.log.append(story.next([{ ...rerolled, seed, fate: 'spent' }], [cardIn('1')]));
  await waiting(1);
  const given = giveBack(store.seedRows, seed, story);
  await waiting(2);
  await letGo();
  expect(await written).toBe('ok');
  await given;
  expect((await store.seedRows.all()).find(({ id }) => id === seed.id)).toMatchObject({
    status: 'consumed',
    race: story.id,
  });
});
