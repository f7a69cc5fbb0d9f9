// The list of people, for administrators: who has an account here, with which accounts elsewhere, since when. Deliberately absent:
// what a person would not tell other players (ids on the platforms, time zone, sessions).

import type { ListedUser, User } from '../../play/ports/index.ts';
import { parseUserId, type UserId } from '../../race/ids.ts';
import { type TimeText, timeText } from './format.ts';

/** What is asked of the list. */
export type UsersAsked = { readonly text: string; readonly after: UserId | null };

export type AdminUsersModel = {
  /** As it was searched. */
  readonly text: string;
  readonly textMax: number;
  /** Of this part of the list; null: it begins with the newest. */
  readonly after: string | null;
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly twitch: string | null;
    readonly discord: string | null;
    readonly since: TimeText;
    readonly isAdmin: boolean;
    /** By the server's configuration: no button changes it. */
    readonly stays: boolean;
    readonly you: boolean;
  }[];
  /** Null: there is nothing that way. */
  readonly newestPath: string | null;
  readonly olderPath: string | null;
};

/** Longer than any name of Twitch or Discord. */
export const SEARCH_MAX_LENGTH = 60;
export const USERS_PER_PAGE = 50;
export const USERS_PATH = '/admin/users';

/** Out of an address or a form; of what came twice the last counts. Too long a text is cut, what is no user's id is the beginning. */
export function parseUsersAsked({ q, after }: { readonly q?: unknown; readonly after?: unknown }): UsersAsked {
  const [typed, id] = [q, after].map((one) => (Array.isArray(one) ? one.at(-1) : one) as unknown);
  const text = typeof typed === 'string' ? typed.trim().replace(/^@/, '').slice(0, SEARCH_MAX_LENGTH) : '';
  return { text, after: (typeof id === 'string' ? parseUserId(id) : undefined) ?? null };
}

export function usersPath({ text, after }: UsersAsked): string {
  const query = new URLSearchParams({ ...(text === '' ? {} : { q: text }), ...(after === null ? {} : { after }) });
  return query.size === 0 ? USERS_PATH : `${USERS_PATH}?${query}`;
}

/** `found`: one more than a page shows, where there are more. */
export function adminUsersModel(
  asked: UsersAsked,
  found: readonly ListedUser[],
  you: UserId,
  staysAdmin: (user: User) => boolean,
): AdminUsersModel {
  const people = found.slice(0, USERS_PER_PAGE);
  const last = found.length > people.length ? people.at(-1) : undefined;
  return {
    text: asked.text,
    textMax: SEARCH_MAX_LENGTH,
    after: asked.after,
    people: people.map((user) => ({
      ...{ id: user.id, name: user.name, twitch: user.twitchName, discord: user.discordName, isAdmin: user.isAdmin },
      since: timeText(user.since),
      stays: staysAdmin(user),
      you: user.id === you,
    })),
    newestPath: asked.after === null ? null : usersPath({ ...asked, after: null }),
    olderPath: last === undefined ? null : usersPath({ ...asked, after: last.id }),
  };
}
