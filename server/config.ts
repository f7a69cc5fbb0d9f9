// The environment, read once, with every problem named at the same time. Nothing else reads process.env.
// `.env.example` explains each variable to operators.

import { z } from 'zod';
import { type AdminName, parseAdminName } from './play/admins.ts';

export type DiscordConfig = { readonly token: string; readonly apiBase: string };

export type TwitchLoginConfig = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly authorizeUrl: string;
};

export type TwitchBotConfig = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Null, both of them: the login that `twitch-login` kept is used. */
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  /** Base of the identity service, no slash at the end. */
  readonly idBase: string;
  /** As twurple takes it; the platform's own by default. */
  readonly ircHost: string | null;
  readonly ircTls: boolean;
  /** Logins of channels in which the bot always is, race or not: there `!race create` is heard. */
  readonly channels: readonly string[];
};

/** A part of the service that is off, and what would switch it on. */
export type Off = { readonly off: string };

export type Config = {
  readonly host: string;
  readonly port: number;
  /** No slash at the end. */
  readonly publicUrl: string;
  /** Base of the addresses that mods and pages connect to: ws:// or wss://, no slash at the end. */
  readonly websocketUrl: string;
  /** Null: the built-in database in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly seedsDir: string;
  /** Null: made once and kept in `dataDir`. */
  readonly secretKey: string | null;
  readonly trustProxy: number;
  readonly socketsPerAddress: number;
  /** Administrators besides those made by command. */
  readonly admins: readonly AdminName[];
  /** How long seed folders and packs of settled races are kept. */
  readonly keepPacksDays: number;
  readonly discord: DiscordConfig | Off;
  readonly twitchLogin: TwitchLoginConfig | Off;
  readonly twitchBot: TwitchBotConfig | Off;
  /** Who shows it gets `/metrics`; null: this machine alone. */
  readonly metricsToken: string | null;
  readonly logLevel: LogLevel;
  readonly logPretty: boolean;
};

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** HMAC keys are made from it; shorter ones could be guessed. */
const SECRET_KEY_MIN_LENGTH = 32;

/** Whoever guesses it reads how busy the service is. */
const METRICS_TOKEN_MIN_LENGTH = 16;

const text = z.string().trim();
const optional = text.transform((value) => (value === '' ? undefined : value)).optional();
const flag = (otherwise: boolean) =>
  text
    .toLowerCase()
    .pipe(z.enum(['', '0', '1', 'true', 'false', 'yes', 'no'], 'must be true or false'))
    .transform((value) => (value === '' ? otherwise : ['1', 'true', 'yes'].includes(value)))
    .default(otherwise);
const whole = (otherwise: number, min: number, max: number) =>
  text
    .transform((value) => (value === '' ? otherwise : Number(value)))
    .pipe(
      z
        .int(`must be a whole number from ${min} to ${max}`)
        .min(min, `must be at least ${min}`)
        .max(max, `must be at most ${max}`),
    )
    .default(otherwise);
const address = (protocols: readonly string[], example: string) =>
  text
    .transform((value) => (value === '' ? undefined : value.replace(/\/+$/, '')))
    .refine((value) => value === undefined || hasProtocol(value, protocols), `must be an address like ${example}`)
    .optional();

