// `twitch-login` as an operator has it: a page and a code on the terminal, a yes given elsewhere, and the token is kept for the bot.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTwitchSimulator, type TwitchSimulator } from '../../tools/simulators/twitch/index.ts';
import { type FreshDatabase, freshDatabase } from '../../tools/testing/database.ts';

const COMMAND = join(import.meta.dirname, '..', 'speedfog-racing.mjs');
const BOT = 'speedbot';

let home: string;
let database: FreshDatabase;
let twitch: TwitchSimulator;
let running: ChildProcess | undefined;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'speedfog-login-'));
  database = await freshDatabase();
  twitch = await startTwitchSimulator();
  twitch.addUser({ login: BOT });
});
afterEach(async () => {
  running?.kill('SIGKILL');
  await twitch.close();
  await database.drop();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

const environment = (): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  LOG_LEVEL: 'silent',
  DATABASE_URL: database.url,
  SECRET_KEY: 'a key for tests only that is long enough',
  DATA_DIR: join(home, 'data'),
  SEEDS_POOL_DIR: join(home, 'seeds'),
  TWITCH_CLIENT_ID: twitch.clientId,
  TWITCH_CLIENT_SECRET: twitch.clientSecret,
  TWITCH_ID_BASE: twitch.idBase,
});

const doctor = (): Promise<string> =>
  new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, 'doctor'], { cwd: home, env: environment() }, (_, out, err) =>
      resolve(out + err),
    );
  });

test('prints where to say yes, waits for it, keeps the token, and says who the bot is', async () => {
  expect(await doctor()).toMatch(/warning +Twitch: the bot is off/);
  const login = spawn(process.execPath, [COMMAND, 'twitch-login'], {
    cwd: home,
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = login;
  const said: string[] = [];
  const ended = once(login, 'exit');
  for await (const line of createInterface(login.stdout)) {
    said.push(line);
    const code = /code.*: (\S+)$/.exec(line)?.[1];
    if (code !== undefined) expect(twitch.approveDevice(BOT, code)).toBe(true);
  }
  expect(await ended).toEqual([0, null]);
  expect(said).toEqual([
    expect.stringMatching(/^Open this page as the bot's own Twitch account, within \d+ minutes: http/),
    expect.stringMatching(/^The code, if it asks for one: /),
    `Logged in as ${BOT}. The bot uses it from the next start of the service on.`,
  ]);
  const after = await doctor();
  expect(after).toMatch(new RegExp(`ok +Twitch: the bot is ${BOT}`));
  expect(said.join('\n') + after).not.toContain(twitch.clientSecret);
});

test('is told where to get an application as long as there is none', async () => {
  const { TWITCH_CLIENT_ID: _, TWITCH_CLIENT_SECRET: __, ...env } = environment();
  const login = spawn(process.execPath, [COMMAND, 'twitch-login'], {
    cwd: home,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = login;
  const ended = once(login, 'exit');
  const said: string[] = [];
  for await (const line of createInterface(login.stdout)) said.push(line);
  expect(await ended).toEqual([2, null]);
  expect(said).toEqual([expect.stringContaining('https://dev.twitch.tv/console')]);
});
