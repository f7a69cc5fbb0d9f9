// A chat message, as it is kept, and as it goes over the wire. Deliberately absent: whether it may be said (chat.ts).
import type { OutLine } from './irc-line.ts';
import type { Role, User } from './world.ts';

/** The message that another one answers. */
export type Parent = { readonly id: string; readonly author: User; readonly text: string };

export type ChatMessage = {
  readonly id: string;
  readonly channel: string;
  readonly roomId: string;
  readonly author: User;
  readonly role: Role;
  /** What a viewer reads; a reply starts with "@Name ". */
  readonly text: string;
  /** Said with /me. */
  readonly action: boolean;
  readonly sentAtMs: number;
  /** The author's first message in this channel. */
  readonly first: boolean;
  /** What this one answers, and the message that began the thread. */
  readonly parent: Parent | null;
  readonly thread: Parent | null;
  /** Given by the sending client. */
  readonly clientNonce: string | null;
};

/** The badges of a role, as Twitch writes them; empty for viewers. */
export function badgesOf(role: Role): string {
  return role === 'viewer' ? '' : `${role}/1`;
}

/** Tags that describe a user in a channel: of PRIVMSG and USERSTATE. */
export function userTags(user: User, role: Role): Record<string, string> {
  return {
    'badge-info': '',
    badges: badgesOf(role),
    color: user.color,
    'display-name': user.displayName,
    mod: role === 'moderator' ? '1' : '0',
    subscriber: '0',
    turbo: '0',
    'user-type': role === 'moderator' ? 'mod' : '',
  };
}

/** The line that other connections receive. */
export function messageLine(message: ChatMessage): OutLine {
  const { author, parent, thread } = message;
  return {
    tags: {
      ...userTags(author, message.role),
      ...(message.clientNonce === null ? {} : { 'client-nonce': message.clientNonce }),
      emotes: '',
      'first-msg': message.first ? '1' : '0',
      flags: '',
      id: message.id,
      ...(parent ? parentTags(parent) : {}),
      ...(thread ? threadTags(thread) : {}),
      'returning-chatter': '0',
      'room-id': message.roomId,
      'tmi-sent-ts': String(message.sentAtMs),
      'user-id': author.id,
    },
    prefix: userPrefix(author.login),
    command: 'PRIVMSG',
    params: [`#${message.channel}`],
    trailing: message.action ? `\u0001ACTION ${message.text}\u0001` : message.text,
  };
}

export function userPrefix(login: string): string {
  return `${login}!${login}@${login}.tmi.twitch.tv`;
}

function parentTags(parent: Parent): Record<string, string> {
  return {
    'reply-parent-display-name': parent.author.displayName,
    'reply-parent-msg-body': parent.text,
    'reply-parent-msg-id': parent.id,
    'reply-parent-user-id': parent.author.id,
    'reply-parent-user-login': parent.author.login,
  };
}

function threadTags(thread: Parent): Record<string, string> {
  return {
    'reply-thread-parent-display-name': thread.author.displayName,
    'reply-thread-parent-msg-id': thread.id,
    'reply-thread-parent-user-id': thread.author.id,
    'reply-thread-parent-user-login': thread.author.login,
  };
}
