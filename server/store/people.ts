// Which parts of a user an identity says. Deliberately absent: rows.
import type { BrowserSession, Identity, User } from '../play/ports/index.ts';
import type { UserId } from '../race/ids.ts';
import { storable } from './json.ts';

type Known = Omit<User, 'id'> & { readonly consoleId: string | null };
/** A user with what only the store knows. */
export type Person = Known & { readonly id: UserId };

const NOBODY: Known = {
  name: '',
  twitchId: null,
  twitchName: null,
  discordId: null,
  discordName: null,
  consoleId: null,
  avatarUrl: null,
  isAdmin: false,
  timezone: null,
};

/** A user made of an identity, or one brought up to date by it. Name and picture follow Twitch, else Discord, else the console. */
export function withIdentity<Before extends Known>(before: Before | undefined, identity: Identity): Before | Known {
  const after = { ...(before ?? NOBODY), ...accountOf(identity) };
  const leader = after.twitchId !== null ? 'twitch' : after.discordId !== null ? 'discord' : 'console';
  return identity.platform === leader
    ? { ...after, name: storable(identity.displayName), avatarUrl: identity.avatarUrl }
    : after;
}

function accountOf({ platform, id, login }: Identity): Partial<Known> {
  switch (platform) {
    case 'twitch':
      return { twitchId: id, twitchName: storable(login.toLowerCase()) };
    case 'discord':
      return { discordId: id, discordName: storable(login) };
    case 'console':
      return { consoleId: id };
  }
}

/** The one person that both are; undefined: they have two accounts on one platform. Name and picture follow Twitch. */
export function merged(from: Person, into: Person): Person | undefined {
  const accounts = ['twitchId', 'discordId', 'consoleId'] as const;
  if (accounts.some((id) => from[id] !== null && into[id] !== null)) return undefined;
  const leader = from.twitchId !== null ? from : into;
  return {
    id: into.id,
    name: leader.name,
    avatarUrl: leader.avatarUrl ?? into.avatarUrl ?? from.avatarUrl,
    twitchId: into.twitchId ?? from.twitchId,
    twitchName: into.twitchName ?? from.twitchName,
    discordId: into.discordId ?? from.discordId,
    discordName: into.discordName ?? from.discordName,
    consoleId: into.consoleId ?? from.consoleId,
    isAdmin: into.isAdmin || from.isAdmin,
    timezone: into.timezone ?? from.timezone,
  };
}

/** The same person without their Twitch account; undefined: they have no other, or none there. */
export const withoutTwitch = (person: Person): Person | undefined =>
  person.twitchId === null || person.discordId === null
    ? undefined
    : {
        ...person,
        twitchId: null,
        twitchName: null,
        // How Discord shows them is heard at their next word there.
        name: person.discordName ?? person.name,
        avatarUrl: null,
        isAdmin: false,
      };

/** What is left of an account that became part of another: its id and its name. */
export const emptied = ({ id, name }: Person): Person => ({ ...NOBODY, id, name });

export const isSamePerson = (a: Known, b: Known): boolean =>
  (Object.keys(NOBODY) as (keyof Known)[]).every((field) => a[field] === b[field]);

export const userOf = ({ consoleId: _, ...user }: Person): User => user;

/** A session as its owner sees it; what its data says besides stays in it. */
export const browserSession = (
  name: string,
  data: Readonly<Record<string, unknown>>,
  expiresAt: number,
): BrowserSession => ({
  name,
  since: typeof data.since === 'number' ? data.since : null,
  agent: typeof data.agent === 'string' ? data.agent : null,
  expiresAt,
});

export const newestFirst = (sessions: readonly BrowserSession[]): readonly BrowserSession[] =>
  sessions.toSorted((a, b) => (b.since ?? 0) - (a.since ?? 0) || (a.name < b.name ? -1 : 1));
