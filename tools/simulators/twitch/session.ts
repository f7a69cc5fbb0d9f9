// One IRC connection: reads lines, logs in, joins, talks, and writes lines. Knows no socket: lines come in by `receive`, and leave
// by `send`. Deliberately absent: whispers, moderation commands, membership lists of other people (batched and partial on Twitch).
import type { Chat } from './chat.ts';
import type { Clock } from './clock.ts';
import type { Flood } from './flood.ts';
import { type IrcLine, makeIrcLine, type OutLine, parseIrcLine } from './irc-line.ts';
import { FAILED_LOGIN_CLOSE_MS, PING_EVERY_MS, PONG_WITHIN_MS } from './limits.ts';
import { checkLogin } from './login.ts';
import { type ChatMessage, messageLine, userPrefix } from './message.ts';
import { answerTo, type RuleId } from './rules.ts';
import {
  globalUserStateLine,
  joinedLines,
  refusalLine,
  roomStateLine,
  SERVER,
  userStateLine,
  welcomeLines,
} from './server-lines.ts';
import type { Tokens } from './tokens.ts';
import type { Channel, User, World } from './world.ts';

export type SessionParts = {
  readonly world: World;
  readonly chat: Chat;
  readonly tokens: Tokens;
  readonly flood: Flood;
  readonly clock: Clock;
  /** Writes one line, without CRLF. */
  send(line: string): void;
  close(): void;
  /** This connection said it, and its answer was written. */
  onSaid(message: ChatMessage): void;
  /** Told of every broken rule, whatever the client is told. */
  onRefusal(refusal: { login: string | null; channel: string | null; rule: RuleId; text: string }): void;
  /** Told of logins, joins and parts. */
  onChange(): void;
};

export type Session = {
  receive(line: string): void;
  /** A message in some channel; written when this connection is there and is not its sender. */
  deliver(message: ChatMessage, sender: object | null): void;
  sendReconnect(): void;
  /** Stops its timers. */
  end(): void;
  /** Null before login. `channels` are logins. */
  state(): { login: string | null; anonymous: boolean; channels: readonly string[] };
};

type Login =
  | { kind: 'none' }
  | { kind: 'refused' }
  | { kind: 'anonymous'; nick: string }
  | { kind: 'user'; nick: string; user: User; canTalk: boolean };

const CAPABILITIES = ['twitch.tv/tags', 'twitch.tv/commands', 'twitch.tv/membership'] as const;
const ANONYMOUS = /^justinfan\d+$/;

