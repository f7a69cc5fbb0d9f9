// The Twitch bot: hears words in the channels of its table, asks the commands, says what they answer, and says unasked what
// notices carry. Nothing of it stops the service: without Twitch it goes on trying. Deliberately absent: rules, rows, sentences.

import type { Logger } from 'pino';
import type { Ask } from '../../server/commands/ask.ts';
import type { Reply } from '../../server/commands/reply.ts';
import type { Accounts, Keepsakes, Mouth, Time } from '../../server/play/ports/index.ts';
import { makeCollector } from './collector.ts';
import type { TwitchBotConfig } from './config.ts';
import { type Connection, type ConnectionState, connect } from './connection.ts';
import { makeEars } from './ears.ts';
import { parseHeard } from './heard.ts';
import { makeMouth } from './mouth.ts';
import { makeOutbox } from './outbox.ts';

export type { TwitchBotConfig } from './config.ts';
export type { ConnectionState as TwitchBotState } from './connection.ts';

export type TwitchBotOptions = {
  readonly config: TwitchBotConfig;
  /** Faults reject. */
  answer(ask: Ask): Promise<Reply>;
  readonly accounts: Pick<Accounts, 'ofIdentity'>;
  /** Logins of the channels in which it has to be. */
  channels(): Promise<readonly string[]>;
  readonly keepsakes: Keepsakes;
  readonly time: Time;
  readonly log: Logger;
  /** The OAuth library obeys TWURPLE_MOCK_API_PORT in any process: refused unless this is said. */
  readonly simulated?: boolean;
  /** It is in a channel, for the first time or again: what could not be said there can be. */
  onReady?(channel: string): void;
  /** A channel takes nothing that the bot says, or lets nobody in; once until it does again. */
  onShutOut?(channel: string): void;
};

export type TwitchBot = {
  readonly mouth: Mouth;
  /** Joins and leaves so that the bot is where `channels` says; when races and their channels change. */
  refreshChannels(): void;
  state(): ConnectionState;
  stop(): Promise<void>;
};

/** Resolves at once: logging in goes on by itself. Rejects with a sentence for the operator. */
export async function startTwitchBot(options: TwitchBotOptions): Promise<TwitchBot> {
  const { answer, accounts, time, log } = options;
  if (process.env.TWURPLE_MOCK_API_PORT !== undefined && options.simulated !== true) {
    throw new Error('TWURPLE_MOCK_API_PORT is set: it would send the Twitch secrets to a simulator. Unset it.');
  }
  const outbox = makeOutbox(
    {
      ready: (channel) => connection.ready(channel),
      moderates: (...channel) => connection.moderates(...channel),
      send: (channel, line) => connection.send(channel, line),
    },
    time,
  );
  const ears = makeEars({ answer, accounts, outbox, collector: makeCollector(outbox, time), time, log });
  const connection: Connection = connect({
    ...options,
    onMessage(message, self) {
      const heard = parseHeard(message, self);
      if (heard !== undefined) ears.hear(heard);
    },
    onReady(channel) {
      outbox.wake();
      options.onReady?.(channel);
    },
    onShutOut: (channel) => options.onShutOut?.(channel),
  });

  return {
    mouth: makeMouth(outbox, connection),
    refreshChannels: connection.refreshChannels,
    state: connection.state,
    async stop() {
      outbox.stop();
      connection.stop();
    },
  };
}
