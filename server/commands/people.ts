// Whom an argument means: somebody of the race by id, name or Twitch login, or anybody who has an account. Nobody is guessed:
// two of the same name are a question. Deliberately absent: rights, and making accounts (mouths do, where they know the person).

import type { User } from '../play/ports/index.ts';
import type { Person } from '../race/facts.ts';
import { type ParticipantId, parseUserId } from '../race/ids.ts';
import type { Participant, Race } from '../race/race.ts';
import type { House } from './command.ts';
import type { Refused } from './reply.ts';

type Known = Person & { readonly id?: ParticipantId };
type Looking = Pick<House, 'accounts'>;

export async function playerNamed(
  race: Race,
  typed: string,
  house: Looking,
): Promise<{ readonly player: Participant } | { readonly refused: Refused }> {
  const found = await whoIs(typed, race.participants, house);
  return 'refused' in found ? found : { player: found.one };
}

/** Also who asked, waits or has an invitation. */
export async function anyoneInRace(
  race: Race,
  typed: string,
  house: Looking,
): Promise<{ readonly person: Person } | { readonly refused: Refused }> {
  const found = await whoIs(typed, everybodyOf(race), house);
  return 'refused' in found ? found : { person: { user: found.one.user, name: found.one.name } };
}

/** Each person once: players first. */
export const everybodyOf = (race: Race): readonly Known[] => {
  const known = new Map<string, Known>();
  for (const one of [...race.participants, ...race.asked, ...race.waiting, ...race.invited]) {
    if (!known.has(one.user)) known.set(one.user, 'joinedAt' in one ? one : { user: one.user, name: one.name });
  }
  return [...known.values()];
};

async function whoIs<P extends Known>(
  typed: string,
  people: readonly P[],
  house: Looking,
): Promise<{ readonly one: P } | { readonly refused: Refused }> {
  const name = withoutAt(typed);
  const byId = people.find((one) => one.id === name.toLowerCase() || one.user === name.toLowerCase());
  if (byId !== undefined) return { one: byId };
  const named = people.filter((one) => one.name.toLowerCase() === name.toLowerCase());
  if (named.length > 1) return { refused: { code: 'which_player', name } };
  const user = named.length === 1 ? undefined : await accountNamed(typed, house);
  const one = named[0] ?? people.find((known) => known.user === user?.id);
  return one === undefined ? { refused: { code: 'unknown_player', name } } : { one };
}

const DISCORD_ID = /^(?:<@!?)?(\d{15,21})>?$/;

/** By Discord id or mention, by our own id, by Twitch login (`@dan`, `twitch.tv/dan`). Undefined: never seen here. */
export async function accountNamed(typed: string, { accounts }: Looking): Promise<User | undefined> {
  const [, discord] = DISCORD_ID.exec(typed.trim()) ?? [];
  if (discord !== undefined) return accounts.byDiscordId(discord);
  const id = parseUserId(typed.trim());
  if (id !== undefined) return accounts.byId(id);
  const login = parseTwitchName(typed);
  return login === undefined ? undefined : accounts.byTwitchName(login);
}

const TWITCH_NAME = /^[a-z0-9_]{3,25}$/;

/** `dan`, `@dan`, `twitch.tv/dan` and its address, as a login; undefined: none. */
export function parseTwitchName(typed: string): string | undefined {
  const login = typed
    .trim()
    .toLowerCase()
    .replace(/^(https?:\/\/)?(www\.)?twitch\.tv\//, '')
    .replace(/^[@#]/, '')
    .replace(/\/$/, '');
  return TWITCH_NAME.test(login) ? login : undefined;
}

const withoutAt = (typed: string): string => typed.trim().replace(/^@/, '');
