// The bot's connection to chat, supervised: a client that cannot get its token, is not logged in in time or was ended is thrown
// away, and another one is built after a growing wait. It joins and leaves channels as it is told. Deliberately absent: what is
// heard and said. Error messages of the OAuth library carry the client's secret: only names and status codes are logged.

import { ChatClient, type ChatMessage, Reconnect, toChannelName, toUserName, UserState } from '@twurple/chat';
import type { Logger } from 'pino';
import type { Keepsakes, Time } from '../../server/play/ports/index.ts';
import { type ChannelFailure, type Channels, makeChannels } from './channels.ts';
import type { TwitchBotConfig } from './config.ts';
import { FIRST_RETRY_MS, IDENTITY_TIMEOUT_MS, LAST_RETRY_MS, LOGIN_TIMEOUT_MS, RECEIPT_MS } from './limits.ts';
import type { Line, Sender } from './outbox.ts';
import { isShutOut, makeReceipts } from './receipts.ts';
import { isRefusal, KeepingAuthProvider, makeTokenBook } from './token.ts';

export type ConnectionState = {
  /** `waiting`: until the next try. */
  readonly status: 'connecting' | 'connected' | 'waiting' | 'stopped';
  readonly login: string | null;
  readonly channels: readonly string[];
  readonly failures: readonly ChannelFailure[];
  /** What went wrong last, without secrets; null once connected. */
  readonly problem: string | null;
  /** The token is refused, the kept one and the configured one: only a person can put that right. */
  readonly tokenRefused: boolean;
};

/** The one that was kept and the one that was configured. */
const TOKENS_TRIED = 2;

export type Connection = Sender & {
  refreshChannels(): void;
  /** Goes where something has to be said. */
  visit(channel: string): void;
  state(): ConnectionState;
  /** Why nothing can be said there until somebody does something; undefined: it can, or may soon. */
  refusal: Channels['refusal'];
  stop(): void;
};

export type ConnectionOptions = {
  readonly config: TwitchBotConfig;
  readonly keepsakes: Keepsakes;
  readonly time: Time;
  readonly log: Logger;
  /** Logins. */
  channels(): Promise<readonly string[]>;
  /** `self`: the bot's own user id. */
  onMessage(message: ChatMessage, self: string): void;
  /** Something can be said there that could not be said before. */
  onReady(channel: string): void;
  /** A channel takes nothing of the bot, or does not answer; once until it does again. */
  onShutOut(channel: string): void;
};