function hasProtocol(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

/** Twitch's own rule for logins; names are parted by commas or blanks. */
const LOGIN = /^[a-z0-9_]{1,25}$/;
const channelNames = text
  .toLowerCase()
  .transform((value) => value.split(/[\s,]+/).flatMap((name) => (name === '' ? [] : [name.replace(/^#/, '')])))
  .refine((names) => names.every((name) => LOGIN.test(name)), 'must be names of Twitch channels, parted by commas')
  .default([]);

const Environment = z.object({
  HOST: text.default('127.0.0.1').transform((value) => value || '127.0.0.1'),
  PORT: whole(3000, 0, 65_535),
  PUBLIC_URL: address(['http:', 'https:'], 'https://races.example.com'),
  WEBSOCKET_URL: address(['ws:', 'wss:'], 'wss://races.example.com'),
  DATABASE_URL: address(['postgres:', 'postgresql:'], 'postgres://user:password@host/database'),
  DATA_DIR: optional,
  SEEDS_POOL_DIR: optional,
  SECRET_KEY: optional.refine(
    (value) => value === undefined || value.length >= SECRET_KEY_MIN_LENGTH,
    `must have at least ${SECRET_KEY_MIN_LENGTH} characters; \`openssl rand -hex 32\` makes a good one`,
  ),
  TRUST_PROXY: whole(0, 0, 10),
  SOCKETS_PER_ADDRESS: whole(50, 1, 100_000),
  ADMINS: text
    .transform((value) => value.split(/[,;\s]+/).filter((name) => name !== ''))
    .refine(
      (names) => names.every((name) => parseAdminName(name) !== undefined),
      'must list accounts like twitch:login or discord:123456789012345678, with commas between them',
    )
    .default([]),
  KEEP_PACKS_DAYS: whole(30, 1, 36_500),
  DISCORD_TOKEN: optional,
  DISCORD_API_BASE: address(['http:', 'https:'], 'https://discord.com/api'),
  TWITCH_CLIENT_ID: optional,
  TWITCH_CLIENT_SECRET: optional,
  TWITCH_REDIRECT_URI: address(['http:', 'https:'], 'https://races.example.com/api/auth/callback'),
  TWITCH_BOT_ACCESS_TOKEN: optional,
  TWITCH_BOT_REFRESH_TOKEN: optional,
  TWITCH_CHANNELS: channelNames,
  TWITCH_IRC_HOST: optional,
  TWITCH_IRC_TLS: flag(true),
  TWITCH_ID_BASE: address(['http:', 'https:'], 'https://id.twitch.tv/oauth2'),
  METRICS_TOKEN: optional.refine(
    (value) => value === undefined || (value.length >= METRICS_TOKEN_MIN_LENGTH && /^[\x21-\x7e]+$/.test(value)),
    `must have at least ${METRICS_TOKEN_MIN_LENGTH} characters and no blank; \`openssl rand -hex 16\` makes a good one`,
  ),
  LOG_LEVEL: text
    .toLowerCase()
    .transform((value) => value || 'info')
    .pipe(z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`))
    .default('info'),
  LOG_PRETTY: flag(false),
});
type Environment = z.infer<typeof Environment>;

/** Every name that is read, for whoever explains them. */
export const VARIABLES: readonly string[] = Object.keys(Environment.shape);

export type ConfigResult = { readonly config: Config } | { readonly problems: readonly string[] };

/** Problems read "SECRET_KEY must have ...": the variable and what to write instead; values are never repeated. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
  const parsed = Environment.safeParse(given);
  const issues = parsed.error?.issues ?? [];
  const problems = [
    ...issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
    ...togetherProblems((name) => (given[name] ?? '').trim() !== ''),
  ];
  return parsed.success && problems.length === 0 ? { config: makeConfig(parsed.data) } : { problems };
}

/** Variables that make sense only together; `has`: it is there, right or wrong. */
function togetherProblems(has: (name: keyof Environment) => boolean): readonly string[] {
  const problems: string[] = [];
  const missing = (['TWITCH_CLIENT_ID', 'TWITCH_CLIENT_SECRET'] as const).filter((name) => !has(name));
  if (missing.length === 1)
    problems.push(`${missing[0]} is missing: TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET go together`);
  const bot = has('TWITCH_BOT_ACCESS_TOKEN');
  if (bot !== has('TWITCH_BOT_REFRESH_TOKEN')) {
    const name = bot ? 'TWITCH_BOT_REFRESH_TOKEN' : 'TWITCH_BOT_ACCESS_TOKEN';
    problems.push(`${name} is missing: the bot's access and refresh tokens go together`);
  }
  if (bot && !has('TWITCH_CLIENT_ID')) {
    problems.push(
      'TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET are missing: the Twitch bot refreshes its token with them',
    );
  }
  if (has('DATABASE_URL') && !has('SECRET_KEY')) {
    problems.push(
      'SECRET_KEY is missing: with DATABASE_URL it must be given, or every pack dies when DATA_DIR is lost',
    );
  }
  return problems;
}

const TWITCH_ID = 'https://id.twitch.tv/oauth2';

function makeConfig(env: Environment): Config {
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${env.PORT}`;
  const dataDir = env.DATA_DIR ?? 'data';
  return {
    host: env.HOST,
    port: env.PORT,
    publicUrl,
    websocketUrl: env.WEBSOCKET_URL ?? publicUrl.replace(/^http/, 'ws'),
    databaseUrl: env.DATABASE_URL ?? null,
    dataDir,
    seedsDir: env.SEEDS_POOL_DIR ?? `${dataDir}/seeds`,
    secretKey: env.SECRET_KEY ?? null,
    trustProxy: env.TRUST_PROXY,
    socketsPerAddress: env.SOCKETS_PER_ADDRESS,
    admins: env.ADMINS.flatMap((name) => parseAdminName(name) ?? []),
    keepPacksDays: env.KEEP_PACKS_DAYS,
    discord: discordConfig(env),
    twitchLogin: twitchLogin(env, publicUrl),
    twitchBot: twitchBot(env),
    metricsToken: env.METRICS_TOKEN ?? null,
    logLevel: env.LOG_LEVEL,
    logPretty: env.LOG_PRETTY,
  };
}

function discordConfig(env: Environment): DiscordConfig | Off {
  if (env.DISCORD_TOKEN === undefined) return { off: 'set DISCORD_TOKEN' };
  return { token: env.DISCORD_TOKEN, apiBase: env.DISCORD_API_BASE ?? 'https://discord.com/api' };
}

function twitchLogin(env: Environment, publicUrl: string): TwitchLoginConfig | Off {
  const { TWITCH_CLIENT_ID: clientId, TWITCH_CLIENT_SECRET: clientSecret } = env;
  if (clientId === undefined || clientSecret === undefined) {
    return { off: 'set TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET' };
  }
  const redirectUri = env.TWITCH_REDIRECT_URI ?? `${publicUrl}/api/auth/callback`;
  return { clientId, clientSecret, redirectUri, authorizeUrl: `${env.TWITCH_ID_BASE ?? TWITCH_ID}/authorize` };
}

function twitchBot(env: Environment): TwitchBotConfig | Off {
  const { TWITCH_CLIENT_ID: clientId, TWITCH_CLIENT_SECRET: clientSecret } = env;
  const { TWITCH_BOT_ACCESS_TOKEN: accessToken = null, TWITCH_BOT_REFRESH_TOKEN: refreshToken = null } = env;
  if (clientId === undefined || clientSecret === undefined) {
    return { off: 'set TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET' };
  }
  const { TWITCH_ID_BASE: idBase = TWITCH_ID, TWITCH_IRC_HOST: ircHost = null, TWITCH_IRC_TLS: ircTls } = env;
  return { clientId, clientSecret, accessToken, refreshToken, idBase, ircHost, ircTls, channels: env.TWITCH_CHANNELS };
}
