// A race in a test house, told in steps: created, joined, ready, started.

import type { User } from '../play/ports/index.ts';
import type { Participant, Race } from '../race/race.ts';
import { ONLINE } from '../race/story.test-kit.ts';
import { EVENTS, expectKind, openHouse, type TestHouse } from './house.test-kit.ts';
import type { RaceRef } from './reply.ts';

type Args = Record<string, string | number | boolean>;

export type RaceStory = Awaited<ReturnType<typeof aRace>>;

/** Dan's race on Discord. */
export async function aRace(args: Args = {}, house: TestHouse = openHouse()) {
  const dan = await house.person('discord', 'Dan');
  const made = await house.say(dan, 'race create', { pool: 'sprint', name: 'Sunday', ...args }, { rights: EVENTS });
  const { race } = expectKind(made, 'created');
  return { house, dan, race, ...tell(house, dan, race) };
}

function tell(house: TestHouse, dan: User, race: RaceRef) {
  const state = async (): Promise<Race> => {
    const known = await house.submitter.load(race.id);
    if (known === undefined) throw new Error('no race');
    return known.race;
  };
  const player = async (name: string): Promise<Participant> => {
    const found = (await state()).participants.find((one) => one.name === name);
    if (found === undefined) throw new Error(`${name} is not in`);
    return found;
  };
  const join = async (name: string): Promise<User> => {
    const user = await house.person('discord', name);
    expectKind(await house.say(user, 'join', { race: race.code }), 'joined');
    return user;
  };
  /** Joined, connected and ready. */
  const ready = async (name: string): Promise<User> => {
    const user = await join(name);
    const { id } = await player(name);
    house.live[id] = ONLINE;
    await house.submitter.submit(race.id, { type: 'ready', participant: id });
    return user;
  };
  const start = async () => {
    expectKind(await house.say(dan, 'race start', {}, { rights: EVENTS }), 'countdown');
    await house.time.pass(10_000);
    await house.submitter.submit(race.id, { type: 'tick' });
  };
  const finish = async (name: string, igtMs: number) => {
    const { id } = await player(name);
    const subject = { kind: 'finish' } as const;
    const report = { subject, place: null, igtMs, deaths: 0, happenedAt: null };
    const outcome = await house.submitter.submit(race.id, { type: 'report', participant: id, ...report });
    if ('refused' in outcome) throw new Error(outcome.refused.code);
  };
  /** What the organizer says. */
  const organize = (command: string, args: Args = {}, confirmed = false) =>
    house.say(dan, command, args, { rights: EVENTS, confirmed });
  const kinds = async () => (await house.notices(race.id)).map((notice) => notice.kind);
  return { state, player, join, ready, start, finish, organize, kinds };
}
