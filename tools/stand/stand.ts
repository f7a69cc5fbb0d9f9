// The whole service on simulated platforms: both simulators, a world of a server and a channel, and the real thing connected to
// them. For end-to-end tests and the stage. The service can be restarted on the same port while the platforms stay.

import type { Logger } from 'pino';
import { readConfig } from '../../server/config.ts';
import { type Service, startService } from '../../server/main.ts';
import type { Time } from '../../server/play/ports/index.ts';
import { ensureViewsBuilt } from '../build.ts';
import { freePort } from '../free-port.ts';
import {
  type DiscordSimulator,
  type DiscordSimulatorOptions,
  startDiscordSimulator,
} from '../simulators/discord/simulator.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../simulators/twitch/index.ts';

export const BOT_LOGIN = 'speedfogbot';

export type StandOptions = {
  /** Undefined: the built-in database in `dataDir`. */
  readonly databaseUrl?: string;
  readonly dataDir: string;
  readonly seedsDir: string;
  readonly logger: Logger;
  readonly say?: (line: string) => void;
  readonly time?: Time;
  /** 0: any free one. */
  readonly port?: number;
  readonly discordCheck?: NonNullable<DiscordSimulatorOptions['check']>;
  /** What the service is told besides. */
  readonly settings?: Readonly<Record<string, string>>;
};

export type Stand = {
  readonly discord: DiscordSimulator;
  readonly twitch: TwitchSimulator;
  /** Where people reach the service. */
  readonly publicUrl: string;
  /** What the service was told: addresses, tokens, keys. */
  readonly environment: Readonly<Record<string, string>>;
  /** The running one; another after a restart. */
  readonly service: () => Service;
  /** Graceful: clients are told to reconnect. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

export type Platforms = {
  readonly discord: DiscordSimulator;
  readonly twitch: TwitchSimulator;
  /** What a service is told of them, and all else that it is told on a stand. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
};

/**
 * Whether Twitch may refuse a bot this whose time is ten times faster than the machine: what it leaves between two lines shrinks to 30 ms,
 * and an answer that takes a second counts as lost, so that the line is said again.
 */
export const isByFastTime = (rule: string): boolean => rule === 'chat.duplicate' || rule === 'chat.pace';

/**
 * Both simulators, for a service that people reach at `publicUrl`. Twitch counts its limits by the service's `time`, or a bot in a hurry
 * would break rules that it keeps; Discord's three seconds are real ones.
 */
export async function raisePlatforms(options: {
  readonly publicUrl: string;
  readonly time?: Time | undefined;
  /** Instead of `time`: only how fast one may talk on Twitch is counted by the service's faster time, all else by the wall. */
  readonly hurry?: number;
  readonly discordCheck?: StandOptions['discordCheck'] | undefined;
}): Promise<Platforms> {
  const { publicUrl, hurry = 1, discordCheck = 'off' } = options;
  const discord = await startDiscordSimulator({ botName: 'SpeedFog', check: discordCheck });
  const twitch = await startTwitchSimulator({
    redirectUris: [`${publicUrl}/api/auth/callback`],
    hurry,
    ...(options.time === undefined ? {} : { clock: options.time }),
  });
  twitch.addUser({ login: BOT_LOGIN, displayName: 'SpeedFogBot' });
  const token = twitch.issueToken(BOT_LOGIN);
  return {
    discord,
    twitch,
    environment: {
      PUBLIC_URL: publicUrl,
      SECRET_KEY: 'stands only on this computer, for play and for tests',
      SOCKETS_PER_ADDRESS: '10000',
      DISCORD_TOKEN: discord.botToken,
      DISCORD_API_BASE: discord.restBase,
      TWITCH_CLIENT_ID: twitch.clientId,
      TWITCH_CLIENT_SECRET: twitch.clientSecret,
      TWITCH_BOT_ACCESS_TOKEN: token.accessToken,
      TWITCH_BOT_REFRESH_TOKEN: token.refreshToken,
      TWITCH_IRC_HOST: twitch.ircHost,
      TWITCH_IRC_TLS: 'false',
      TWITCH_ID_BASE: twitch.idBase,
      // The OAuth library takes its simulator's address from the environment alone.
      TWURPLE_MOCK_API_PORT: String(twitch.idPort),
    },
    async close() {
      await discord.close();
      await twitch.close();
    },
  };
}

/** Platforms first, then the service. Worlds are empty but for the bot's accounts: whoever stages something fills them. */
export async function raiseStand(options: StandOptions): Promise<Stand> {
  const { logger, say = () => {}, time } = options;
  await ensureViewsBuilt();
  const port = options.port === undefined || options.port === 0 ? await freePort() : options.port;
  const publicUrl = `http://127.0.0.1:${port}`;
  const platforms = await raisePlatforms({ publicUrl, time, discordCheck: options.discordCheck });
  const { discord, twitch } = platforms;
  process.env.TWURPLE_MOCK_API_PORT = platforms.environment.TWURPLE_MOCK_API_PORT;
  const result = readConfig({
    ...platforms.environment,
    PORT: String(port),
    DATA_DIR: options.dataDir,
    SEEDS_POOL_DIR: options.seedsDir,
    DATABASE_URL: options.databaseUrl,
    ...options.settings,
  });
  if ('problems' in result) throw new Error(result.problems.join('\n'));
  const start = () =>
    startService(result.config, {
      logger,
      say,
      durable: false,
      simulated: true,
      ...(time === undefined ? {} : { time }),
    });
  let service = await start();
  return {
    discord,
    twitch,
    publicUrl,
    environment: platforms.environment,
    service: () => service,
    async restart() {
      await service.stop();
      service = await start();
    },
    async close() {
      // The clients first: they would go on reconnecting to platforms that are gone.
      await service.stop();
      await platforms.close();
      delete process.env.TWURPLE_MOCK_API_PORT;
    },
  };
}
