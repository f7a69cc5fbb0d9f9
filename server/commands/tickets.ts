// What the site's buttons under links for one use do: sign somebody in, bring who was invited into the race. Looking uses nothing.

import type { Ticket, User } from '../play/ports/index.ts';
import { asShownTo } from '../play/race-list.ts';
import type { RaceId } from '../race/ids.ts';
import { parseRaceId, parseUserId } from '../race/ids.ts';
import type { Race } from '../race/race.ts';
import type { Viewer } from '../race/sight.ts';
import { noAsSeen } from './as-seen.ts';
import type { House } from './command.ts';
import { actorOf, newParticipantId, personOf } from './refer.ts';
import type { Refused } from './refused.ts';

type Looking = Pick<House, 'tickets' | 'accounts' | 'load'>;

/** Whom a sign-in link is for; undefined: it is dead. */
export const whoSignsIn = async (secret: string, house: Looking): Promise<User | undefined> =>
  userOf(await house.tickets.look('sign_in', secret), house);

/** The link is dead from now on. */
export const signIn = async (secret: string, house: Looking): Promise<User | undefined> =>
  userOf(await house.tickets.use('sign_in', secret), house);

async function userOf(ticket: Ticket | undefined, { accounts }: Looking): Promise<User | undefined> {
  const id = ticket === undefined ? undefined : parseUserId(ticket.about);
  return id === undefined ? undefined : accounts.byId(id);
}

/** `login`: the Twitch name that alone may use it. */
export type Invitation = { readonly race: Race; readonly login: string; readonly by: User };

const viewerOf = (user: User | undefined): Viewer =>
  user === undefined ? { kind: 'anonymous', notRacing: false } : { kind: 'user', user: user.id, admin: user.isAdmin };

/** To a race that is not over, as far as `user` may know it; undefined: it is dead. */
export async function invitationOf(
  secret: string,
  user: User | undefined,
  house: Looking & Pick<House, 'views'>,
): Promise<Invitation | undefined> {
  const ticket = await house.tickets.look('invite', secret);
  const id = ticket === undefined ? undefined : parseRaceId(ticket.about);
  const race = id === undefined ? undefined : (await house.load(id))?.race;
  const by = ticket === undefined ? undefined : await house.accounts.byId(ticket.by);
  if (ticket === undefined || ticket.name === null || race === undefined || by === undefined) return undefined;
  const { status } = asShownTo(viewerOf(user), house)(race).phase;
  return status === 'finished' || status === 'cancelled' ? undefined : { race, login: ticket.name, by };
}

export type Accepted = { readonly race: RaceId } | { readonly refused: 'dead' | 'not_yours' | Refused };

/** Another name does not use it up, and neither does a race that cannot take anybody now. */
export async function acceptInvitation(
  secret: string,
  user: User,
  house: Looking & Pick<House, 'submit' | 'dice' | 'views'>,
): Promise<Accepted> {
  const invitation = await invitationOf(secret, user, house);
  if (invitation === undefined) return { refused: 'dead' };
  if (!(await bears(user, invitation.login, house))) return { refused: 'not_yours' };
  const { race, by } = invitation;
  const outcome = await house.submit(race.id, {
    type: 'invite',
    by: actorOf({ user: by }),
    person: personOf(user),
    newParticipant: newParticipantId(house),
  });
  if ('refused' in outcome) return { refused: noAsSeen(outcome.refused, race, viewerOf(user), house) };
  await house.tickets.use('invite', secret);
  return { race: race.id };
}

/** Who has invited somebody by their Twitch name into a race, and it was not taken yet; undefined: nobody has. */
export async function inviterOf(
  race: Race,
  user: User,
  house: Pick<House, 'tickets' | 'accounts'>,
): Promise<User | undefined> {
  const ticket = (await house.tickets.pending('invite', race.id)).find(({ name }) => name === user.twitchName);
  if (ticket?.name == null || !(await bears(user, ticket.name, house))) return undefined;
  return house.accounts.byId(ticket.by);
}

/** A login passes to somebody else: a browser that has been logged in for long may still go by it. */
const bears = async (user: User, login: string, { accounts }: Pick<House, 'accounts'>): Promise<boolean> =>
  user.twitchName === login && (await accounts.byTwitchName(login))?.id === user.id;
