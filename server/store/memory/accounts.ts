// The accounts' twin in memory.
import { createHash, randomUUID } from 'node:crypto';
import type { Accounts, Identity, ServerSettings, Time, User } from '../../play/ports/index.ts';
import type { UserId } from '../../race/ids.ts';
import {
  browserSession,
  emptied,
  isSamePerson,
  merged,
  newestFirst,
  type Person,
  userOf,
  withIdentity,
  withoutTwitch,
} from '../people.ts';

type Session = {
  readonly data: Readonly<Record<string, unknown>>;
  readonly user: UserId | null;
  readonly expiresAt: number;
};

/** `merges`: who became part of whom; the event log reads it too. */
export function makeMemoryAccounts(time: Pick<Time, 'now'>, merges = new Map<UserId, UserId>()): Accounts {
  const now = (id: UserId): UserId => merges.get(id) ?? id;
  /** Who was changed last comes last. */
  const people = new Map<UserId, Person>();
  const since = new Map<UserId, number>();
  const sessions = new Map<string, Session>();
  const servers = new Map<string, ServerSettings>();
  const find = (is: (person: Person) => boolean) => [...people.values()].findLast(is);
  const put = (person: Person) => {
    since.set(person.id, since.get(person.id) ?? time.now());
    people.delete(person.id);
    people.set(person.id, person);
    return userOf(person);
  };
  const known = (person: Person | undefined) => (person === undefined ? undefined : userOf(person));

  return {
    async ofIdentity(identity) {
      const before = find((person) => idOn(person, identity.platform) === identity.id);
      const after = { id: before?.id ?? (randomUUID() as UserId), ...withIdentity(before, identity) };
      return before !== undefined && isSamePerson(before, after) ? userOf(before) : put(after);
    },
    byId: async (id) => known(people.get(now(id))),
    byIds: async (ids) => [...people.values()].filter(({ id }) => ids.map(now).includes(id)).map(userOf),
    async merge(from, into) {
      const [gone, kept] = [people.get(from), people.get(into)];
      if (merges.get(from) === into) return 'ok';
      const isGone = merges.has(from) || merges.has(into) || from === into;
      const one = gone === undefined || kept === undefined || isGone ? undefined : merged(gone, kept);
      if (one === undefined || gone === undefined) return 'taken';
      people.set(from, emptied(gone));
      put(one);
      for (const [user, was] of merges) if (was === from) merges.set(user, into);
      merges.set(from, into);
      for (const [id, session] of sessions) if (session.user === from) sessions.set(id, { ...session, user: into });
      return 'ok';
    },
    async part(user) {
      const person = people.get(user);
      const alone = person === undefined ? undefined : withoutTwitch(person);
      if (alone === undefined) return 'not_linked';
      put(alone);
      for (const [id, session] of sessions) if (session.user === user) sessions.delete(id);
      return 'ok';
    },
    byTwitchName: async (login) => known(find(({ twitchName }) => twitchName === login.toLowerCase())),
    async rememberTimezone(user, timezone) {
      const known = people.get(user);
      if (known !== undefined) people.set(user, { ...known, timezone });
    },
    byDiscordId: async (id) => known(find(({ discordId }) => discordId === id)),
    admins: async () =>
      [...people.values()]
        .filter((person) => person.isAdmin)
        .map(userOf)
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    async search({ text, limit, after }) {
      const listed = [...people.values()].map((person) => ({ ...userOf(person), since: since.get(person.id) ?? 0 }));
      const last = listed.find(({ id }) => id === after);
      return listed
        .filter((user) => !merges.has(user.id) && isCalled(user, text))
        .filter((user) => after === null || (last !== undefined && newerFirst(last, user) < 0))
        .toSorted(newerFirst)
        .slice(0, limit);
    },
    async setAdmin(user, isAdmin) {
      const person = people.get(user);
      if (person !== undefined) people.set(user, { ...person, isAdmin });
    },
    staysAdmin: () => false,

    async session(id) {
      const session = sessions.get(id);
      return session !== undefined && session.expiresAt > time.now() ? structuredClone(session.data) : undefined;
    },
    async saveSession(id, data, user, expiresAt) {
      sessions.set(id, { data: structuredClone(data), user: user === null ? null : now(user), expiresAt });
    },
    async changeSession(id, data, expiresAt) {
      const before = sessions.get(id);
      if (before !== undefined) sessions.set(id, { ...before, data: structuredClone(data), expiresAt });
    },
    async dropSession(id) {
      sessions.delete(id);
    },
    sessionName: nameOf,
    sessions: async (user) =>
      newestFirst(
        [...sessions]
          .filter(([, session]) => session.user === user && session.expiresAt > time.now())
          .map(([id, { data, expiresAt }]) => browserSession(nameOf(id), data, expiresAt)),
      ),
    async revokeSession(user, name) {
      const found = [...sessions].find(([id, session]) => session.user === user && nameOf(id) === name);
      return found !== undefined && sessions.delete(found[0]);
    },

    server: async (platform, server) => servers.get(`${platform} ${server}`),
    async saveServer(settings) {
      servers.set(`${settings.platform} ${settings.server}`, { ...settings });
    },
  };
}

type Seen = { readonly id: UserId; readonly since: number };
const newerFirst = (a: Seen, b: Seen): number => b.since - a.since || (a.id === b.id ? 0 : a.id < b.id ? 1 : -1);

const isCalled = ({ name, twitchName, discordName }: User, text: string): boolean =>
  [name, twitchName, discordName].some((one) => one?.toLowerCase().includes(text.toLowerCase()) === true);

const nameOf = (id: string): string => createHash('sha256').update(id).digest('hex');

function idOn(person: Person, platform: Identity['platform']): string | null {
  switch (platform) {
    case 'twitch':
      return person.twitchId;
    case 'discord':
      return person.discordId;
    case 'console':
      return person.consoleId;
  }
}
