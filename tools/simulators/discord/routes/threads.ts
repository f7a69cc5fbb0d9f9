// Threads: opened from a channel or from a message, joined, archived; and channels as such.
import { z } from 'zod';
import { NO_PINGS } from '../mentions.ts';
import { MESSAGE_TYPE, put } from '../messages.ts';
import { presentChannel } from '../present.ts';
import { broke, parseBody, refuse } from '../refusal.ts';
import { type Call, param, type Route } from '../route.ts';
import { CHANNEL_TYPE, type Channel, type Message } from '../world.ts';
import { channelOf, messageOf, need, needInGuild, threadOf } from './rights.ts';

const NAME_CHARS = 100;
const ARCHIVE_MINUTES = [60, 1440, 4320, 10_080];
const DEFAULT_ARCHIVE_MINUTES = 1440;

const name = z.string().trim().min(1, broke('thread-name')).max(NAME_CHARS, broke('thread-name'));
const archive = z.int().refine((minutes) => ARCHIVE_MINUTES.includes(minutes), broke('thread-archive'));
const openSchema = z.object({
  name,
  auto_archive_duration: archive.nullish(),
  type: z.int().min(10, broke('enum')).max(12, broke('enum')).nullish(),
  rate_limit_per_user: z.int().min(0).max(21_600).nullish(),
  invitable: z.boolean().nullish(),
});
const changeSchema = z.object({
  name: name.optional(),
  archived: z.boolean().optional(),
  locked: z.boolean().optional(),
  auto_archive_duration: archive.optional(),
});

export const threadRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channels/:channel',
    run: (call) => ({ status: 200, body: presentChannel(call.world, channelOf(call)) }),
  },
  { method: 'PATCH', path: '/channels/:channel', run: change },
  { method: 'POST', path: '/channels/:channel/threads', run: (call) => open(call, channelOf(call), undefined) },
  {
    method: 'POST',
    path: '/channels/:channel/messages/:message/threads',
    run: (call) => {
      const channel = channelOf(call);
      return open(call, channel, messageOf(call, channel));
    },
  },
  { method: 'PUT', path: '/channels/:channel/thread-members/:user', run: (call) => member(call, true) },
  { method: 'DELETE', path: '/channels/:channel/thread-members/:user', run: (call) => member(call, false) },
];

function open(call: Call, parent: Channel, message: Message | undefined) {
  if (!parent.guildId || (parent.type !== CHANNEL_TYPE.text && parent.type !== CHANNEL_TYPE.announcement))
    refuse('wrong-channel-type');
  const body = parseBody(openSchema, call.body);
  // Without a message the default is a private thread, as in the API.
  const isPrivate = !message && (body.type ?? CHANNEL_TYPE.privateThread) === CHANNEL_TYPE.privateThread;
  need(call, parent, isPrivate ? 'CreatePrivateThreads' : 'CreatePublicThreads');
  if (message?.threadId) refuse('thread-exists');
  const { world } = call;
  const thread: Channel = {
    // A thread of a message carries the message's id.
    id: message?.id ?? world.newId(),
    type: isPrivate ? CHANNEL_TYPE.privateThread : CHANNEL_TYPE.publicThread,
    name: body.name,
    ...(parent.guildId ? { guildId: parent.guildId } : {}),
    parentId: parent.id,
    recipientIds: [],
    position: 0,
    thread: {
      ownerId: world.bot.id,
      memberIds: new Set([world.bot.id]),
      archived: false,
      locked: false,
      autoArchiveMinutes: body.auto_archive_duration ?? DEFAULT_ARCHIVE_MINUTES,
      archiveAtMs: world.time.now(),
    },
  };
  world.channels.set(thread.id, thread);
  if (message) message.threadId = thread.id;
  world.changed({ type: 'thread-created', channel: thread });
  if (!message && !isPrivate) sayThreadOpened(call, parent, thread);
  return { status: 201, body: presentChannel(world, thread) };
}

function sayThreadOpened({ world }: Call, parent: Channel, thread: Channel): void {
  const core = { embeds: [], components: [], attachments: [], flags: 0, pings: NO_PINGS };
  put(world, {
    ...core,
    id: world.newId(),
    channelId: parent.id,
    authorId: world.bot.id,
    type: MESSAGE_TYPE.threadCreated,
    createdAtMs: world.time.now(),
    content: thread.name,
    threadId: thread.id,
  });
}

function change(call: Call) {
  const channel = channelOf(call);
  if (!channel.guildId) refuse('wrong-channel-type');
  const body = parseBody(changeSchema, call.body);
  const { thread } = channel;
  if (!thread) need(call, channel, 'ManageChannels');
  else if (thread.ownerId !== call.world.bot.id || body.locked !== undefined) need(call, channel, 'ManageThreads');
  if (thread?.archived && body.archived !== false) refuse('thread-archived');
  if (body.name !== undefined) channel.name = body.name;
  if (thread) {
    thread.archived = body.archived ?? thread.archived;
    thread.locked = body.locked ?? thread.locked;
    thread.autoArchiveMinutes = body.auto_archive_duration ?? thread.autoArchiveMinutes;
    thread.archiveAtMs = call.world.time.now();
  }
  call.world.changed({ type: thread ? 'thread-edited' : 'channel-edited', channel });
  return { status: 200, body: presentChannel(call.world, channel) };
}

function member(call: Call, joins: boolean) {
  const channel = channelOf(call);
  const thread = threadOf(channel);
  const asked = param(call, 'user');
  const userId = asked === '@me' ? call.world.bot.id : asked;
  const guild = call.world.guilds.get(channel.guildId ?? '') ?? refuse('unknown-guild');
  if (!guild.members.has(userId)) refuse('unknown-member');
  if (thread.archived) refuse('thread-archived');
  if (joins) need(call, channel, 'SendMessagesInThreads');
  else if (userId !== call.world.bot.id) needInGuild(guild, 'ManageThreads');
  if (joins) thread.memberIds.add(userId);
  else thread.memberIds.delete(userId);
  call.world.changed({ type: 'thread-edited', channel });
  return { status: 204 };
}
