// `race again`: another round with the same options and channels and another seed. Former players are asked by one post with a
// button (a notice of the fact) and are let straight in. Deliberately absent: adding anybody unasked.

import type { Participant, Race } from '../race/race.ts';
import { textOf } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { makeRace, POOL_ARG } from './create.ts';
import { RACE_ARG } from './manage.ts';
import { personOf } from './refer.ts';
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

/** Whom an organizer has put out asks like anybody else. */
const mayComeAgain = ({ standing }: Participant): boolean =>
  standing.status !== 'abandoned' || (standing.why !== 'removed' && standing.why !== 'disqualified');
