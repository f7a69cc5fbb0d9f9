// `race again`: another round with the same options and channels and another seed. Former players are asked by one post with a
// button (a notice of the fact) and are let straight in. Of two who press, or who presses twice, one makes it. Deliberately absent: adding
// anybody unasked.

import type { Participant, Race, RaceStatus } from '../race/race.ts';
import { textOf } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { makeRace, POOL_ARG } from './create.ts';
import { RACE_ARG } from './manage.ts';
import { offer, personOf, refTo, refuse } from './refer.ts';
import type { Reply } from './reply.ts';
import { START_ARG, startTime } from './start-time.ts';

export const AGAIN: RaceCommand = {
  about: 'race',
  name: 'race again',
  description: 'Another round: same options, another seed',
  discord: ['race', 'again'],
  words: [['race', 'again']],
  positional: [],
  args: [START_ARG, POOL_ARG, RACE_ARG],
  who: 'organizer',
  public: false,
  changes: true,
  whose: 'place',
  prefers: [['finished', 'cancelled'], ['running'], ['draft', 'open', 'countdown']],
  irreversible: false,
  run: again,
};

async function again(ask: Ask, race: Race, house: House): Promise<Reply> {
  const next = await roundAfter(race, ask, house);
  if (next !== undefined) {
    const ref = refTo(next, house.links);
    return refuse(ask.command, { code: 'round_there', race: ref }, ref, [offer('join', 'success', 'join', ref)]);
  }
  const start = await startTime(ask, race, house);
  if ('reply' in start) return start.reply;
  return makeRace(ask, house, textOf(ask.args, 'pool') ?? race.seed.pool, {
    name: race.name,
    note: race.note,
    options: race.options,
    organizer: personOf(ask.asker.user),
    // Who only showed the race before is not asked to show this one.
    channels: race.channels.filter((channel) => channel.kind !== 'shown'),
    scheduledStart: start.at ?? null,
    draft: false,
    again: race.id,
    invited: race.participants.filter(mayComeAgain).map(({ user, name }) => ({ user, name })),
  });
}

const UNFINISHED: readonly RaceStatus[] = ['draft', 'open', 'countdown', 'running'];
/** Unfinished races of the channel, or of whoever asks where there is none. */
const LOOKED_THROUGH = 25;

/** The round that was made of this one and is not over; of a cancelled one another may be made. */
async function roundAfter(race: Race, { asker }: Ask, house: House): Promise<Race | undefined> {
  const home = race.channels.find(({ kind }) => kind === 'home');
  const listed =
    home === undefined
      ? await house.log.list({ statuses: UNFINISHED, user: asker.user.id, limit: LOOKED_THROUGH })
      : await house.log.byChannel(home.platform, home.channel);
  const unfinished = listed.filter(({ status }) => UNFINISHED.includes(status)).slice(0, LOOKED_THROUGH);
  const races = await Promise.all(unfinished.map(({ id }) => house.load(id)));
  return races.find((one) => one?.race.again === race.id)?.race;
}

/** Whom an organizer has put out asks like anybody else. */
const mayComeAgain = ({ standing }: Participant): boolean =>
  standing.status !== 'abandoned' || (standing.why !== 'removed' && standing.why !== 'disqualified');
