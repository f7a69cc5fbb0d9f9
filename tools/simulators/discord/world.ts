// What exists on this Discord: people, servers, channels, messages, commands, scheduled events; and the stream of changes that the gateway,
// a stage in a browser and waiting tests listen to. Plain state: no rules, no HTTP, no JSON of the platform (see present.ts).
import { byAge, snowflakes } from './snowflake.ts';
import type { SimulatorTime } from './time.ts';

export const CHANNEL_TYPE = {
  text: 0,
  dm: 1,
  voice: 2,
  category: 4,
  announcement: 5,
  publicThread: 11,
  privateThread: 12,
  forum: 15,
} as const;
export type ChannelTypeName = keyof typeof CHANNEL_TYPE;

export type User = {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly bot: boolean;
  dmsOpen: boolean;
};
export type Role = {
  readonly id: string;
  readonly guildId: string;
  readonly name: string;
  permissions: bigint;
  mentionable: boolean;
  readonly position: number;
  readonly managed: boolean;
};
/** `permissions` are those given to this member alone, on top of @everyone and roles. */
export type Member = {
  readonly userId: string;
  readonly guildId: string;
  roleIds: readonly string[];
  permissions: bigint;
  readonly joinedAtMs: number;
};
export type Guild = {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly roles: Map<string, Role>;
  readonly members: Map<string, Member>;
  readonly botRoleId: string;
  botPermissions: bigint;
  botPresent: boolean;
};
export type Thread = {
  readonly ownerId: string;
  readonly memberIds: Set<string>;
  archived: boolean;
  locked: boolean;
  autoArchiveMinutes: number;
  archiveAtMs: number;
};
export type Channel = {
  readonly id: string;
  readonly type: number;
  name: string;
  readonly guildId?: string;
  readonly parentId?: string;
  /** People of a direct message, without the bot. */
  readonly recipientIds: readonly string[];
  readonly position: number;
  botPermissions?: bigint | undefined;
  readonly thread?: Thread;
};
export type Attachment = {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly data: Buffer;
  readonly description?: string | undefined;
  readonly channelId: string;
};
/** Who was really notified: what the content mentions, within allowed_mentions and rights. */
export type Pings = {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
};
export type Message = {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly type: number;
  readonly createdAtMs: number;
  editedAtMs?: number;
  content: string;
  embeds: readonly Record<string, unknown>[];
  components: readonly Row[];
  attachments: readonly Attachment[];
  flags: number;
  pings: Pings;
  readonly nonce?: string | number | undefined;
  readonly replyToId?: string | undefined;
  readonly interactionId?: string | undefined;
  /** Set on private replies: the only person who sees it. */
  readonly ephemeralFor?: string | undefined;
  /** Not a message of the bot: the app's own line that an interaction failed. */
  readonly failed?: boolean;
  threadId?: string;
};
export type Component = {
  readonly type: number;
  readonly custom_id?: string | undefined;
  readonly label?: string | undefined;
  readonly style?: number | undefined;
  readonly url?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly emoji?: { readonly id?: string | null | undefined; readonly name?: string | null | undefined } | undefined;
  readonly placeholder?: string | undefined;
  readonly min_values?: number | undefined;
  readonly max_values?: number | undefined;
  readonly options?:
    | readonly { readonly label: string; readonly value: string; readonly description?: string | undefined }[]
    | undefined;
};
export type Row = { readonly type: number; readonly components: readonly Component[] };
export type ScheduledEvent = {
  readonly id: string;
  readonly guildId: string;
  readonly creatorId: string;
  name: string;
  description: string | null;
  location: string | null;
  channelId: string | null;
  entityType: number;
  startMs: number;
  endMs: number | null;
  /** 1 scheduled, 2 active, 3 completed, 4 cancelled. */
  status: number;
};

