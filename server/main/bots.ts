// The bots that are configured, started with what the house gives them.

import type { Logger } from 'pino';
import { type DiscordBot, startDiscordBot } from '../../bot/discord/bot.ts';
import { startTwitchBot, type TwitchBot } from '../../bot/twitch/bot.ts';
import { newestToken } from '../../bot/twitch/token.ts';
import type { Ask } from '../commands/ask.ts';
import type { Choice, Reply } from '../commands/reply.ts';
import { COMMANDS } from '../commands/table.ts';
import type { Config } from '../config.ts';
import type { Time } from '../play/ports/index.ts';
import type { Store } from '../store/store.ts';

export type Bots = {
  readonly say: (line: string) => void;
  readonly logger: Logger;
  /** Simulators stand in for the platforms. */
  readonly simulated?: boolean;
  readonly ask: (said: Ask) => Promise<Reply>;
  readonly complete: (said: Ask, argument: string, typed: string) => Promise<readonly Choice[]>;
  readonly store: Pick<Store, 'accounts' | 'keepsakes' | 'log'>;
  readonly time: Time;
  /** A platform is up, or of Twitch a channel: what waits to be said there is tried at once. */
  readonly hurry: (channel?: string) => void;
  /** A Twitch channel takes nothing that the bot says. */
  readonly shutOut: (channel: string) => void;
};

/** Null: off, and the person at the terminal was told why. */
export async function discordOf(config: Config, bots: Bots): Promise<DiscordBot | null> {
  if ('off' in config.discord) {
    bots.say(`Discord is off: ${config.discord.off}.`);
    return null;
  }
  const { token, apiBase } = config.discord;
  const { ask, complete: completeArgument, store, time, logger, say, hurry } = bots;
  let invited = false;
  return await startDiscordBot({
    token,
    apiBase,
    commands: COMMANDS,
    answer: ask,
    complete: completeArgument,
    accounts: store.accounts,
    keepsakes: store.keepsakes,
    time,
    log: logger,
    onReady({ name, inviteUrl }) {
      hurry();
      if (!invited) say(`Discord: here as ${name}. Invite the bot to a server: ${inviteUrl}`);
      invited = true;
    },
  });
}

/** Null: off, and the person at the terminal was told why. */
export async function twitchOf(config: Config, bots: Bots): Promise<TwitchBot | null> {
  if ('off' in config.twitchBot) {
    bots.say(`The Twitch bot is off: ${config.twitchBot.off}.`);
    return null;
  }
  const { ask, store, time, logger, simulated = false, hurry, shutOut } = bots;
  if ((await newestToken(config.twitchBot, store.keepsakes)) === undefined) {
    bots.say('The Twitch bot is off: log it in with `speedfog-racing twitch-login`, then start again.');
    return null;
  }
  const { channels: always } = config.twitchBot;
  return await startTwitchBot({
    config: config.twitchBot,
    answer: ask,
    accounts: store.accounts,
    channels: async () => [...new Set([...always, ...(await store.log.channels('twitch'))])],
    keepsakes: store.keepsakes,
    time,
    log: logger,
    simulated,
    onReady: hurry,
    onShutOut: shutOut,
  });
}
