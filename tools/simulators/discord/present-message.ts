// A message as Discord's JSON, for answers, for gateway events and inside interactions.

import { COMPONENT } from './component-rules.ts';
import { mentionedRoles, mentionedUsers } from './mentions.ts';
import { FLAG } from './message-rules.ts';
import { iso, type Json, presentChannel, presentUser } from './present.ts';
import type { Attachment, Message, Row, World } from './world.ts';

const SELECT_DEFAULTS = { min_values: 1, max_values: 1 };

/** @param cdn where attachments are served, without a slash at the end. */
export function presentAttachment(attachment: Attachment, cdn: string): Json {
  const url = `${cdn}/attachments/${attachment.channelId}/${attachment.id}/${encodeURIComponent(attachment.filename)}`;
  return {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.data.length,
    url,
    proxy_url: url,
    content_type: attachment.contentType,
    ...(attachment.description ? { description: attachment.description } : {}),
  };
}

export function presentMessage(world: World, message: Message, cdn: string): Json {
  const channel = world.channels.get(message.channelId);
  const author = world.users.get(message.authorId) ?? world.bot;
  const users = [...new Set([...mentionedUsers(world, message.content), ...message.pings.users])].flatMap(
    (id) => world.users.get(id) ?? [],
  );
  const replied = message.replyToId ? world.messages.get(message.replyToId) : undefined;
  const thread = message.threadId ? world.channels.get(message.threadId) : undefined;
  return {
    id: message.id,
    channel_id: message.channelId,
    type: message.type,
    content: message.content,
    author: presentUser(author),
    mentions: users.map(presentUser),
    mention_roles: channel ? mentionedRoles(world, channel, message.content) : [],
    mention_everyone: message.pings.everyone,
    attachments: message.attachments.map((each) => presentAttachment(each, cdn)),
    embeds: message.embeds.map(presentEmbed),
    components: presentRows(message.components),
    timestamp: iso(message.createdAtMs),
    edited_timestamp: message.editedAtMs === undefined ? null : iso(message.editedAtMs),
    flags: message.flags,
    pinned: false,
    tts: false,
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    ...(message.interactionId ? { webhook_id: world.applicationId, application_id: world.applicationId } : {}),
    ...(message.replyToId
      ? {
          message_reference: {
            type: 0,
            channel_id: message.channelId,
            message_id: message.replyToId,
            ...(channel?.guildId ? { guild_id: channel.guildId } : {}),
          },
          referenced_message: replied ? { ...presentMessage(world, { ...replied, replyToId: undefined }, cdn) } : null,
        }
      : {}),
    ...(thread ? { thread: presentChannel(world, thread) } : {}),
  };
}

/** Server and member of the author ride along in gateway events only. */
export function presentMessageEvent(world: World, message: Message, cdn: string): Json {
  const guildId = world.channels.get(message.channelId)?.guildId;
  return { ...presentMessage(world, message, cdn), ...(guildId ? { guild_id: guildId } : {}) };
}

export function isThinking(message: Message): boolean {
  return (message.flags & FLAG.loading) !== 0;
}

function presentEmbed(embed: Record<string, unknown>): Json {
  const fields = Array.isArray(embed.fields)
    ? embed.fields.map((field: Json) => ({ inline: false, ...field }))
    : undefined;
  const given = Object.fromEntries(Object.entries(embed).filter(([, value]) => value !== null && value !== undefined));
  return { ...given, type: 'rich', ...(fields ? { fields } : {}) };
}

/** Every component gets its number, counted from 1 through the message. */
function presentRows(rows: readonly Row[]): Json[] {
  let next = 1;
  return rows.map((row) => ({
    type: row.type,
    id: next++,
    components: row.components.map((part) => ({
      id: next++,
      ...(part.type === COMPONENT.button ? {} : SELECT_DEFAULTS),
      ...part,
    })),
  }));
}
