// The lines that the server writes by itself: welcome, state of user and room, refusals. Deliberately absent: when they are
// written, and which capability they need (session.ts).
import type { OutLine } from './irc-line.ts';
import { userPrefix, userTags } from './message.ts';
import { type Answer, fillText } from './rules.ts';
import type { Channel, Role, User } from './world.ts';

export const SERVER = 'tmi.twitch.tv';

const WELCOME = [
  ['001', 'Welcome, GLHF!'],
  ['002', `Your host is ${SERVER}`],
  ['003', 'This server is rather new'],
  ['004', '-'],
  ['375', '-'],
  ['372', 'You are in a maze of twisty passages, all alike.'],
  ['376', '>'],
] as const;

export function welcomeLines(nick: string): OutLine[] {
  return WELCOME.map(([command, trailing]) => ({ prefix: SERVER, command, params: [nick], trailing }));
}

export function globalUserStateLine(user: User): OutLine {
  const { mod: _mod, subscriber: _subscriber, ...tags } = userTags(user, 'viewer');
  return { tags: { ...tags, 'emote-sets': '0', 'user-id': user.id }, prefix: SERVER, command: 'GLOBALUSERSTATE' };
}

/** JOIN and the list of names, which holds the one who joins only. */
export function joinedLines(nick: string, channel: Channel): OutLine[] {
  const room = `#${channel.login}`;
  const prefix = `${nick}.${SERVER}`;
  return [
    { prefix: userPrefix(nick), command: 'JOIN', params: [room] },
    { prefix, command: '353', params: [nick, '=', room], trailing: nick },
    { prefix, command: '366', params: [nick, room], trailing: 'End of /NAMES list' },
  ];
}

export function roomStateLine(channel: Channel): OutLine {
  const tags = {
    'emote-only': '0',
    'followers-only': '-1',
    r9k: '0',
    'room-id': channel.roomId,
    slow: '0',
    'subs-only': '0',
  };
  return { tags, prefix: SERVER, command: 'ROOMSTATE', params: [`#${channel.login}`] };
}

/** `extra` holds the id and the nonce after a message. */
export function userStateLine(channel: Channel, user: User, role: Role, extra: Record<string, string>): OutLine {
  const tags = { ...userTags(user, role), 'emote-sets': '0', ...extra };
  return { tags, prefix: SERVER, command: 'USERSTATE', params: [`#${channel.login}`] };
}

/** What the client is told of a refusal; null when nothing. Lines with tags need the capability for commands. */
export function refusalLine(answer: Answer, nick: string, channel: string | null, said: string): OutLine | null {
  switch (answer.kind) {
    case 'notice': {
      const trailing = fillText(answer.text, { channel: channel ?? '', word: said.split(' ')[0] ?? '' });
      const target = channel === null ? '*' : `#${channel}`;
      const notice = { prefix: SERVER, command: 'NOTICE', params: [target], trailing };
      return answer.msgId === null ? notice : { ...notice, tags: { 'msg-id': answer.msgId } };
    }
    case 'numeric':
      return { prefix: SERVER, command: answer.code, params: [nick, said], trailing: answer.text };
    case 'nak':
      return { prefix: SERVER, command: 'CAP', params: ['*', 'NAK'], trailing: said };
    case 'silence':
    case 'close':
    case 'json':
    case 'redirect':
      return null;
  }
}
