// Finding what a path names, in the order in which the platform complains: is it there, can the bot see it, may the bot do that.
import { botPermissionsIn, has, type PermissionName } from '../permissions.ts';
import { refuse } from '../refusal.ts';
import { type Call, param } from '../route.ts';
import { CHANNEL_TYPE, type Channel, type Guild, type Message, type Thread } from '../world.ts';

/** A channel that the bot can see. @throws RestRefusal unknown-channel, missing-access. */
export function channelOf(call: Call): Channel {
  const channel = call.world.channels.get(param(call, 'channel')) ?? refuse('unknown-channel');
  if (!has(botPermissionsIn(call.world, channel), 'ViewChannel')) refuse('missing-access');
  return channel;
}

/** @throws RestRefusal missing-permission. */
export function need(call: Call, channel: Channel, permission: PermissionName): void {
  if (!has(botPermissionsIn(call.world, channel), permission)) refuse('missing-permission');
}

/** A message that others than one person see: private replies are not found here. @throws RestRefusal unknown-message. */
export function messageOf(call: Call, channel: Channel): Message {
  const message = call.world.messages.get(param(call, 'message'));
  return message && message.channelId === channel.id && !message.ephemeralFor ? message : refuse('unknown-message');
}

/** A server with the bot in it. @throws RestRefusal unknown-guild, missing-access. */
export function guildOf(call: Call): Guild {
  const guild = call.world.guilds.get(param(call, 'guild')) ?? refuse('unknown-guild');
  return guild.botPresent ? guild : refuse('missing-access');
}

/** @throws RestRefusal missing-permission. */
export function needInGuild(guild: Guild, permission: PermissionName): void {
  if (!has(guild.botPermissions, permission)) refuse('missing-permission');
}

/** Whether a channel takes messages at all, and from the bot. */
export function needToSend(call: Call, channel: Channel): void {
  if (channel.type === CHANNEL_TYPE.category || channel.type === CHANNEL_TYPE.forum) refuse('wrong-channel-type');
  need(call, channel, channel.thread ? 'SendMessagesInThreads' : 'SendMessages');
  if (channel.type === CHANNEL_TYPE.dm) needOpenDoor(call, channel);
}

function needOpenDoor(call: Call, channel: Channel): void {
  const person = call.world.users.get(channel.recipientIds[0] ?? '');
  const shared = [...call.world.guilds.values()].some(
    (guild) => guild.botPresent && person && guild.members.has(person.id),
  );
  if (!person?.dmsOpen || !shared) refuse('dm-refused');
}

/** The thread part of a thread. @throws RestRefusal wrong-channel-type. */
export function threadOf(channel: Channel): Thread {
  return channel.thread ?? refuse('wrong-channel-type');
}
