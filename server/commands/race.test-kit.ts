// A race that Dan has made on Discord, its players, its start: for tests of what people say about it.

import type { User } from '../play/ports/index.ts';
import type { Race } from '../race/race.ts';
import { ONLINE } from '../race/story.test-kit.ts';
import { EVENTS, expectKind, type TestHouse } from './house.test-kit.ts';
import type { RaceRef } from './reply.ts';

export async function created(house: TestHouse, args: Record<string, string | number | boolean> = {}) {
  const dan = await house.person('discord', 'Dan');
  const reply = await house.say(
    dan,
    'race create',
    { pool: 'sprint', name: 'Sunday Showdown', ...args },
    { rights: EVENTS },
  );
  return { dan, race: expectKind(reply, 'created').race };
}

export async function stateOf(house: TestHouse, race: RaceRef): Promise<Race> {
  const known = await house.submitter.load(race.id);
  if (known === undefined) throw new Error('no race');
  return known.race;
}

/** Joined, connected and ready. */
export async function ready(house: TestHouse, race: RaceRef, name: string): Promise<User> {
  const user = await house.person('discord', name);
  expectKind(await house.say(user, 'join', { race: race.code }), 'joined');
  const participant = (await stateOf(house, race)).participants.find((one) => one.user === user.id);
  if (participant === undefined) throw new Error('not in');
  house.live[participant.id] = ONLINE;
  await house.submitter.submit(race.id, { type: 'ready', participant: participant.id });
  return user;
}

export async function started(house: TestHouse, race: RaceRef, dan: User) {
  expectKind(await house.say(dan, 'race start', {}, { rights: EVENTS }), 'countdown');
  await house.time.pass(10_000);
  await house.submitter.submit(race.id, { type: 'tick' });
}