export type Choice = { readonly name: string; readonly value: string | number };
export type CommandOption = {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean | undefined;
  readonly autocomplete?: boolean | undefined;
  readonly choices?: readonly Choice[] | undefined;
  readonly options?: readonly CommandOption[] | undefined;
  readonly min_value?: number | undefined;
  readonly max_value?: number | undefined;
  readonly min_length?: number | undefined;
  readonly max_length?: number | undefined;
  readonly channel_types?: readonly number[] | undefined;
  readonly name_localizations?: Readonly<Record<string, string>> | null | undefined;
  readonly description_localizations?: Readonly<Record<string, string>> | null | undefined;
};
export type CommandBody = {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly options?: readonly CommandOption[] | undefined;
  readonly default_member_permissions?: string | null | undefined;
  readonly contexts?: readonly number[] | null | undefined;
  readonly integration_types?: readonly number[] | undefined;
  readonly nsfw?: boolean | undefined;
  readonly dm_permission?: boolean | null | undefined;
  readonly name_localizations?: Readonly<Record<string, string>> | null | undefined;
  readonly description_localizations?: Readonly<Record<string, string>> | null | undefined;
};
/** `guildId` undefined: a global command. */
export type Command = {
  readonly id: string;
  readonly version: string;
  readonly guildId?: string | undefined;
  readonly body: CommandBody;
};

export type Change =
  | { readonly type: 'message-created' | 'message-edited' | 'message-deleted'; readonly message: Message }
  | {
      readonly type: 'channel-created' | 'channel-edited' | 'thread-created' | 'thread-edited' | 'dm-opened';
      readonly channel: Channel;
    }
  | { readonly type: 'event-created' | 'event-edited' | 'event-deleted'; readonly event: ScheduledEvent }
  | { readonly type: 'guild-created' | 'guild-left' | 'guild-edited'; readonly guild: Guild }
  | { readonly type: 'role-created' | 'role-edited'; readonly role: Role }
  | { readonly type: 'member-edited'; readonly member: Member }
  | { readonly type: 'user-created'; readonly user: User }
  | { readonly type: 'commands-changed'; readonly guildId: string | undefined }
  | { readonly type: 'typing'; readonly channelId: string }
  | {
      readonly type: 'interaction';
      readonly interactionId: string;
      readonly now: 'created' | 'answered' | 'settled' | 'failed';
    }
  | { readonly type: 'gateway'; readonly now: 'identified' | 'resumed' | 'dropped'; readonly sessionId: string }
  | { readonly type: 'gateway-refused' }
  | { readonly type: 'request'; readonly method: string; readonly path: string; readonly status: number };

export type World = {
  readonly time: SimulatorTime;
  readonly newId: () => string;
  readonly bot: User;
  readonly applicationId: string;
  readonly users: Map<string, User>;
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, Message>;
  readonly attachments: Map<string, Attachment>;
  readonly events: Map<string, ScheduledEvent>;
  readonly commands: Map<string, Command>;
  readonly changed: (change: Change) => void;
  /** Listeners hear every change after it happened; returns the way to stop listening. */
  readonly onChange: (listener: (change: Change) => void) => () => void;
};

export function createWorld(options: {
  time: SimulatorTime;
  applicationId: string | undefined;
  botName: string;
}): World {
  const newId = snowflakes(options.time.now);
  const applicationId = options.applicationId ?? newId();
  const bot: User = {
    id: applicationId,
    name: options.botName,
    displayName: options.botName,
    bot: true,
    dmsOpen: true,
  };
  const listeners = new Set<(change: Change) => void>();
  return {
    time: options.time,
    newId,
    bot,
    applicationId,
    users: new Map([[bot.id, bot]]),
    guilds: new Map(),
    channels: new Map(),
    messages: new Map(),
    attachments: new Map(),
    events: new Map(),
    commands: new Map(),
    changed: (change) => {
      for (const listener of [...listeners]) listener(change);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Messages of a channel, oldest first. */
export function messagesIn(world: World, channelId: string): Message[] {
  return [...world.messages.values()].filter((message) => message.channelId === channelId).sort(byAge);
}

/** Whether a person can be in that channel: a member of its server, or a side of the direct message. */
export function canSee(world: World, userId: string, channel: Channel): boolean {
  if (!channel.guildId) return channel.recipientIds.includes(userId);
  return world.guilds.get(channel.guildId)?.members.has(userId) ?? false;
}

export function dmBetween(world: World, userId: string): Channel | undefined {
  return [...world.channels.values()].find(
    (channel) => channel.type === CHANNEL_TYPE.dm && channel.recipientIds.includes(userId),
  );
}

export function openDm(world: World, userId: string): Channel {
  const known = dmBetween(world, userId);
  if (known) return known;
  const channel: Channel = { id: world.newId(), type: CHANNEL_TYPE.dm, name: '', recipientIds: [userId], position: 0 };
  world.channels.set(channel.id, channel);
  world.changed({ type: 'dm-opened', channel });
  return channel;
}
