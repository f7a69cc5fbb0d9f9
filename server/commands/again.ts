// `race again`: another round with the same options and channels and another seed. Former players are asked by one post with a
// button (a notice of the fact) and are let straight in. Of two who press, or who presses twice, one makes it: the id of a round comes of
// the race's own, and the log takes an id once. Deliberately absent: adding anybody unasked.

import { createHash } from 'node:crypto';
import type { RaceId } from '../race/ids.ts';
import type { Participant, Race, RaceStatus } from '../race/race.ts';
import { textOf } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { makeRace, POOL_ARG, type Wanted } from './create.ts';
import { raceIdOf } from './draw.ts';
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
  const next = await roundAfter(race, house);
  if ('there' in next) return roundThere(ask, next.there, house);
  const start = await startTime(ask, race, house);
  if ('reply' in start) return start.reply;
  const wanted: Wanted = {
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
  };
  const reply = await makeRace(ask, house, textOf(ask.args, 'pool') ?? race.seed.pool, wanted, next.id);
  // Somebody else pressed meanwhile, and the log has theirs.
  const there = reply.kind === 'created' ? undefined : await house.load(next.id);
  return there === undefined ? reply : roundThere(ask, there.race, house);
}

const UNFINISHED: readonly RaceStatus[] = ['draft', 'open', 'countdown', 'running'];

/** The round that was made of this one and is not over, or the id of the next: after one that is over another may be made. */
async function roundAfter(
  race: Race,
  house: Pick<House, 'load'>,
): Promise<{ readonly there: Race } | { readonly id: RaceId }> {
  for (let nth = 1; ; nth += 1) {
    const id = raceIdOf(createHash('sha256').update(`round ${nth} after ${race.id}`).digest('hex'));
    const there = (await house.load(id))?.race;
    if (there === undefined) return { id };
    if (UNFINISHED.includes(there.phase.status)) return { there };
  }
}

function roundThere({ command }: Ask, next: Race, { links }: Pick<House, 'links'>): Reply {
  const ref = refTo(next, links);
  return refuse(command, { code: 'round_there', race: ref }, ref, [offer('join', 'success', 'join', ref)]);
}

/** Whom an organizer has put out asks like anybody else. */
const mayComeAgain = ({ standing }: Participant): boolean =>
  standing.status !== 'abandoned' || (standing.why !== 'removed' && standing.why !== 'disqualified');
