// What stands in the read tables of races after two accounts became one: what the log of each gives.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tools/testing/database.ts';
import { foldLog } from '../race/evolve.ts';
import { aStory, identity, joined, participantId, SYSTEM, T0 } from './contract/world.test-kit.ts';
import { differences } from './look.ts';
import { openStore, type Store } from './store.ts';

let database: FreshDatabase;
let store: Store;
beforeAll(async () => {
  database = await freshDatabase();
  store = await openStore({ url: database.url, log: { warn: () => {} }, secretKey: 'a key for tests only' });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

test.each([
  ['the one that is left', true],
  ['the one that is gone', false],
])('who organized and played as both stands there once; %s made the race', async (_which, creatorStays) => {
  const story = await aStory(store);
  const twitch = await store.accounts.ofIdentity(identity('twitch', 'organizer_tv'));
  const other = { user: twitch.id, name: twitch.name };
  await story.append(
    { type: 'organizer_added', v: 1, at: T0 + 1, by: SYSTEM, person: other },
    { type: 'race_opened', v: 1, at: T0 + 2, by: SYSTEM },
    joined(participantId(), story.organizer),
    joined(participantId(), other),
  );
  const [from, into] = creatorStays ? [other, story.organizer] : [story.organizer, other];
  expect(await store.accounts.merge(from.user, into.user)).toBe('ok');
  const race = foldLog(await store.log.read(story.id));
  if (race === undefined) throw new Error('the race is gone');
  expect(race.organizers.map(({ user }) => user)).toEqual([into.user]);
  expect(await differences(database.url, race)).toEqual([]);
});
