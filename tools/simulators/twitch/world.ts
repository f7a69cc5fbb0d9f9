// Who exists on the simulated Twitch: accounts, and the channel that every account has. Changed by the person at the controls
// only. Deliberately absent: messages (chat.ts), tokens (tokens.ts), any limit.

export type User = {
  /** Decimal, as Twitch's; also the room id of the user's channel. */
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
  /** #RRGGBB */
  readonly color: string;
};

export type Channel = {
  readonly login: string;
  readonly roomId: string;
  readonly moderators: ReadonlySet<string>;
  readonly banned: ReadonlySet<string>;
};

/** What a user is in a channel; moderators and the broadcaster talk under lighter limits. */
export type Role = 'broadcaster' | 'moderator' | 'viewer';

export type World = {
  /** Throws when the login is malformed or taken. The display name differs from the login in case or script only. */
  addUser(user: { login: string; displayName?: string }): User;
  /** The channel of an account, which is made when missing. */
  addChannel(login: string): Channel;
  setModerator(channel: string, login: string, on: boolean): void;
  setBanned(channel: string, login: string, on: boolean): void;
  users(): readonly User[];
  /** The channels that were named in `addChannel`, or used. */
  channels(): readonly Channel[];
  /** By exact login: Twitch's names are lower case. */
  user(login: string): User | null;
  userById(id: string): User | null;
  channel(login: string): Channel | null;
  role(channel: Channel, user: User): Role;
};

const LOGIN = /^[a-z0-9_]{3,25}$/;
const FIRST_ID = 1_000_001;
const COLORS = ['#1E90FF', '#FF4500', '#2E8B57', '#8A2BE2', '#DAA520', '#D2691E', '#5F9EA0', '#FF69B4'] as const;

type MutableChannel = Channel & { moderators: Set<string>; banned: Set<string> };

export function createWorld(): World {
  const users = new Map<string, User>();
  const channels = new Map<string, MutableChannel>();

  const addUser: World['addUser'] = ({ login, displayName = login }) => {
    if (!LOGIN.test(login)) throw new Error(`not a Twitch login (3 to 25 of a-z 0-9 _): ${login}`);
    if (users.has(login)) throw new Error(`taken: ${login}`);
    const color = COLORS[users.size % COLORS.length] ?? '';
    const user = { id: String(FIRST_ID + users.size), login, displayName, color };
    users.set(login, user);
    return user;
  };
  const findChannel = (login: string): MutableChannel | null => {
    const known = channels.get(login);
    const owner = users.get(login);
    if (known || !owner) return known ?? null;
    const channel = { login, roomId: owner.id, moderators: new Set<string>(), banned: new Set<string>() };
    channels.set(login, channel);
    return channel;
  };
  const change = (set: 'moderators' | 'banned', channelLogin: string, login: string, on: boolean) => {
    const channel = existing(findChannel(channelLogin), channelLogin);
    const user = existing(users.get(login), login);
    if (on) channel[set].add(user.id);
    else channel[set].delete(user.id);
  };

  return {
    addUser,
    addChannel(login) {
      if (!users.has(login)) addUser({ login });
      return existing(findChannel(login), login);
    },
    setModerator: (channel, login, on) => change('moderators', channel, login, on),
    setBanned: (channel, login, on) => change('banned', channel, login, on),
    users: () => [...users.values()],
    channels: () => [...channels.values()],
    user: (login) => users.get(login) ?? null,
    userById: (id) => [...users.values()].find((user) => user.id === id) ?? null,
    channel: findChannel,
    role(channel, user) {
      if (channel.roomId === user.id) return 'broadcaster';
      return channel.moderators.has(user.id) ? 'moderator' : 'viewer';
    },
  };
}

/** For names given by the person at the controls: a mistake there is thrown, not answered. */
export function existing<T>(found: T | null | undefined, name: string): T {
  if (found === null || found === undefined) throw new Error(`nobody is called ${name}`);
  return found;
}
