// A message of chat as data, or nothing where it is not for us: the bot's own, one that a shared chat repeats from another
// channel, one that came twice. Deliberately absent: what its words mean.

import type { ChatMessage } from '@twurple/chat';
import { LINE_MAX_LENGTH } from './limits.ts';

export type Heard = {
  readonly id: string;
  /** Login, without `#`. */
  readonly channel: string;
  readonly user: { readonly id: string; readonly login: string; readonly name: string };
  readonly text: string;
  readonly broadcaster: boolean;
  readonly moderator: boolean;
};

type Message = Pick<ChatMessage, 'id' | 'target' | 'text' | 'channelId' | 'sourceChannelId' | 'isReply' | 'userInfo'>;

/** Twitch puts `@Name ` in front of a reply. */
const REPLY_PREFIX = /^@\S+\s+/;

const CHANNEL = /^#?(\w{1,25})$/;

/** `self`: the bot's user id. Its owner may type with the same account in the account's own channel. */
export function parseHeard(message: Message, self: string): Heard | undefined {
  const { userInfo, sourceChannelId, channelId } = message;
  if (sourceChannelId !== null && sourceChannelId !== channelId) return undefined;
  if (userInfo.userId === self && !userInfo.isBroadcaster) return undefined;
  const channel = CHANNEL.exec(message.target)?.[1];
  if (channel === undefined) return undefined;
  const text = (message.isReply ? message.text.replace(REPLY_PREFIX, '') : message.text).trim();
  if (text === '' || text.length > LINE_MAX_LENGTH || message.id === '' || userInfo.userId === '') return undefined;
  return {
    id: message.id,
    channel: channel.toLowerCase(),
    user: { id: userInfo.userId, login: userInfo.userName, name: userInfo.displayName },
    text,
    broadcaster: userInfo.isBroadcaster,
    moderator: userInfo.isMod,
  };
}
