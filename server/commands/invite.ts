// `race invite` and `race remove`: who is in, by an organizer's word. A known player is added at once, also late, also who asked
// or waits; for a Twitch name that was never seen there is a link, bound to that name, for one use.

import type { Participant, Race } from '../race/race.ts';
import { textOf } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { RACE_ARG } from './manage.ts';
import { accountNamed, anyoneInRace, parseTwitchName } from './people.ts';
import { actorOf, newParticipantId, ofOther, participantOf, personOf, refTo, refuse } from './refer.ts';
import type { Deed, Reply } from './reply.ts';

const PEOPLE = {
  about: 'race',
  who: 'organizer',
  public: false,
  changes: true,
  whose: 'place',
  irreversible: false,
} as const;

export const INVITE: RaceCommand = {
  ...PEOPLE,
  name: 'race invite',
  description: 'Let somebody in, also late, also who asked or waits',
  discord: ['race', 'invite'],
  words: [['race', 'add']],
  positional: ['twitch'],
  args: [
    { name: 'user', kind: 'user', required: false, description: 'Somebody on Discord' },
    { name: 'twitch', kind: 'text', required: false, description: 'A Twitch name', maxLength: 60 },
    RACE_ARG,
  ],
  prefers: [['draft', 'open'], ['running']],
  run: invite,
};

export const REMOVE: RaceCommand = {
  ...PEOPLE,
  name: 'race remove',
  description: 'Take somebody out; also declines who asked, and takes an invitation back',
  discord: ['race', 'remove'],
  words: [['race', 'remove']],
  positional: ['player'],
  args: [
    { name: 'player', kind: 'player', required: true, description: 'Who', maxLength: 60, candidates: true },
    RACE_ARG,
  ],
  prefers: [['draft', 'open'], ['running']],
  run: remove,
};

async function invite(ask: Ask, race: Race, house: House): Promise<Reply> {
  const ref = refTo(race, house.links);
  const [user, twitch] = [textOf(ask.args, 'user'), textOf(ask.args, 'twitch')];
  const typed = user ?? twitch;
  if (typed === null) return refuse(ask.command, { code: 'whom' }, ref);
  const known = await accountNamed(typed, house);
  if (known === undefined) return inviteStranger(ask, race, typed, house);
  const outcome = await house.submit(race.id, {
    type: 'invite',
    by: actorOf(ask.asker),
    person: personOf(known),
    newParticipant: newParticipantId(house),
  });
  if ('refused' in outcome) return refuse(ask.command, outcome.refused, ref);
  const how = howIn(participantOf(race, known), participantOf(outcome.race, known));
  return done(ask, outcome.race, { did: 'invited', person: known.name, how }, house);
}

function howIn(before: Participant | undefined, after: Participant | undefined): 'in' | 'waiting' | 'already' | 'out' {
  if (after === undefined) return 'waiting';
  if (after.standing.status === 'abandoned') return 'out';
  return before === undefined ? 'in' : 'already';
}

async function inviteStranger(ask: Ask, race: Race, typed: string, house: House): Promise<Reply> {
  const ref = refTo(race, house.links);
  const login = textOf(ask.args, 'user') === null ? parseTwitchName(typed) : undefined;
  if (login === undefined) return refuse(ask.command, { code: 'unknown_person', name: typed }, ref);
  const over = race.phase.status === 'finished' || race.phase.status === 'cancelled';
  if (over) {
    return refuse(ask.command, { code: 'wrong_status', status: race.phase.status, intent: 'invite' }, ref);
  }
  // Chat is told no link: one that was given out before lives on.
  const isGiven = ask.asker.place.platform === 'twitch' && (await isInvited(race, login, house));
  const url = isGiven ? ref.page : house.links.invite(await issueTo(login, ask, race, house));
  return done(ask, race, { did: 'invitation_made', person: login, url }, house);
}

const isInvited = async (race: Race, login: string, { tickets }: House): Promise<boolean> =>
  (await tickets.pending('invite', race.id)).some(({ name }) => name === login);

/** The secret of a new link, which kills the one before. */
const issueTo = (login: string, { asker }: Ask, race: Race, { tickets, time }: House): Promise<string> =>
  tickets.issue({
    purpose: 'invite',
    about: race.id,
    name: login,
    by: asker.user.id,
    expiresAt: time.now() + INVITATION_MS,
  });

/** An invitation that nobody took is dead after so long. */
const INVITATION_MS = 14 * 86_400_000;

async function remove(ask: Ask, race: Race, house: House): Promise<Reply> {
  const ref = refTo(race, house.links);
  const typed = textOf(ask.args, 'player') ?? '';
  const found = await anyoneInRace(race, typed, house);
  if ('refused' in found) {
    const login = parseTwitchName(typed);
    const revoked = login !== undefined && (await house.tickets.revoke('invite', race.id, login));
    if (revoked && login !== undefined)
      return done(ask, race, { did: 'removed', person: login, how: 'declined' }, house);
    return refuse(ask.command, found.refused, ref);
  }
  const { person } = found;
  const player = race.participants.find((one) => one.user === person.user);
  const outcome = await house.submit(race.id, { type: 'remove', by: actorOf(ask.asker), user: person.user });
  if ('refused' in outcome) return refuse(ask.command, ofOther(outcome.refused, person.name), ref);
  return done(ask, outcome.race, { did: 'removed', person: person.name, how: howOut(player, outcome.race) }, house);
}

function howOut(player: Participant | undefined, after: Race): 'declined' | 'out' | 'left_out' {
  if (player === undefined) return 'declined';
  return after.participants.some((one) => one.id === player.id) ? 'out' : 'left_out';
}

export const done = (ask: Ask, race: Race, deed: Deed, house: Pick<House, 'links'>): Reply => ({
  kind: 'done',
  command: ask.command,
  race: refTo(race, house.links),
  deed,
  offers: [],
});
