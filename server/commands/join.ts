// `join` and `leave`: in, or on the waiting list, or asked for; out again before the start.

import type { User } from '../play/ports/index.ts';
import type { Intent } from '../race/intents.ts';
import { packsWhen } from '../race/packs.ts';
import type { Participant, Race } from '../race/race.ts';
import type { Ask } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { RACE_ARG } from './manage.ts';
import { actorOf, newParticipantId, participantOf, personOf, refTo, refuse } from './refer.ts';
import type { PackLink, Reached, Reply } from './reply.ts';
import { inviterOf } from './tickets.ts';

export const JOIN: RaceCommand = {
  about: 'race',
  name: 'join',
  description: 'Join a race; your pack comes privately',
  discord: ['join'],
  words: [['join']],
  positional: ['race'],
  args: [RACE_ARG],
  who: 'anybody',
  public: false,
  changes: true,
  whose: 'place',
  prefers: [['open', 'countdown'], ['running']],
  irreversible: false,
  run: join,
};

export const LEAVE: RaceCommand = {
  about: 'race',
  name: 'leave',
  description: 'Leave a race before it starts',
  discord: ['leave'],
  words: [['leave']],
  positional: [],
  args: [RACE_ARG],
  who: 'player',
  public: false,
  changes: true,
  whose: 'own',
  prefers: [['draft', 'open', 'countdown'], ['running']],
  irreversible: false,
  async run(ask, race, house) {
    const outcome = await house.submit(race.id, { type: 'leave', user: ask.asker.user.id });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, refTo(race, house.links));
    return {
      kind: 'left',
      race: refTo(outcome.race, house.links),
      wasIn: participantOf(race, ask.asker.user) !== undefined,
      players: outcome.race.participants.length,
      maxPlayers: outcome.race.options.maxPlayers,
      offers: [],
    };
  },
};

async function join(ask: Ask, race: Race, house: House): Promise<Reply> {
  const { user } = ask.asker;
  const already = participantOf(race, user) !== undefined;
  const coming = { person: personOf(user), newParticipant: newParticipantId(house) };
  // Named by an organizer before anybody knew them: this is how they come, as well as by the link.
  const inviter = already ? undefined : await inviterOf(race, user, house);
  const intent: Intent =
    inviter === undefined ? { type: 'join', ...coming } : { type: 'invite', by: actorOf({ user: inviter }), ...coming };
  const outcome = await house.submit(race.id, intent);
  if ('refused' in outcome) return refuse(ask.command, outcome.refused, refTo(race, house.links));
  if (inviter !== undefined) await house.tickets.revoke('invite', race.id, user.twitchName);
  const after = outcome.race;
  const ref = refTo(after, house.links);
  const participant = participantOf(after, user);
  if (participant !== undefined) {
    const packs = packsWhen(after);
    return {
      kind: 'joined',
      race: ref,
      already,
      players: after.participants.length,
      maxPlayers: after.options.maxPlayers,
      packs,
      pack: packs.out ? await packFor(participant, after, ask, house) : null,
      reached: await reached(user, house),
      offers: [],
    };
  }
  const waits = after.waiting.findIndex((person) => person.user === user.id);
  return waits >= 0
    ? { kind: 'waiting', race: ref, place: waits + 1, offers: [] }
    : { kind: 'asked', race: ref, offers: [] };
}

/** Private messages go to Discord accounts alone. */
async function reached(user: User, { notices }: Pick<House, 'notices'>): Promise<Reached> {
  if (user.discordId === null) return 'no';
  return (await notices.unreachable(user.id)) ? 'refused' : 'yes';
}

/** A link is made only where the answer is private: never for a chat channel. */
export async function packFor(
  participant: Participant,
  race: Race,
  ask: Ask,
  house: Pick<House, 'links' | 'tokens' | 'packs'>,
): Promise<PackLink | null> {
  if (ask.asker.place.platform === 'twitch') return null;
  const token = house.tokens.derive('download', participant.id, participant.generation);
  return { url: house.links.pack(race.id, token), bytes: (await house.packs.size(race.seed)) ?? null };
}
