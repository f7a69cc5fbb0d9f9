// People: their accounts on the platforms, tied to one user, and the sessions of browsers.

import type { Platform } from '../../race/facts.ts';
import type { UserId } from '../../race/ids.ts';

export type User = {
  readonly id: UserId;
  readonly name: string;
  readonly twitchId: string | null;
  readonly twitchName: string | null;
  readonly discordId: string | null;
  readonly discordName: string | null;
  readonly avatarUrl: string | null;
  readonly isAdmin: boolean;
  /** IANA name, null where unknown. */
  readonly timezone: string | null;
};

/** Somebody as a platform knows them. Console identities serve development and tests. */
export type Identity = {
  readonly platform: Exclude<Platform, 'web'>;
  readonly id: string;
  /** Discord: user name. Twitch: login. */
  readonly login: string;
  readonly displayName: string;
  readonly avatarUrl: string | null;
};

/** Whom to list: a part of the display name, the Twitch login or the Discord name, in any case; empty: everybody. */
export type UserSearch = {
  readonly text: string;
  readonly limit: number;
  /** Those who came before this one; null: from the newest. */
  readonly after: UserId | null;
};

export type ListedUser = User & {
  /** Server ms of when they were first seen. */
  readonly since: number;
};

/** A browser that is logged in, as its owner may see it. */
export type BrowserSession = {
  readonly name: string;
  /** Server ms of the login; null where unknown. */
  readonly since: number | null;
  /** What the browser called itself at the login (User-Agent), cut; null where unknown. */
  readonly agent: string | null;
  readonly expiresAt: number;
};

export type Accounts = {
  /** The user of this identity; made if there is none. Names are brought up to date. Safe against two at once. */
  ofIdentity(identity: Identity): Promise<User>;
  byId(id: UserId): Promise<User | undefined>;
  byIds(ids: readonly UserId[]): Promise<readonly User[]>;
  /** A known user by Twitch login, any case. */
  byTwitchName(login: string): Promise<User | undefined>;
  /** IANA name: what they type without one is meant there from now on. */
  rememberTimezone(user: UserId, timezone: string): Promise<void>;
  byDiscordId(id: string): Promise<User | undefined>;
  /** Administrators, by name. */
  admins(): Promise<readonly User[]>;
  /** Newest first; nobody who is part of somebody else. Text means itself: there are no wildcards. Nothing after an unknown user. */
  search(asked: UserSearch): Promise<readonly ListedUser[]>;
  /**
   * `from` is part of `into` from now on: their platforms, sessions and races are those of `into`, and every way to find them finds
   * `into`. `taken`: both have an account on the same platform, or one of them is part of somebody else; nothing was changed.
   */
  merge(from: UserId, into: UserId): Promise<'ok' | 'taken'>;
  /**
   * The Twitch account of somebody who has a Discord account too is nobody's from now on: who is seen with it next is somebody new.
   * Races, and whatever else was `merge`d, stay with the Discord account. Two people may have gone by it until now: every browser of it
   * is logged out, and it is no administrator by having been made one.
   */
  part(user: UserId): Promise<'ok' | 'not_linked'>;
  /** Nothing for an unknown user. Who is one by configuration stays one. */
  setAdmin(user: UserId, isAdmin: boolean): Promise<void>;
  /** One by configuration. */
  staysAdmin(user: User): boolean;

  /** Browser sessions: `id` is random, stored hashed; data is JSON of the session library. */
  session(id: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  saveSession(
    id: string,
    data: Readonly<Record<string, unknown>>,
    user: UserId | null,
    expiresAt: number,
  ): Promise<void>;
  /** Of the same user as before. Nothing where it is no longer there: who was logged out meanwhile stays so. */
  changeSession(id: string, data: Readonly<Record<string, unknown>>, expiresAt: number): Promise<void>;
  dropSession(id: string): Promise<void>;
  /** What names a session without opening it: what `sessions` lists and `revokeSession` takes. */
  sessionName(id: string): string;
  /** Where somebody is logged in, newest first. */
  sessions(user: UserId): Promise<readonly BrowserSession[]>;
  /** Logs one browser out; whether it was one of this user's. */
  revokeSession(user: UserId, name: string): Promise<boolean>;

  /** What `/setup` said of a server; undefined before. */
  server(platform: Platform, server: string): Promise<ServerSettings | undefined>;
  saveServer(settings: ServerSettings): Promise<void>;
};

/** A Discord server's settings (`/setup`). */
export type ServerSettings = {
  readonly platform: Platform;
  readonly server: string;
  /** Role whose members may create races; null: who has Manage Events. */
  readonly organizerRole: string | null;
  /** Where cards go; null: where the command was said. */
  readonly channel: string | null;
  readonly timezone: string | null;
};

/** Where an external secret lives across restarts (the bot's Twitch token, the hash of the registered commands). Values are encrypted at rest where `secret`. */
export type Keepsakes = {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
};
