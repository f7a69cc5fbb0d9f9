// The world as Discord's JSON: users, members, roles, channels, servers, scheduled events, commands. Messages have their own file.
// Allow-lists: only what is written here leaves. Shapes follow the OpenAPI document, which checks them in the tests.
import { DEFAULT_BOT_PERMISSIONS, EVERY_PERMISSION, memberPermissions } from './permissions.ts';
import { byAge } from './snowflake.ts';
import {
  CHANNEL_TYPE,
  type Channel,
  type Command,
  type Guild,
  type Member,
  type Role,
  type ScheduledEvent,
  type User,
  type World,
} from './world.ts';

export type Json = Record<string, unknown>;
export const iso = (ms: number): string => new Date(ms).toISOString();

export function presentUser(user: User): Json {
  return {
    id: user.id,
    username: user.name,
    global_name: user.displayName,
    avatar: null,
    discriminator: user.bot ? '0001' : '0',
    public_flags: 0,
    flags: 0,
    primary_guild: null,
    bot: user.bot,
  };
}

export function presentSelf(world: World): Json {
  return { ...presentUser(world.bot), mfa_enabled: true, locale: 'en-US', verified: true, email: null };
}

export function presentRole(role: Role): Json {
  return {
    id: role.id,
    name: role.name,
    description: null,
    permissions: String(role.permissions),
    position: role.position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: role.managed,
    mentionable: role.mentionable,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  };
}

function memberCore(member: Member): Json {
  return {
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    flags: 0,
    joined_at: iso(member.joinedAtMs),
    nick: null,
    pending: false,
    premium_since: null,
    roles: member.roleIds,
    mute: false,
    deaf: false,
  };
}

export function presentMember(world: World, member: Member): Json {
  const user = world.users.get(member.userId);
  return { ...memberCore(member), user: user && presentUser(user) };
}

/** As in an interaction: with what this member may do in this place, as a decimal string. */
export function presentActingMember(world: World, guild: Guild, member: Member): Json {
  return { ...presentMember(world, member), permissions: String(memberPermissions(guild, member)) };
}

/** As in `resolved`: without the user, with permissions. */
export function presentResolvedMember(guild: Guild, member: Member): Json {
  return { ...memberCore(member), permissions: String(memberPermissions(guild, member)) };
}

export function presentChannel(world: World, channel: Channel): Json {
  if (channel.type === CHANNEL_TYPE.dm) {
    const recipients = channel.recipientIds.flatMap((id) => world.users.get(id) ?? []).map(presentUser);
    return { id: channel.id, type: channel.type, flags: 0, recipients, last_message_id: null };
  }
  if (channel.thread) return presentThread(world, channel, channel.thread);
  return {
    id: channel.id,
    type: channel.type,
    flags: 0,
    guild_id: channel.guildId,
    name: channel.name,
    position: channel.position,
    parent_id: null,
    topic: null,
    nsfw: false,
    rate_limit_per_user: 0,
    last_message_id: null,
    permission_overwrites: overwrites(world, channel),
  };
}

/** The bot's own rights in a channel, said as a client computes them: an overwrite for the bot. */
function overwrites(world: World, channel: Channel): Json[] {
  if (channel.botPermissions === undefined) return [];
  const allow = channel.botPermissions;
  return [{ id: world.bot.id, type: 1, allow: String(allow), deny: String(EVERY_PERMISSION & ~allow) }];
}

function presentThread(world: World, channel: Channel, thread: NonNullable<Channel['thread']>): Json {
  const count = [...world.messages.values()].filter((message) => message.channelId === channel.id).length;
  const member = { id: channel.id, user_id: world.bot.id, join_timestamp: iso(thread.archiveAtMs), flags: 0 };
  return {
    id: channel.id,
    type: channel.type,
    flags: 0,
    guild_id: channel.guildId,
    parent_id: channel.parentId,
    name: channel.name,
    owner_id: thread.ownerId,
    rate_limit_per_user: 0,
    last_message_id: null,
    message_count: count,
    member_count: thread.memberIds.size,
    total_message_sent: count,
    thread_metadata: {
      archived: thread.archived,
      archive_timestamp: iso(thread.archiveAtMs),
      auto_archive_duration: thread.autoArchiveMinutes,
      locked: thread.locked,
    },
    ...(thread.memberIds.has(world.bot.id) ? { member } : {}),
  };
}

export function presentGuild(guild: Guild): Json {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    owner_id: guild.ownerId,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    roles: [...guild.roles.values()].map(presentRole),
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  };
}

/** GUILD_CREATE: the server with everything in it that a bot may see. */
export function presentGuildCreate(world: World, guild: Guild): Json {
  const channels = [...world.channels.values()].filter((channel) => channel.guildId === guild.id);
  const members = [...guild.members.values()];
  const events = [...world.events.values()].filter((event) => event.guildId === guild.id);
  const own = guild.members.get(world.bot.id);
  return {
    ...presentGuild(guild),
    joined_at: iso(own?.joinedAtMs ?? 0),
    large: false,
    unavailable: false,
    member_count: members.length,
    members: members.map((member) => presentMember(world, member)),
    channels: channels
      .filter((channel) => !channel.thread)
      .sort(byAge)
      .map((channel) => presentChannel(world, channel)),
    threads: channels
      .filter((channel) => channel.thread && !channel.thread.archived)
      .map((channel) => presentChannel(world, channel)),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: events.map(presentEvent),
    soundboard_sounds: [],
  };
}

export function presentEvent(event: ScheduledEvent): Json {
  return {
    id: event.id,
    guild_id: event.guildId,
    name: event.name,
    description: event.description,
    channel_id: event.channelId,
    creator_id: event.creatorId,
    image: null,
    scheduled_start_time: iso(event.startMs),
    scheduled_end_time: event.endMs === null ? null : iso(event.endMs),
    status: event.status,
    entity_type: event.entityType,
    entity_id: null,
    recurrence_rule: null,
    privacy_level: 2,
    guild_scheduled_event_exceptions: [],
    entity_metadata: event.location === null ? null : { location: event.location },
  };
}

export function presentCommand(world: World, command: Command): Json {
  const { body } = command;
  return {
    id: command.id,
    application_id: world.applicationId,
    version: command.version,
    ...(command.guildId ? { guild_id: command.guildId } : {}),
    type: body.type,
    name: body.name,
    name_localizations: body.name_localizations ?? null,
    description: body.description,
    description_localizations: body.description_localizations ?? null,
    default_member_permissions: body.default_member_permissions ?? null,
    ...(command.guildId ? {} : { dm_permission: body.dm_permission ?? true }),
    contexts: body.contexts ?? null,
    integration_types: body.integration_types ?? [0],
    nsfw: body.nsfw ?? false,
    ...(body.options?.length ? { options: body.options } : {}),
  };
}

export function presentApplication(world: World): Json {
  const base = {
    id: world.applicationId,
    name: world.bot.displayName,
    icon: null,
    description: '',
    type: null,
    verify_key: '0'.repeat(64),
    flags: 0,
  };
  return {
    ...base,
    flags_new: '0',
    bot: presentUser(world.bot),
    bot_public: true,
    bot_require_code_grant: false,
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: presentUser(world.bot),
    approximate_guild_count: world.guilds.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
    install_params: { scopes: ['applications.commands', 'bot'], permissions: String(DEFAULT_BOT_PERMISSIONS) },
  };
}