export function connect(options: ConnectionOptions): Connection {
  const { config, keepsakes, time, log } = options;
  const book = makeTokenBook(config, keepsakes);
  /** Channels of which it was said that they shut the bot out, and that have taken nothing since. */
  const shut = new Set<string>();
  const onShutOut = (channel: string) => {
    if (shut.has(channel)) return;
    shut.add(channel);
    options.onShutOut(channel);
  };
  const channels = makeChannels({ ...options, onShutOut });
  const receipts = makeReceipts(time, RECEIPT_MS, () => {
    silences += 1;
    retry('a line got no answer');
  });
  let client: ChatClient | undefined;
  let status: ConnectionState['status'] = 'connecting';
  let problem: string | null = null;
  let failures = 0;
  /** Channels in which the bot is a moderator, or that are its own; Twitch says so at the door and with every line. */
  const moderated = new Set<string>();
  /** In a row. Who said too much is not heard for half an hour: logging in again and again would make it worse. */
  let silences = 0;
  let refusals = 0;
  let tries = 0;
  let callOff: () => void = () => {};

  const wait = (ms: number, then: () => void) => {
    callOff();
    callOff = time.after(ms, then);
  };
  const isOver = (): boolean => status === 'stopped';

  const abandon = (old: ChatClient | undefined) => {
    if (client === old) client = undefined;
    channels.lost();
    receipts.lost();
    if (old !== undefined) quit(old);
  };

  const retry = (why: string) => {
    if (isOver()) return;
    abandon(client);
    const waitMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(Math.max(failures, silences), 16));
    failures += 1;
    status = 'waiting';
    problem = why;
    log.warn({ why, waitMs }, 'Twitch chat is away; another try follows');
    wait(waitMs, () => void open());
  };

  const open = async () => {
    status = 'connecting';
    tries += 1;
    const attempt = tries;
    const isPast = (): boolean => isOver() || attempt !== tries;
    wait(IDENTITY_TIMEOUT_MS, () => retry('the identity service did not answer in time'));
    const provider = new KeepingAuthProvider(config, book);
    let self: string;
    try {
      self = await provider.addBot();
      if (isPast()) return;
      refusals = 0;
    } catch (fault) {
      if (isPast()) return;
      refusals = isRefusal(fault) ? refusals + 1 : refusals;
      return retry(nameOf(fault));
    }
    const mine = new ChatClient({
      authProvider: provider,
      ssl: config.ircTls,
      ...(config.ircHost === null ? {} : { hostName: config.ircHost }),
      // What it would log contains secrets; what matters is told by its events.
      logger: { minLevel: 'CRITICAL' },
    });
    client = mine;
    follow(mine, self);
    wait(LOGIN_TIMEOUT_MS, () => retry('not logged in in time'));
    mine.connect();
  };

  const follow = (mine: ChatClient, self: string) => {
    const current = () => client === mine;
    mine.onConnect(() => {
      // A client that was thrown away may still have a try of its own under way.
      if (!current()) quit(mine);
    });
    mine.onAuthenticationSuccess(() => {
      if (!current()) return;
      callOff();
      [status, problem, failures] = ['connected', null, 0];
      log.info({ login: mine.irc.currentNick }, 'logged in to Twitch chat');
      channels.found(mine);
    });
    mine.onAuthenticationFailure((text) => {
      if (!current()) return;
      problem = text;
      log.warn({ text }, 'Twitch refused the login; the token is refreshed');
    });
    mine.onTokenFetchFailure((fault) => {
      if (current()) retry(`no token (${nameOf(fault)})`);
    });
    mine.onDisconnect((manually, reason) => {
      if (!current() || isOver()) return;
      if (manually && status === 'connected') return retry('ended');
      channels.lost();
      receipts.lost();
      if (status !== 'connected') return;
      status = 'connecting';
      problem = reason === undefined ? 'disconnected' : `disconnected (${nameOf(reason)})`;
      log.info({ problem }, 'Twitch chat dropped; reconnecting');
      wait(LOGIN_TIMEOUT_MS, () => retry('not logged in again in time'));
    });
    mine.onMessage((_channel, _user, _text, message) => {
      if (current()) options.onMessage(message, self);
    });
    mine.irc.onTypedMessage(UserState, ({ channel, tags }) => {
      if (!current()) return;
      if (MODERATES.test(tags.get('badges') ?? '')) moderated.add(nameIn(channel));
      else moderated.delete(nameIn(channel));
      // Only the state that answers a line carries an id; joining a channel is answered with one without.
      if (!tags.has('id')) return;
      receipts.taken(nameIn(channel));
      shut.delete(nameIn(channel));
      silences = 0;
    });
    // The library tells of some refusals only: a ban in the middle of a race is none of them.
    mine.irc.onNamedMessage('NOTICE', ({ tags, rawParamValues: [channel] }) => {
      const reason = tags.get('msg-id') ?? '';
      if (!current() || channel === undefined || !isOfLine(reason)) return;
      log.warn({ channel, reason }, 'Twitch did not take a line, or does not let the bot in');
      receipts.refused(nameIn(channel), reason);
      if (isShutOut(reason)) onShutOut(nameIn(channel));
    });
    // Twitch is about to end the connection; the library waits for that.
    mine.irc.onTypedMessage(Reconnect, () => {
      if (current()) retry('Twitch asked for a new connection');
    });
  };

  void open();
  return {
    ready: channels.has,
    moderates: (channel) => (channel === undefined ? channels.joined() : [channel]).every((one) => moderated.has(one)),
    async send(channel: string, { text, replyTo }: Line) {
      if (client?.irc.isRegistered !== true) throw new Error('not connected');
      // Past the library's own queue, which outlives a connection: when a line may be said is for the outbox to know.
      client.irc.say(toChannelName(channel), text, replyTo === null ? {} : { 'reply-parent-msg-id': replyTo });
      await receipts.wait(channel);
    },
    refreshChannels: channels.refresh,
    visit: channels.visit,
    refusal: channels.refusal,
    state: () => ({
      status,
      login: status === 'connected' ? (client?.irc.currentNick ?? null) : null,
      channels: channels.joined(),
      failures: channels.failures(),
      problem,
      tokenRefused: refusals >= TOKENS_TRIED,
    }),
    stop() {
      status = 'stopped';
      callOff();
      abandon(client);
      channels.stop();
    },
  };
}

/** `#Streamer` and `streamer` are the same channel. */
const nameIn = (channel: string): string => toUserName(channel).toLowerCase();

/** Among the badges of who may say more than others. */
const MODERATES = /(^|,)(broadcaster|lead_moderator|moderator)\//;

/** Whether a notice answers a line; others tell how the channel is set. */
const isOfLine = (notice: string): boolean => notice.startsWith('msg_') || OF_LINE.includes(notice);
const OF_LINE = ['no_permission', 'unrecognized_cmd', 'invalid_parent'];

function quit(client: ChatClient): void {
  try {
    client.quit();
  } catch {
    // It had no connection to end.
  }
}

/** A name and perhaps a code, of HTTP or of the network below; messages may hold a secret. */
function nameOf(fault: unknown): string {
  if (!(fault instanceof Error)) return 'unknown';
  if ('statusCode' in fault && typeof fault.statusCode === 'number')
    return `${fault.constructor.name} ${fault.statusCode}`;
  const below = fault.cause;
  const code = below instanceof Error && 'code' in below && typeof below.code === 'string' ? ` ${below.code}` : '';
  return `${fault.constructor.name}${code}`;
}
