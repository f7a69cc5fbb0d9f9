// Messages coming into the world, changing and leaving it: emptiness, the nonce that makes a retry harmless, files, pings.
// Rights are asked by the routes, because interaction replies need none.

import { NO_PINGS, pingsOf } from './mentions.ts';
import type { AllowedMentions, MessageBody } from './message-rules.ts';
import { FLAG } from './message-rules.ts';
import { refuse } from './refusal.ts';
import { type Attachment, type Channel, type Message, messagesIn, type World } from './world.ts';

/** "In the past few minutes", say the docs of enforce_nonce. */
const NONCE_WINDOW_MS = 5 * 60_000;
const FILES = 10;
export const MESSAGE_TYPE = { plain: 0, threadCreated: 18, reply: 19, commandReply: 20, threadStarter: 21 } as const;

export type Upload = {
  readonly field: string;
  readonly filename: string;
  readonly contentType: string;
  readonly data: Buffer;
};
export type Draft = {
  readonly channel: Channel;
  readonly authorId: string;
  readonly body: MessageBody;
  readonly files: readonly Upload[];
  readonly type?: number;
  readonly interactionId?: string;
  readonly ephemeralFor?: string | undefined;
};

/** A message without anything in it yet: what a deferred reply looks like. */
export function addThinking(world: World, draft: Omit<Draft, 'body' | 'files'>): Message {
  const flags = FLAG.loading | (draft.ephemeralFor ? FLAG.ephemeral : 0);
  return put(world, { ...blank(world, draft), flags });
}

/** @throws RestRefusal message-empty, reference-unknown, file-count. */
export function createMessage(world: World, draft: Draft): Message {
  const { body, channel } = draft;
  const twin = body.enforce_nonce ? sameNonce(world, draft) : undefined;
  if (twin) return twin;
  const replyTo = referenced(world, channel, body);
  const attachments = attach(world, channel, body, draft.files);
  const content = (body.content ?? '').trim();
  const message: Message = {
    ...blank(world, draft),
    type: draft.type ?? (replyTo ? MESSAGE_TYPE.reply : MESSAGE_TYPE.plain),
    content,
    embeds: body.embeds ?? [],
    components: body.components ?? [],
    attachments,
    flags:
      ((body.flags ?? 0) & (FLAG.suppressEmbeds | FLAG.suppressNotifications)) |
      (draft.ephemeralFor ? FLAG.ephemeral : 0),
    pings: pingsOf(world, channel, content, body.allowed_mentions, replyTo?.authorId),
    nonce: body.nonce ?? undefined,
    replyToId: replyTo?.id,
  };
  if (isEmpty(message)) refuse('message-empty');
  return put(world, message);
}

/** Replaces what the body names and keeps the rest. Filling a deferred reply is its first appearance, so it notifies. */
export function editMessage(world: World, message: Message, body: MessageBody, files: readonly Upload[]): Message {
  const channel = world.channels.get(message.channelId);
  if (!channel) return refuse('unknown-channel');
  const kept = body.attachments
    ? message.attachments.filter((each) => body.attachments?.some((ref) => String(ref.id) === each.id))
    : message.attachments;
  const filling = (message.flags & FLAG.loading) !== 0;
  const next = {
    content: body.content === undefined ? message.content : (body.content ?? '').trim(),
    embeds: body.embeds === undefined ? message.embeds : (body.embeds ?? []),
    components: body.components === undefined ? message.components : (body.components ?? []),
    attachments: [...kept, ...attach(world, channel, body, files)],
  };
  if (isEmpty(next)) refuse('message-empty');
  Object.assign(message, next);
  if (body.flags !== undefined && body.flags !== null)
    message.flags = (message.flags & ~FLAG.suppressEmbeds) | (body.flags & FLAG.suppressEmbeds);
  if (filling) {
    message.flags &= ~FLAG.loading;
    message.pings = pingsOf(world, channel, message.content, body.allowed_mentions, undefined);
  } else message.editedAtMs = world.time.now();
  world.changed({ type: 'message-edited', message });
  return message;
}

export function deleteMessage(world: World, message: Message): void {
  world.messages.delete(message.id);
  world.changed({ type: 'message-deleted', message });
}

/** What a person types into a channel: nothing but text. */
export function personSays(
  world: World,
  channel: Channel,
  authorId: string,
  content: string,
  allowed?: AllowedMentions,
): Message {
  return put(world, {
    ...blank(world, { channel, authorId }),
    content,
    pings: pingsOf(world, channel, content, allowed, undefined),
  });
}

function blank(world: World, draft: Omit<Draft, 'body' | 'files'>): Message {
  return {
    id: world.newId(),
    channelId: draft.channel.id,
    authorId: draft.authorId,
    type: draft.type ?? MESSAGE_TYPE.plain,
    createdAtMs: world.time.now(),
    content: '',
    embeds: [],
    components: [],
    attachments: [],
    flags: 0,
    pings: NO_PINGS,
    interactionId: draft.interactionId,
    ephemeralFor: draft.ephemeralFor,
  };
}

export function put(world: World, message: Message): Message {
  world.messages.set(message.id, message);
  world.changed({ type: 'message-created', message });
  return message;
}

function isEmpty(it: Pick<Message, 'content' | 'embeds' | 'components' | 'attachments'>): boolean {
  return it.content === '' && it.embeds.length === 0 && it.components.length === 0 && it.attachments.length === 0;
}

function sameNonce(world: World, { channel, authorId, body }: Draft): Message | undefined {
  if (body.nonce === undefined || body.nonce === null) return undefined;
  const since = world.time.now() - NONCE_WINDOW_MS;
  return messagesIn(world, channel.id).find(
    (message) =>
      message.authorId === authorId && String(message.nonce) === String(body.nonce) && message.createdAtMs > since,
  );
}

function referenced(world: World, channel: Channel, body: MessageBody): Message | undefined {
  const reference = body.message_reference;
  if (!reference) return undefined;
  const message = world.messages.get(reference.message_id);
  if (message?.channelId === channel.id && !message.ephemeralFor) return message;
  if (reference.fail_if_not_exists === false) return undefined;
  return refuse('reference-unknown', ['message_reference']);
}

function attach(world: World, channel: Channel, body: MessageBody, files: readonly Upload[]): Attachment[] {
  if (files.length > FILES) refuse('file-count', ['files']);
  return files.map((file) => {
    const index = /^files\[(\d+)\]$/.exec(file.field)?.[1];
    const named = body.attachments?.find((each) => String(each.id) === index);
    return keepFile(
      world,
      channel.id,
      { ...file, filename: named?.filename ?? file.filename },
      named?.description ?? undefined,
    );
  });
}

/** Stores a file so that the simulator's own attachment address serves it. */
export function keepFile(
  world: World,
  channelId: string,
  file: Omit<Upload, 'field'>,
  description?: string,
): Attachment {
  const attachment = {
    id: world.newId(),
    filename: file.filename,
    contentType: file.contentType,
    data: file.data,
    description,
    channelId,
  };
  world.attachments.set(attachment.id, attachment);
  return attachment;
}
