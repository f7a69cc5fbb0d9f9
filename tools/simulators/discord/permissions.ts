// The permission bits that matter here and who has which: the bot by what the test gives it for a server or a channel, a person by
// owner, roles and what was given to them. No role hierarchy, no per-role channel overwrites.
import type { Channel, Guild, Member, World } from './world.ts';

export const PERMISSION = {
  Administrator: 1n << 3n,
  ManageChannels: 1n << 4n,
  ManageGuild: 1n << 5n,
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  ManageMessages: 1n << 13n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  MentionEveryone: 1n << 17n,
  ManageRoles: 1n << 28n,
  UseApplicationCommands: 1n << 31n,
  ManageEvents: 1n << 33n,
  ManageThreads: 1n << 34n,
  CreatePublicThreads: 1n << 35n,
  CreatePrivateThreads: 1n << 36n,
  SendMessagesInThreads: 1n << 38n,
  CreateEvents: 1n << 44n,
} as const;

export type PermissionName = keyof typeof PERMISSION;

export const EVERY_PERMISSION = Object.values(PERMISSION).reduce((all, bit) => all | bit, 0n);

/** What an invited bot has by default here: enough for cards, threads and events, no administration. */
export const DEFAULT_BOT_PERMISSIONS = bits(
  'ViewChannel',
  'SendMessages',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'UseApplicationCommands',
  'CreatePublicThreads',
  'SendMessagesInThreads',
  'CreateEvents',
);

export const EVERYONE_PERMISSIONS = bits(
  'ViewChannel',
  'SendMessages',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'UseApplicationCommands',
  'CreatePublicThreads',
  'SendMessagesInThreads',
);

export function bits(...names: PermissionName[]): bigint {
  return names.reduce((all, name) => all | PERMISSION[name], 0n);
}

export function has(permissions: bigint, name: PermissionName): boolean {
  return (permissions & (PERMISSION.Administrator | PERMISSION[name])) !== 0n;
}

/** The bot's rights in a channel; a thread has those of its parent, a direct message all that make sense there. */
export function botPermissionsIn(world: World, channel: Channel): bigint {
  if (!channel.guildId) return EVERYONE_PERMISSIONS;
  const guild = world.guilds.get(channel.guildId);
  if (!guild?.botPresent) return 0n;
  const place = channel.parentId && channel.thread ? (world.channels.get(channel.parentId) ?? channel) : channel;
  return place.botPermissions ?? guild.botPermissions;
}

/** A member's rights in the server: all for the owner, else @everyone, their roles and what was given to them alone. */
export function memberPermissions(guild: Guild, member: Member): bigint {
  if (guild.ownerId === member.userId) return EVERY_PERMISSION;
  const roles = member.roleIds.map((id) => guild.roles.get(id)?.permissions ?? 0n);
  const sum = roles.reduce((all, some) => all | some, EVERYONE_PERMISSIONS | member.permissions);
  return (sum & PERMISSION.Administrator) !== 0n ? EVERY_PERMISSION : sum;
}
