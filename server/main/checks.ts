// doctor's checks, wired: what is measured where, and which judgement it goes to. No judgement of its own.
import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkToken } from '../../bot/discord/check-token.ts';
import { knowsApplication, validate } from '../../bot/twitch/identity.ts';
import { BOT_SCOPES } from '../../bot/twitch/login.ts';
import { newestToken } from '../../bot/twitch/token.ts';
import { judgeAddresses, judgeClock, judgeDisk, judgePools, judgePostgres, judgeSchema } from '../cli/doctor/checks.ts';
import { type Check, type Finding, good, problem, warning } from '../cli/doctor.ts';
import type { Config, TwitchBotConfig } from '../config.ts';
import { isPortFree, probeHealth } from '../http/probe.ts';
import type { Keepsakes } from '../play/ports/index.ts';
import { scanPools } from '../pools/scan.ts';
import { readServer } from '../store/look.ts';
import { readSchemaState } from '../store/migrate.ts';
import { openStore } from '../store/store.ts';
import { measureDisks } from './observed.ts';
import { hasDatabase, makeLogger, secretOf, withDatabase } from './process.ts';

const quiet = () => {};

/** Clocks that were named on the way; they are judged last. */
type Clocks = { readonly who: string; readonly theirs: number; readonly now: number }[];

export function makeChecks(config: Config): readonly Check[] {
  const clocks: Clocks = [];
  return [
    { about: 'node', look: async () => [good(`${process.versions.node}`)] },
    { about: 'addresses', look: async () => judgeAddresses(config) },
    { about: 'port', look: () => lookAtPort(config) },
    { about: 'data', look: () => lookAtFolder(config.dataDir) },
    { about: 'disk', look: () => lookAtDisks(config) },
    { about: 'pools', look: () => lookAtPools(config) },
    { about: 'database', look: () => lookAtDatabase(config, clocks) },
    { about: 'Discord', look: () => lookAtDiscord(config, clocks) },
    { about: 'Twitch', look: () => lookAtTwitch(config, clocks) },
    { about: 'clock', look: async () => judgeClocks(clocks) },
  ];
}

async function lookAtPort({ host, port, publicUrl }: Config): Promise<readonly Finding[]> {
  const local = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
  if (await isPortFree(port, host)) return [good(`${port} is free; the service is not running`)];
  const here = await probeHealth(local);
  if ('why' in here) return [problem(`${port} is taken by another program (${here.why}). Stop it, or set PORT`)];
  const outside = await probeHealth(publicUrl);
  const reached =
    'ok' in outside ? good(`${publicUrl} leads to it`) : warning(`${publicUrl} does not lead to it: ${outside.why}`);
  return [good(`the service answers on ${port}`), reached];
}

/** `there`: the folder itself, or where it would be made. */
async function lookAtFolder(dir: string, there = dir): Promise<readonly Finding[]> {
  try {
    // The dot: a file is no folder.
    await access(`${there}/.`, constants.W_OK);
    return [good(there === dir ? `${dir} can be written` : `${dir} will be made`)];
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing && dirname(there) !== there) return await lookAtFolder(dir, dirname(there));
    return [problem(`${dir} cannot be written by this user`)];
  }
}

async function lookAtDisks({ dataDir, seedsDir }: Config): Promise<readonly Finding[]> {
  return (await measureDisks([dataDir, seedsDir])).map((disk) => judgeDisk(disk.folder, disk));
}

/** The folders alone: what the database says of them is the service's to tell. */
async function lookAtPools({ seedsDir }: Config): Promise<readonly Finding[]> {
  const { pools, broken } = await scanPools(seedsDir);
  const counts = pools.map((pool) => ({
    name: pool.description.name,
    available: pool.available.length,
    broken: pool.broken,
  }));
  return [...judgePools(counts, seedsDir), ...broken.map(({ path, reason }) => warning(`${path}: ${reason}`))];
}

async function lookAtDatabase(config: Config, clocks: Clocks): Promise<readonly Finding[]> {
  if (!hasDatabase(config)) return [good('the built-in one will be made at the first start')];
  return await withDatabase(config, quiet, async (url) => {
    const server = await readServer(url);
    if (config.databaseUrl !== null) clocks.push({ who: 'the database', theirs: server.now, now: Date.now() });
    return [judgePostgres(server.version), judgeSchema(await readSchemaState(url))];
  });
}

async function lookAtDiscord({ discord }: Config, clocks: Clocks): Promise<readonly Finding[]> {
  if ('off' in discord) return [good(`off: ${discord.off}`)];
  const answer = await checkToken(discord.token, discord.apiBase);
  note(clocks, 'Discord', answer.date);
  if ('refused' in answer) {
    return [problem('does not know DISCORD_TOKEN. Make a new one on the "Bot" page of your application')];
  }
  return [good(`knows the bot as ${answer.name}`)];
}

async function lookAtTwitch(config: Config, clocks: Clocks): Promise<readonly Finding[]> {
  const { twitchBot } = config;
  if ('off' in twitchBot) return [good(`off: ${twitchBot.off}`)];
  const { known, date } = await knowsApplication(twitchBot, twitchBot.clientSecret);
  note(clocks, 'Twitch', date);
  if (!known)
    return [problem('does not know TWITCH_CLIENT_ID with TWITCH_CLIENT_SECRET. Look at your application there')];
  return [good('knows the application'), await lookAtBotToken(config, twitchBot)];
}

async function lookAtBotToken(config: Config, bot: TwitchBotConfig): Promise<Finding> {
  const token = await withKeepsakes(config, (keepsakes) => newestToken(bot, keepsakes));
  if (token === undefined)
    return warning('the bot is off: nobody has logged it in. Run `speedfog-racing twitch-login`');
  const owner = await validate(bot.idBase, token.accessToken);
  // Access tokens live for hours; the bot refreshes its own when it starts.
  if (owner === undefined) return warning("the bot's token has expired; the service refreshes it when it starts");
  const missing = BOT_SCOPES.filter((scope) => !owner.scopes.includes(scope));
  if (missing.length > 0)
    return problem(`the bot's token lacks ${missing.join(' and ')}. Run \`speedfog-racing twitch-login\``);
  return good(`the bot is ${owner.login}`);
}

/** Without a database, or with one that is not prepared, nothing is kept. */
async function withKeepsakes<T>(config: Config, work: (keepsakes: Keepsakes) => Promise<T>): Promise<T> {
  const nothing: Keepsakes = { get: async () => undefined, set: async () => {} };
  if (!hasDatabase(config)) return await work(nothing);
  return await withDatabase(config, quiet, async (url) => {
    if ((await readSchemaState(url)).isNew) return await work(nothing);
    const store = await openStore({ url, log: makeLogger(config, 2), secretKey: await secretOf(config, quiet) });
    return await work(store.keepsakes).finally(() => store.close());
  });
}

function note(clocks: Clocks, who: string, date: string | null): void {
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (!Number.isNaN(theirs)) clocks.push({ who, theirs, now: Date.now() });
}

function judgeClocks(clocks: Clocks): readonly Finding[] {
  if (clocks.length === 0) return [good('nobody to compare with; it should be set by network time')];
  return clocks.map(({ who, theirs, now }) => judgeClock(who, theirs, now));
}
