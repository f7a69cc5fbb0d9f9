// One discord.js client with the options that CHAT.md measured, and a way to end it that holds. discord.js itself goes on
// connecting after `destroy()` while the gateway is unreachable, and lets a payload that it cannot read end the process; both
// are met at its own seam, the sharding strategy. Deliberately absent: when to connect again (connection.ts).

import {
  Client,
  Events,
  GatewayIntentBits,
  Options,
  RESTEvents,
  SimpleShardingStrategy,
  type WebSocketOptions,
} from 'discord.js';
import { makeIdentifyTurns } from './identify-turns.ts';
import { GUILD_WAIT_MS, LONGEST_RATE_WAIT_MS, REST_RETRIES, REST_TIMEOUT_MS } from './limits.ts';

export type MadeClient = {
  readonly client: Client;
  /** Nothing of it is heard any more and it never connects again. Resolves when it has said goodbye. */
  end(): Promise<void>;
};

export type ClientWatch = {
  /** A payload of the gateway that discord.js could not digest; the connection lives on. */
  onUnreadable(fault: unknown): void;
  /** Discord does not know the token any more (any more: it logged in with it). */
  onUnauthorized(): void;
};

type GatewayManager = Parameters<NonNullable<WebSocketOptions['buildStrategy']>>[0];

export function makeClient(apiBase: string, watch: ClientWatch): MadeClient {
  let gateway: GatewayManager | undefined;
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    waitGuildTimeout: GUILD_WAIT_MS,
    // Nothing is read from messages: they are not kept.
    makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
    rest: {
      api: apiBase,
      timeout: REST_TIMEOUT_MS,
      retries: REST_RETRIES,
      rejectOnRateLimit: ({ retryAfter }) => retryAfter > LONGEST_RATE_WAIT_MS,
    },
    ws: {
      buildIdentifyThrottler: () => makeIdentifyTurns(),
      buildStrategy(manager) {
        gateway = manager;
        guard(manager, watch.onUnreadable);
        return new SimpleShardingStrategy(manager);
      },
    },
  });
  // Without a listener an 'error' event is thrown.
  client.on(Events.Error, () => undefined);
  client.rest.on(RESTEvents.Response, ({ path }, { status }) => {
    // Addresses that carry a token of their own say nothing about the bot's.
    if (status === 401 && !/^\/(webhooks|interactions)\//.test(path)) watch.onUnauthorized();
  });
  return {
    client,
    async end() {
      client.removeAllListeners();
      client.on(Events.Error, () => undefined);
      client.rest.removeAllListeners();
      // Every way to connect anew asks for the session first, and now waits for it for ever, without a timer.
      if (gateway !== undefined) gateway.options.retrieveSessionInfo = () => new Promise(() => undefined);
      await client.destroy();
    },
  };
}

/** Catches what a listener throws, packet by packet. */
function guard(manager: GatewayManager, onFault: (fault: unknown) => void): void {
  const emit = manager.emit.bind(manager);
  manager.emit = (...event: Parameters<typeof emit>) => {
    try {
      return emit(...event);
    } catch (fault) {
      onFault(fault);
      return true;
    }
  };
}