export function openSession(parts: SessionParts): Session {
  const { world, chat, tokens, flood, clock } = parts;
  const granted = new Set<string>();
  const joined = new Set<string>();
  const self = {};
  let pass: string | null = null;
  let login: Login = { kind: 'none' };
  let stopTimer = () => {};

  const write = (line: OutLine) => {
    const { tags, ...bare } = line;
    parts.send(makeIrcLine(tags && granted.has('twitch.tv/tags') ? line : bare));
  };
  const writeCommand = (line: OutLine) => {
    if (granted.has('twitch.tv/commands')) write(line);
  };
  const nick = () => (login.kind === 'user' || login.kind === 'anonymous' ? login.nick : '*');

  const refuse = (rule: RuleId, channel: string | null, said = '') => {
    const name = login.kind === 'user' || login.kind === 'anonymous' ? login.nick : null;
    parts.onRefusal({ login: name, channel, rule, text: said });
    const answer = answerTo(rule);
    if (answer.kind === 'close') return parts.close();
    const line = refusalLine(answer, nick(), channel, said);
    if (line?.tags) writeCommand(line);
    else if (line) write(line);
  };

  const welcome = () => {
    for (const line of welcomeLines(nick())) write(line);
    if (login.kind === 'user') writeCommand(globalUserStateLine(login.user));
    askForPong();
    parts.onChange();
  };

  const askForPong = () => {
    stopTimer = clock.after(PING_EVERY_MS, () => {
      write({ command: 'PING', trailing: SERVER });
      stopTimer = clock.after(PONG_WITHIN_MS, () => refuse('irc.pong', null));
    });
  };

  const failLogin = (rule: RuleId) => {
    login = { kind: 'refused' };
    refuse(rule, null);
    stopTimer = clock.after(FAILED_LOGIN_CLOSE_MS, () => refuse('irc.failed-login-close', null));
  };

  const logIn = (name: string) => {
    if (login.kind !== 'none') return;
    if (ANONYMOUS.test(name)) {
      login = { kind: 'anonymous', nick: name };
      return welcome();
    }
    const found = checkLogin(name, pass, tokens, world);
    if ('refused' in found) return failLogin(found.refused);
    login = { kind: 'user', nick: name, ...found };
    welcome();
  };

  const join = (name: string) => {
    if (login.kind !== 'user' && login.kind !== 'anonymous') return refuse('irc.login-first', null, name);
    const limited = flood.countJoin(login.nick, clock.now());
    if (limited) return refuse(limited, name.slice(1), name);
    const channel = name.startsWith('#') ? world.channel(name.slice(1)) : null;
    if (!channel) return refuse('irc.channel', null, name);
    if (login.kind === 'user' && channel.banned.has(login.user.id)) return refuse('irc.join-banned', channel.login);
    if (joined.has(channel.login)) return;
    joined.add(channel.login);
    writeJoined(channel);
    parts.onChange();
  };

  const writeJoined = (channel: Channel) => {
    for (const line of joinedLines(nick(), channel)) write(line);
    writeUserState(channel, {});
    writeCommand(roomStateLine(channel));
  };

  const writeUserState = (channel: Channel, extra: Record<string, string>) => {
    if (login.kind !== 'user') return;
    writeCommand(userStateLine(channel, login.user, world.role(channel, login.user), extra));
  };

  const part = (name: string) => {
    if (!joined.delete(name.slice(1))) return;
    write({ prefix: userPrefix(nick()), command: 'PART', params: [name] });
    parts.onChange();
  };

  const talk = (line: IrcLine) => {
    const [room = '', text = ''] = line.params;
    const name = room.replace(/^#/, '');
    if (login.kind === 'anonymous') return refuse('chat.anonymous', name, text);
    if (login.kind !== 'user') return refuse('irc.login-first', null, text);
    if (!login.canTalk) return refuse('chat.edit-scope', name, text);
    const clientNonce = line.tags.get('client-nonce');
    const replyTo = line.tags.get('reply-parent-msg-id');
    const said = chat.say({ author: login.user, channel: name, text, replyTo, clientNonce }, self);
    if ('refused' in said) return refuse(said.refused, name, text);
    const channel = world.channel(name);
    const nonce = clientNonce === undefined ? {} : { 'client-nonce': clientNonce };
    if (channel) writeUserState(channel, { id: said.message.id, ...nonce });
    parts.onSaid(said.message);
  };

  const negotiate = (line: IrcLine) => {
    const [verb, wanted = ''] = line.params;
    if (verb === 'LS') write({ prefix: SERVER, command: 'CAP', params: ['*', 'LS'], trailing: CAPABILITIES.join(' ') });
    if (verb !== 'REQ') return;
    const names = wanted.split(' ').filter((name) => name !== '');
    const known: readonly string[] = CAPABILITIES;
    if (!names.every((name) => known.includes(name))) return refuse('irc.capability', null, wanted);
    for (const name of names) granted.add(name);
    write({ prefix: SERVER, command: 'CAP', params: ['*', 'ACK'], trailing: names.join(' ') });
  };

  const receive = (text: string) => {
    const line = parseIrcLine(text);
    if (!line) return;
    const [first = ''] = line.params;
    switch (line.command) {
      case 'CAP':
        return negotiate(line);
      case 'PASS':
        pass = first;
        return;
      case 'NICK':
        return logIn(first);
      case 'USER':
      case 'QUIT':
        return line.command === 'QUIT' ? parts.close() : undefined;
      case 'JOIN':
        return first.split(',').forEach(join);
      case 'PART':
        return first.split(',').forEach(part);
      case 'PRIVMSG':
        return talk(line);
      case 'PING':
        return write({ prefix: SERVER, command: 'PONG', params: [SERVER], trailing: first });
      case 'PONG':
        stopTimer();
        return login.kind === 'refused' ? undefined : askForPong();
      default:
        return refuse('irc.command', null, line.command);
    }
  };

  return {
    receive,
    deliver(message, sender) {
      if (sender !== self && joined.has(message.channel)) write(messageLine(message));
    },
    sendReconnect: () => writeCommand({ prefix: SERVER, command: 'RECONNECT' }),
    end: () => stopTimer(),
    state: () => ({
      login: login.kind === 'user' || login.kind === 'anonymous' ? login.nick : null,
      anonymous: login.kind === 'anonymous',
      channels: [...joined],
    }),
  };
}
