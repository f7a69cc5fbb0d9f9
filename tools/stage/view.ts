// The picture of everything for one page: the stage as one person on Discord sees it, the chat, the runners, the captions. What that
// person may not see the simulator does not show, so it is never sent. Pure reading: nothing changes here.

import { OPTION } from '../simulators/discord/command-rules.ts';
import { type Channel, type Command, type CommandOption, dmBetween } from '../simulators/discord/world.ts';
import type { ChatMessage } from '../simulators/twitch/index.ts';
import type { Captions } from './captions.ts';
import { TWITCH_BOT, TWITCH_CHANNEL } from './cast.ts';
import type { Crew } from './crew.ts';
import type { Director } from './director.ts';
import type { StageHouse } from './house.ts';
import type { Races } from './races.ts';
import { labelOf, SPEEDS } from './speeds.ts';
import { suggestionsFor } from './suggestions.ts';
import type { ChatShown, Offered, Place, Post, View } from './wire.ts';

const POSTS = 80;
const CHAT_LINES = 150;

export type Scene = {
  readonly house: StageHouse;
  readonly races: Races;
  readonly crew: Crew;
  readonly captions: Captions;
  readonly director: Director;
  readonly speed: number;
};

/** Whose eyes, and where they look. */
export type Looker = { readonly userId: string; readonly channelId: string };

export function viewOf(scene: Scene, looker: Looker): View {
  const { house, races, crew, captions, director, speed } = scene;
  const { discord, cast } = house;
  const { userId } = looker;
  const places = placesOf(house, userId);
  const channelId = places.some(({ id }) => id === looker.channelId) ? looker.channelId : cast.races.id;
  return {
    userId,
    channelId,
    guild: cast.guild.name,
    botId: discord.applicationId,
    botOnline: discord.gateway.online() > 0,
    people: cast.people.map(({ user, part }) => ({ id: user.id, name: user.displayName, part, dmsOpen: user.dmsOpen })),
    places,
    posts: discord
      .messagesSeenBy(userId, channelId)
      .slice(-POSTS)
      .map((message) => postOf(message, userId)),
    commands: discord.commandsFor(userId, channelId).flatMap(offeredOf),
    roles: [...cast.guild.roles.values()].map(({ id, name }) => ({ id, name })),
    channels: [cast.general, cast.races].map(({ id, name }) => ({ id, name })),
    twitch: twitchOf(house),
    house: { url: house.url, state: house.service() === undefined ? 'restarting' : 'up' },
    races: races.shown(),
    runners: crew.shown(),
    captions: captions.shown(),
    playing: director.isPlaying(),
    spotlight: captions.spotlight(),
    suggestions: suggestionsFor(house, races.shown()[0]),
    speed,
    speeds: [...new Set([...SPEEDS, speed])]
      .toSorted((a, b) => a - b)
      .map((each) => ({ speed: each, label: labelOf(each) })),
  };
}

function placesOf({ discord, cast }: StageHouse, userId: string): readonly Place[] {
  const place = (channel: Channel, kind: Place['kind']): Place => ({
    id: channel.id,
    name: channel.name,
    kind,
    parentId: channel.parentId ?? null,
    lastId: discord.messagesSeenBy(userId, channel).at(-1)?.id ?? null,
  });
  const text = [cast.general, cast.races].flatMap((channel) => [
    place(channel, 'text'),
    ...discord.threadsOf(channel).map((thread) => place(thread, 'thread')),
  ]);
  const dm = dmBetween(discord.world, userId);
  return dm === undefined ? text : [...text, { ...place(dm, 'dm'), name: discord.world.bot.displayName }];
}

function postOf(message: ReturnType<StageHouse['discord']['messagesSeenBy']>[number], userId: string): Post {
  const { id, author, content, embeds, components, ephemeral, thinking, failed, edited, createdAtMs } = message;
  const pingsMe = message.pings.everyone || message.pings.users.includes(userId);
  const threadId = message.threadId ?? null;
  return {
    id,
    author,
    content,
    embeds,
    components,
    ephemeral,
    thinking,
    failed,
    edited,
    createdAtMs,
    pingsMe,
    threadId,
  };
}

function offeredOf({ body }: Command): Offered[] {
  const walk = (path: string, description: string, options: readonly CommandOption[]): Offered[] => {
    const below = options.filter(({ type }) => type === OPTION.subcommand || type === OPTION.group);
    if (below.length === 0) return [{ path, description, options }];
    return below.flatMap((each) => walk(`${path} ${each.name}`, each.description, each.options ?? []));
  };
  return body.type === 1 ? walk(body.name, body.description, body.options ?? []) : [];
}

function twitchOf({ twitch, cast }: StageHouse): View['twitch'] {
  const names = new Map(twitch.users().map(({ login, displayName }) => [login, displayName]));
  const person = (role: string) => (login: string) => ({ login, name: names.get(login) ?? login, role });
  const known = [cast.broadcaster, cast.moderator, TWITCH_BOT];
  const viewers = [...names.keys()].filter((login) => !known.includes(login));
  return {
    channel: TWITCH_CHANNEL,
    people: [
      ...viewers.map(person('viewer')),
      ...[cast.moderator].map(person('moderator')),
      ...[cast.broadcaster].map(person('broadcaster')),
    ],
    log: twitch.chatLog(TWITCH_CHANNEL).slice(-CHAT_LINES).map(chatOf),
  };
}

function chatOf({ id, author, role, text, sentAtMs, parent }: ChatMessage): ChatShown {
  const replyTo = parent === null ? null : { name: parent.author.displayName, text: parent.text };
  const { login, displayName: name, color } = author;
  return { id, login, name, color, role, text, atMs: sentAtMs, replyTo };
}
