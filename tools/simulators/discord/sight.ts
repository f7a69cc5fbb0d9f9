// What a person sees: the messages of a channel without other people's private replies, their direct messages, the commands that they may
// use, events and threads. Plain values for a page to draw or a test to read; nothing is changed here.
import { idOf, must, type Ref } from './build.ts';
import { commandsIn, mayUse } from './command-input.ts';
import { FLAG } from './message-rules.ts';
import { presentAttachment } from './present-message.ts';
import {
  type Channel,
  type Command,
  canSee,
  dmBetween,
  type Message,
  messagesIn,
  type Pings,
  type Row,
  type ScheduledEvent,
  type World,
} from './world.ts';

export type SeenMessage = {
  readonly id: string;
  readonly channelId: string;
  readonly author: { readonly id: string; readonly name: string; readonly bot: boolean };
  readonly content: string;
  readonly embeds: readonly Record<string, unknown>[];
  readonly components: readonly Row[];
  readonly attachments: readonly { readonly filename: string; readonly url: string; readonly size: number }[];
  /** "Only you can see this". */
  readonly ephemeral: boolean;
  /** The bot has deferred and not answered yet. */
  readonly thinking: boolean;
  /** The app's own line: the application did not respond. */
  readonly failed: boolean;
  readonly edited: boolean;
  readonly createdAtMs: number;
  readonly pings: Pings;
  readonly interactionId: string | undefined;
  readonly threadId: string | undefined;
};

export type Sight = {
  /** Oldest first; empty where the person is not. */
  readonly messagesSeenBy: (user: Ref, channel: Ref) => readonly SeenMessage[];
  readonly dmsOf: (user: Ref) => readonly SeenMessage[];
  /** Registered for a server, global ones included. */
  readonly commandsOf: (guild: Ref) => readonly Command[];
  /** What the app would offer this person there. */
  readonly commandsFor: (user: Ref, channel: Ref) => readonly Command[];
  readonly scheduledEvents: (guild: Ref) => readonly ScheduledEvent[];
  readonly threadsOf: (channel: Ref) => readonly Channel[];
  readonly channelsSeenBy: (user: Ref) => readonly Channel[];
};

export function createSight(world: World, cdn: () => string): Sight {
  const channelOf = (ref: Ref) => must(world.channels.get(idOf(ref)), 'channel');
  const messagesSeenBy: Sight['messagesSeenBy'] = (user, channelRef) => {
    const channel = channelOf(channelRef);
    if (!canSee(world, idOf(user), channel)) return [];
    const mine = messagesIn(world, channel.id).filter(
      (message) => !message.ephemeralFor || message.ephemeralFor === idOf(user),
    );
    return mine.map((message) => seen(world, message, cdn()));
  };
  return {
    messagesSeenBy,
    dmsOf: (user) => {
      const channel = dmBetween(world, idOf(user));
      return channel ? messagesSeenBy(user, channel) : [];
    },
    commandsOf: (guild) =>
      [...world.commands.values()].filter(
        (command) => command.guildId === undefined || command.guildId === idOf(guild),
      ),
    commandsFor: (user, channelRef) => {
      const channel = channelOf(channelRef);
      return commandsIn(world, channel).filter((command) => mayUse({ world, channel, userId: idOf(user) }, command));
    },
    scheduledEvents: (guild) => [...world.events.values()].filter((event) => event.guildId === idOf(guild)),
    threadsOf: (channel) =>
      [...world.channels.values()].filter((each) => each.thread && each.parentId === idOf(channel)),
    channelsSeenBy: (user) => [...world.channels.values()].filter((channel) => canSee(world, idOf(user), channel)),
  };
}

function seen(world: World, message: Message, cdn: string): SeenMessage {
  const author = world.users.get(message.authorId) ?? world.bot;
  return {
    id: message.id,
    channelId: message.channelId,
    author: { id: author.id, name: author.displayName, bot: author.bot },
    content: message.content,
    embeds: message.embeds,
    components: message.components,
    attachments: message.attachments.map((each) => ({
      filename: each.filename,
      size: each.data.length,
      url: String(presentAttachment(each, cdn).url),
    })),
    ephemeral: message.ephemeralFor !== undefined,
    thinking: (message.flags & FLAG.loading) !== 0,
    failed: message.failed ?? false,
    edited: message.editedAtMs !== undefined,
    createdAtMs: message.createdAtMs,
    pings: message.pings,
    interactionId: message.interactionId,
    threadId: message.threadId,
  };
}
