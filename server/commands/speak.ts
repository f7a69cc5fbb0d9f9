// `race say`: an organizer's words to everybody. `report`: anybody's words to the organizers alone.

import type { UserId } from '../race/ids.ts';
import { TEXT_MAX_LENGTH } from '../race/options.ts';
import type { Race } from '../race/race.ts';
import { textOf } from './arguments.ts';
import type { ArgSpec, House, RaceCommand } from './command.ts';
import { done } from './invite.ts';
import { RACE_ARG } from './manage.ts';
import { actorOf, personOf, refTo, refuse } from './refer.ts';

const TEXT_ARG: ArgSpec = {
  name: 'text',
  kind: 'text',
  required: true,
  description: 'What',
  maxLength: TEXT_MAX_LENGTH,
};

const SPEAK = {
  about: 'race',
  words: [],
  positional: ['text'],
  args: [TEXT_ARG, RACE_ARG],
  public: false,
  changes: true,
  whose: 'place',
  prefers: [['countdown', 'running'], ['open'], ['draft'], ['finished']],
  irreversible: false,
} as const;

export const SAY: RaceCommand = {
  ...SPEAK,
  name: 'race say',
  description: 'Tell everybody in the race: thread, Twitch channel, game',
  discord: ['race', 'say'],
  who: 'organizer',
  async run(ask, race, house) {
    const text = textOf(ask.args, 'text') ?? '';
    const outcome = await house.submit(race.id, { type: 'announce', by: actorOf(ask.asker), text });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, refTo(race, house.links));
    return done(ask, outcome.race, { did: 'announced' }, house);
  },
};

export const REPORT: RaceCommand = {
  ...SPEAK,
  name: 'report',
  description: 'Tell the organizers of a race something, nobody else',
  discord: ['report'],
  who: 'anybody',
  async run(ask, race, house) {
    const text = textOf(ask.args, 'text') ?? '';
    const person = personOf(ask.asker.user);
    // Said on the site it is read there: organizers have it on the page on which they manage the race.
    if (ask.asker.place.platform !== 'web' && !(await canBeTold(race, house))) {
      return refuse(ask.command, { code: 'nobody_hears' }, refTo(race, house.links));
    }
    if (await hasToldEnough(person.user, race, house)) {
      const no = { code: 'too_many_reports', max: REPORTS_MAX, minutes: REPORTS_MINUTES } as const;
      return refuse(ask.command, no, refTo(race, house.links));
    }
    const outcome = await house.submit(race.id, { type: 'report_problem', person, text });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, refTo(race, house.links));
    return done(ask, outcome.race, { did: 'reported' }, house);
  },
};

/** Each is a private message to every organizer: one person sends no more of them in so long. */
const REPORTS_MAX = 5;
const REPORTS_MINUTES = 10;

async function hasToldEnough(user: UserId, race: Race, { log, time }: Pick<House, 'log' | 'time'>): Promise<boolean> {
  const since = time.now() - REPORTS_MINUTES * 60_000;
  const told = (await log.read(race.id)).filter(
    ({ fact }) => fact.type === 'problem_reported' && fact.person.user === user && fact.at > since,
  );
  return told.length >= REPORTS_MAX;
}

/** Who is known on Twitch alone gets no private message: nothing is promised then. */
async function canBeTold(race: Race, { accounts }: Pick<House, 'accounts'>): Promise<boolean> {
  const organizers = await accounts.byIds(race.organizers.map((one) => one.user));
  return organizers.some((one) => one.discordId !== null || one.twitchId === null);
}
