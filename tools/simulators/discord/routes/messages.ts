// Messages of a channel: reading, sending, editing, deleting, typing.
import { FLAG, type MessageBody, parseMessage } from '../message-rules.ts';
import { createMessage, deleteMessage, editMessage } from '../messages.ts';
import { botPermissionsIn, has } from '../permissions.ts';
import { presentMessage } from '../present-message.ts';
import { RestRefusal, refuse } from '../refusal.ts';
import type { Call, Route } from '../route.ts';
import { bornAtMs } from '../snowflake.ts';
import { CHANNEL_TYPE, type Channel, type Message, messagesIn } from '../world.ts';
import { channelOf, messageOf, need, needToSend } from './rights.ts';

const PAGE = 50;
const PAGE_MOST = 100;
const OLD_MESSAGE_MS = 60 * 60_000;

export const messageRoutes: readonly Route[] = [
  { method: 'GET', path: '/channels/:channel/messages', run: list },
  { method: 'POST', path: '/channels/:channel/messages', run: send },
  {
    method: 'GET',
    path: '/channels/:channel/messages/:message',
    run: (call) => ok(call, messageOf(call, channelOf(call))),
  },
  { method: 'PATCH', path: '/channels/:channel/messages/:message', run: edit },
  { method: 'DELETE', path: '/channels/:channel/messages/:message', run: remove },
  {
    method: 'POST',
    path: '/channels/:channel/typing',
    run: (call) => {
      const channel = channelOf(call);
      needToSend(call, channel);
      call.world.changed({ type: 'typing', channelId: channel.id });
      return { status: 204 };
    },
  },
];

function ok(call: Call, message: Message) {
  return { status: 200, body: presentMessage(call.world, message, call.urls.cdn()) };
}

function list(call: Call) {
  const channel = channelOf(call);
  const limit = Number(call.query.get('limit') ?? PAGE);
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_MOST) refuse('body-type', ['limit']);
  const before = call.query.get('before');
  const after = call.query.get('after');
  // Without the right to read history the platform answers with an empty page.
  const readable = has(botPermissionsIn(call.world, channel), 'ReadMessageHistory');
  const all = readable ? messagesIn(call.world, channel.id).filter((message) => !message.ephemeralFor) : [];
  const page = all.filter(
    (message) => (!before || BigInt(message.id) < BigInt(before)) && (!after || BigInt(message.id) > BigInt(after)),
  );
  const newestFirst = after ? page.slice(0, limit).reverse() : page.reverse().slice(0, limit);
  return { status: 200, body: newestFirst.map((message) => presentMessage(call.world, message, call.urls.cdn())) };
}

function send(call: Call) {
  const channel = channelOf(call);
  const body = parseMessage(call.body);
  needToSend(call, channel);
  needContent(call, channel, body);
  if (channel.thread) channel.thread.archived = false;
  return ok(call, createMessage(call.world, { channel, authorId: call.world.bot.id, body, files: call.files }));
}

function needContent(call: Call, channel: Channel, body: MessageBody): void {
  if (body.embeds?.length) need(call, channel, 'EmbedLinks');
  if (call.files.length > 0) need(call, channel, 'AttachFiles');
  if (body.message_reference) need(call, channel, 'ReadMessageHistory');
}

function edit(call: Call) {
  const channel = channelOf(call);
  const message = messageOf(call, channel);
  const body = parseMessage(call.body);
  if (message.authorId !== call.world.bot.id) {
    const onlyHides =
      Object.keys(Object(call.body)).every((key) => key === 'flags') &&
      ((body.flags ?? 0) & ~FLAG.suppressEmbeds) === 0;
    if (!onlyHides || !has(botPermissionsIn(call.world, channel), 'ManageMessages')) refuse('foreign-message');
  }
  if (channel.thread?.archived) refuse('thread-archived');
  refuseOldEdit(call, message);
  return ok(call, editMessage(call.world, message, body, call.files));
}

function refuseOldEdit(call: Call, message: Message): void {
  const limit = call.faults.oldEdits();
  if (limit === undefined) return;
  const { retryMs, bornBeforeMs = call.world.time.now() - OLD_MESSAGE_MS } = limit;
  if (bornAtMs(message.id) > bornBeforeMs) return;
  const seconds = retryMs / 1000;
  throw new RestRefusal(
    [{ rule: 'old-edits', path: [] }],
    { retry_after: seconds, global: false },
    { 'retry-after': String(seconds), 'x-ratelimit-scope': 'user' },
  );
}

function remove(call: Call) {
  const channel = channelOf(call);
  const message = messageOf(call, channel);
  if (message.authorId !== call.world.bot.id) {
    if (channel.type === CHANNEL_TYPE.dm) refuse('foreign-dm-message');
    need(call, channel, 'ManageMessages');
  }
  deleteMessage(call.world, message);
  return { status: 204 };
}
