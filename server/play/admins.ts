// Administrators by configuration: who is listed there is one, whatever the database says. Deliberately absent: reading the
// environment, making administrators by command (the accounts do).
import type { Accounts, User } from './ports/index.ts';

/** `twitch:login` in lower case, or `discord:id`. */
export type AdminName = `twitch:${string}` | `discord:${string}`;

/** Names an account as operators write it: `Twitch:Zank` gives `twitch:zank`. Undefined: no such name. */
export function parseAdminName(text: string): AdminName | undefined {
  const [, platform, name] = /^\s*(twitch|discord)\s*:\s*@?(\S+)\s*$/i.exec(text) ?? [];
  if (platform?.toLowerCase() === 'twitch' && name !== undefined && /^\w{1,25}$/.test(name)) {
    return `twitch:${name.toLowerCase()}`;
  }
  if (platform?.toLowerCase() === 'discord' && name !== undefined && /^\d{15,22}$/.test(name)) return `discord:${name}`;
  return undefined;
}

export function withAdmins(accounts: Accounts, names: readonly AdminName[]): Accounts {
  if (names.length === 0) return accounts;
  const isNamed = ({ twitchName, discordId }: User) =>
    (twitchName !== null && names.includes(`twitch:${twitchName}`)) ||
    (discordId !== null && names.includes(`discord:${discordId}`));
  const seen = <U extends User>(user: U): U => (user.isAdmin || !isNamed(user) ? user : { ...user, isAdmin: true });
  const maybe = (user: User | undefined) => (user === undefined ? undefined : seen(user));
  return {
    ...accounts,
    ofIdentity: async (identity) => seen(await accounts.ofIdentity(identity)),
    byId: async (id) => maybe(await accounts.byId(id)),
    byIds: async (ids) => (await accounts.byIds(ids)).map(seen),
    byTwitchName: async (login) => maybe(await accounts.byTwitchName(login)),
    byDiscordId: async (id) => maybe(await accounts.byDiscordId(id)),
    search: async (asked) => (await accounts.search(asked)).map(seen),
    staysAdmin: isNamed,
    async admins() {
      const made = await accounts.admins();
      const named = await Promise.all(names.map((name) => findAdmin(accounts, name)));
      const more = named.filter((user) => user !== undefined && !made.some(({ id }) => id === user.id));
      const all = new Map([...made, ...more].flatMap((user) => (user === undefined ? [] : [[user.id, seen(user)]])));
      return [...all.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

/** Undefined: nobody of that name has been here yet. */
export function findAdmin(
  accounts: Pick<Accounts, 'byTwitchName' | 'byDiscordId'>,
  name: AdminName,
): Promise<User | undefined> {
  const [platform, account = ''] = name.split(':');
  return platform === 'twitch' ? accounts.byTwitchName(account) : accounts.byDiscordId(account);
}
