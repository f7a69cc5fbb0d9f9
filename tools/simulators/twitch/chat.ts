// What is said in the channels: takes a text from a connection or from a person, refuses it or keeps it, and tells whoever
// listens. Deliberately absent: sockets and lines (session.ts), who may exist (world.ts), how fast (flood.ts).
import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Flood } from './flood.ts';
import { oneLine } from './irc-line.ts';
import { MESSAGE_MAX_CHARACTERS } from './limits.ts';
import type { ChatMessage, Parent } from './message.ts';
import type { RuleId } from './rules.ts';
import type { Channel, User, World } from './world.ts';

export type Utterance = {
  readonly author: User;
  /** A channel's login, without #. */
  readonly channel: string;
  /** As typed: "/me" makes an action. */
  readonly text: string;
  /** The id of the message that this one answers. */
  readonly replyTo?: string | undefined;
  readonly clientNonce?: string | undefined;
  /** False leaves the flood limits aside, for scripts that play many minutes at once. */
  readonly limits?: boolean | undefined;
};

export type Said = { readonly message: ChatMessage } | { readonly refused: RuleId };

export type Chat = {
  /** Keeps the message and hands it to the listeners, or refuses it. `sender` is passed on to the listeners. */
  say(utterance: Utterance, sender?: object): Said;
  /** The channel as a viewer sees it, oldest first. */
  log(channel: string): readonly ChatMessage[];
  onMessage(listener: (message: ChatMessage, sender: object | null) => void): void;
};

const ME = /^\/me(?: +|$)/;
const CTCP = '\u0001';
const CTCP_ACTION = `${CTCP}ACTION `;

export function createChat(world: World, flood: Flood, clock: Clock): Chat {
  const logs = new Map<string, ChatMessage[]>();
  const listeners: ((message: ChatMessage, sender: object | null) => void)[] = [];
  const log = (channel: string) => logs.get(channel) ?? [];

  const say: Chat['say'] = (utterance, sender) => {
    const nowMs = clock.now();
    const { author, limits = true } = utterance;
    const channel = world.channel(utterance.channel);
    const privileged = channel !== null && world.role(channel, author) !== 'viewer';
    const flooded = limits ? flood.countMessage(author.id, privileged, nowMs) : null;
    if (flooded) return { refused: flooded };
    if (!channel) return { refused: 'irc.channel' };

    const built = build(utterance, channel);
    if ('refused' in built) return built;
    const { message, typed } = built;
    const hurried = limits ? flood.checkPace(author.id, channel.login, typed, privileged, nowMs) : null;
    if (hurried) return { refused: hurried };

    flood.remember(author.id, channel.login, typed, nowMs);
    logs.set(channel.login, [...log(channel.login), message]);
    for (const listener of listeners) listener(message, sender ?? null);
    return { message };
  };

  const build = (
    utterance: Utterance,
    channel: Channel,
  ): { message: ChatMessage; typed: string } | { refused: RuleId } => {
    const { author } = utterance;
    const raw = oneLine(utterance.text);
    const { action, typed } = readAction(raw);
    if (channel.banned.has(author.id)) return { refused: 'chat.banned' };
    if (typed === '') return { refused: 'chat.empty' };
    if (!action && /^[/.]/.test(typed)) return { refused: 'chat.command' };

    const answered = utterance.replyTo === undefined ? null : find(channel.login, utterance.replyTo);
    if (utterance.replyTo !== undefined && !answered) return { refused: 'chat.parent' };
    const text = answered ? `@${answered.author.displayName} ${typed}` : typed;
    if ([...text].length > MESSAGE_MAX_CHARACTERS) return { refused: 'chat.length' };

    return {
      typed,
      message: {
        id: randomUUID(),
        channel: channel.login,
        roomId: channel.roomId,
        author,
        role: world.role(channel, author),
        text,
        action,
        sentAtMs: clock.now(),
        first: !log(channel.login).some((message) => message.author.id === author.id),
        parent: answered && asParent(answered),
        thread: answered && (answered.thread ?? asParent(answered)),
        clientNonce: utterance.clientNonce ?? null,
      },
    };
  };

  const find = (channel: string, id: string) => log(channel).find((message) => message.id === id) ?? null;

  return { say, log, onMessage: (listener) => void listeners.push(listener) };
}

/** "/me waves", or what clients make of it by themselves: CTCP ACTION. */
function readAction(raw: string): { action: boolean; typed: string } {
  if (ME.test(raw)) return { action: true, typed: raw.replace(ME, '').trim() };
  if (raw.startsWith(CTCP_ACTION)) {
    return { action: true, typed: raw.slice(CTCP_ACTION.length).replaceAll(CTCP, '').trim() };
  }
  return { action: false, typed: raw.replaceAll(CTCP, '').trim() };
}

function asParent(message: ChatMessage): Parent {
  return { id: message.id, author: message.author, text: message.text };
}
