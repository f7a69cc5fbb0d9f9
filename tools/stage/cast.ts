// Who lives on the stage: one Discord server and one Twitch channel, with somebody for every right there is. All of them invented.
// Deliberately absent: what they do (director.ts, suggestions.ts, and whoever sits at the page).

import type { DiscordSimulator } from '../simulators/discord/simulator.ts';
import type { Channel, Guild, Role, User } from '../simulators/discord/world.ts';
import type { TwitchSimulator } from '../simulators/twitch/index.ts';

export const TWITCH_CHANNEL = 'fogtv';
export const TWITCH_BOT = 'speedfogbot';
const TWITCH_VIEWERS = ['Ivo', 'Juno', 'Kai', 'Lena', 'Milo', 'Nell'] as const;
const DISCORD_PLAYERS = ['Bob', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus', 'Hana'] as const;
/** Names of those who come when more runners are asked for. */
const MORE_NAMES = [
  'Oren',
  'Pia',
  'Quin',
  'Rosa',
  'Sven',
  'Tess',
  'Udo',
  'Vera',
  'Wim',
  'Xena',
  'Yann',
  'Zoe',
] as const;

export type Person = { readonly user: User; readonly part: string };

export type Viewer = { readonly login: string; readonly displayName: string };

export type Cast = {
  readonly guild: Guild;
  readonly races: Channel;
  readonly general: Channel;
  readonly organizers: Role;
  readonly admin: User;
  readonly organizer: User;
  readonly viewer: User;
  readonly players: readonly User[];
  /** Logins. */
  readonly broadcaster: string;
  readonly moderator: string;
  readonly viewers: readonly Viewer[];
  /** Everybody on Discord, with what they are there; grows with `newPlayer`. */
  readonly people: readonly Person[];
  newPlayer(): User;
  newViewer(): Viewer;
};

export function makeCast(discord: DiscordSimulator, twitch: TwitchSimulator): Cast {
  const people: Person[] = [];
  const person = (name: string, part: string): User => {
    const user = discord.addUser({ name });
    people.push({ user, part });
    return user;
  };
  const admin = person('Odile', 'owner of the server');
  const organizer = person('Ann', 'organizer');
  const guild = discord.addGuild({ name: 'Fog Gate Club', owner: admin });
  const general = discord.addChannel(guild, { name: 'general' });
  const races = discord.addChannel(guild, { name: 'races' });
  const organizers = discord.addRole(guild, { name: 'Organizers', permissions: ['ManageEvents'] });
  discord.setMember(guild, organizer, { roles: [organizers] });
  const member = (name: string, part: string): User => {
    const user = person(name, part);
    discord.setMember(guild, user);
    return user;
  };
  const players = DISCORD_PLAYERS.map((name) => member(name, 'player'));
  const viewer = member('Vic', 'viewer');
  let morePlayers = 0;
  let moreViewers = 0;
  return {
    guild,
    races,
    general,
    organizers,
    admin,
    organizer,
    viewer,
    players,
    broadcaster: TWITCH_CHANNEL,
    moderator: 'momod',
    viewers: TWITCH_VIEWERS.map((displayName) => ({ login: displayName.toLowerCase(), displayName })),
    people,
    newPlayer: () => member(numbered(MORE_NAMES, morePlayers++), 'player'),
    newViewer: () => {
      const displayName = `${numbered(MORE_NAMES, moreViewers++)}_ttv`;
      return twitch.addUser({ login: displayName.toLowerCase(), displayName });
    },
  };
}

export function fillTwitch(twitch: TwitchSimulator): void {
  twitch.addUser({ login: TWITCH_CHANNEL, displayName: 'FogTV' });
  twitch.addChannel(TWITCH_CHANNEL);
  twitch.addUser({ login: 'momod', displayName: 'MoMod' });
  twitch.setModerator(TWITCH_CHANNEL, 'momod', true);
  for (const displayName of TWITCH_VIEWERS) twitch.addUser({ login: displayName.toLowerCase(), displayName });
  twitch.setModerator(TWITCH_CHANNEL, TWITCH_BOT, true);
}

/** The second time round everybody gets a number. */
function numbered(names: readonly string[], index: number): string {
  const name = names[index % names.length] ?? 'Runner';
  const round = Math.floor(index / names.length);
  return round === 0 ? name : `${name}${round + 1}`;
}
