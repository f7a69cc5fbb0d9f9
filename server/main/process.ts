// What every command begins with: the environment, the log, the secret, the database. Deliberately absent: what they do then.
import { existsSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { config as loadDotenv } from 'dotenv';
import { type Logger, pino } from 'pino';
import { type Config, readConfig } from '../config.ts';
import { findRunningPostgres, startEmbeddedPostgres } from '../store/embedded.ts';
import { readServer } from '../store/look.ts';
import { keepSecretKey } from '../store/secret-key.ts';

export type Say = (line: string) => void;

/** The environment and `.env`; problems are printed all at once and end the process. */
export function configure(): Config {
  const result = readEnvironment();
  if ('config' in result) return result.config;
  console.error('The configuration is wrong:');
  for (const problem of result.problems) console.error(`  - ${problem}`);
  console.error('Each variable is explained in .env.example.');
  return process.exit(2);
}

export function readEnvironment(): ReturnType<typeof readConfig> {
  loadDotenv({ quiet: true });
  return readConfig(process.env);
}

/** `to`: 1 is standard output; 2 leaves that to a person who types. */
export function makeLogger(config: Pick<Config, 'logLevel' | 'logPretty'>, to: 1 | 2 = 1): Logger {
  const { logLevel: level, logPretty } = config;
  if (logPretty) return pino({ level, transport: { target: 'pino-pretty', options: { destination: to } } });
  return pino({ level }, pino.destination(to));
}

/** Throws a sentence where this user cannot write there. */
export async function makeDataFolder({ dataDir }: Pick<Config, 'dataDir'>): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK);
  } catch (error) {
    throw new Error(`DATA_DIR cannot be used: ${sentenceOf(error)}. Name a folder in which this user may write.`, {
      cause: error,
    });
  }
}

export async function secretOf(config: Config, say: Say): Promise<string> {
  if (config.secretKey !== null) return config.secretKey;
  await makeDataFolder(config);
  const { key, made } = await keepSecretKey(config.dataDir);
  if (made) say(`Made a secret key in ${config.dataDir}. Keep it: packs and logins hang on it.`);
  return key;
}

export type Database = { readonly url: string; stop(): Promise<void> };

/** The configured database, or the built-in one, started for this process. */
export async function openDatabase(config: Config, options: { say: Say; durable?: boolean }): Promise<Database> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl, stop: async () => {} };
  const { say, durable = true } = options;
  return await startEmbeddedPostgres({ dataDir: databaseFolder(config), log: say, durable });
}

/** For a person. Where a name has several addresses and none answers, the error itself says nothing and holds one for each. */
export function sentenceOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(sentenceOf).join('; ');
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}

/** What was wrong with the configured database, said as such; an error of the built-in one speaks for itself. */
export const databaseError = ({ databaseUrl }: Pick<Config, 'databaseUrl'>, error: unknown): unknown =>
  databaseUrl === null
    ? error
    : new Error(`The database of DATABASE_URL cannot be used: ${sentenceOf(error)}`, { cause: error });

/** For a command: the built-in one that the service has started already is shared. */
export async function withDatabase<T>(config: Config, say: Say, work: (url: string) => Promise<T>): Promise<T> {
  if (config.databaseUrl !== null) {
    await readServer(config.databaseUrl).catch((error: unknown) => {
      throw databaseError(config, error);
    });
  }
  const running = config.databaseUrl === null ? findRunningPostgres(databaseFolder(config)) : undefined;
  if (running !== undefined) return await work(running);
  const database = await openDatabase(config, { say });
  try {
    return await work(database.url);
  } finally {
    await database.stop();
  }
}

export const databaseFolder = ({ dataDir }: Config): string => join(dataDir, 'database');

/** False: the built-in database was never made, and nothing needs to be started to know that it is empty. */
export const hasDatabase = (config: Config): boolean =>
  config.databaseUrl !== null || existsSync(join(databaseFolder(config), 'cluster'));
