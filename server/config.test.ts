// The environment as an operator writes it: sensible when empty, every problem at once when wrong, no value repeated.

import { expect, it } from 'vitest';
import { readConfig, VARIABLES } from './config.ts';

it('runs on nothing: built-in database, local address, platforms off with the reason', () => {
  expect(readConfig({})).toMatchObject({
    config: {
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      websocketUrl: 'ws://localhost:3000',
      databaseUrl: null,
      seedsDir: 'data/seeds',
      discord: { off: 'set DISCORD_TOKEN' },
      twitchLogin: { off: 'set TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET' },
    },
  });
});

it.each(['', ' '])('treats every variable that is %j as one that is not there', (nothing) => {
  for (const name of VARIABLES) expect(readConfig({ [name]: nothing }), name).toEqual(readConfig({}));
});

it('derives the socket address and the redirect from the public one', () => {
  const env = { PUBLIC_URL: 'https://races.example.com/', TWITCH_CLIENT_ID: 'id', TWITCH_CLIENT_SECRET: 'secret' };
  expect(readConfig(env)).toMatchObject({
    config: {
      websocketUrl: 'wss://races.example.com',
      twitchLogin: {
        redirectUri: 'https://races.example.com/api/auth/callback',
        authorizeUrl: 'https://id.twitch.tv/oauth2/authorize',
      },
    },
  });
});

it('lists every problem at once and repeats no value', () => {
  const wrong = { PORT: 'eighty', SECRET_KEY: 'hunter2', PUBLIC_URL: 'races', TRUST_PROXY: '-1', LOG_LEVEL: 'loud' };
  const env = { ...wrong, TWITCH_CLIENT_ID: 'alone' };
  const result = readConfig(env);
  if (!('problems' in result)) throw new Error('accepted');
  expect(result.problems.map((problem) => problem.split(' ')[0])).toEqual([
    'PORT',
    'PUBLIC_URL',
    'SECRET_KEY',
    'TRUST_PROXY',
    'LOG_LEVEL',
    'TWITCH_CLIENT_SECRET',
  ]);
  expect(result.problems.join('\n')).not.toContain('hunter2');
});

it.each([
  [{ TWITCH_CLIENT_ID: 'x' }, 'TWITCH_CLIENT_SECRET is missing'],
  [{ TWITCH_CLIENT_ID: 'x', TWITCH_CLIENT_SECRET: 'x', TWITCH_BOT_ACCESS_TOKEN: 'x' }, 'TWITCH_BOT_REFRESH_TOKEN'],
  [{ TWITCH_BOT_ACCESS_TOKEN: 'x', TWITCH_BOT_REFRESH_TOKEN: 'x' }, 'refreshes its token'],
  [{ DATABASE_URL: 'postgres://u:p@h/d' }, 'SECRET_KEY is missing'],
])('%j: says what goes together', (env, part) => {
  expect(readConfig(env)).toMatchObject({ problems: [expect.stringContaining(part)] });
});

it('takes administrators of both platforms, and refuses a list with anything else', () => {
  const id = '123456789012345678';
  expect(readConfig({ ADMINS: `Twitch:Zank, discord:${id} twitch:bob` })).toMatchObject({
    config: { admins: ['twitch:zank', `discord:${id}`, 'twitch:bob'] },
  });
  expect(readConfig({})).toMatchObject({ config: { admins: [], keepPacksDays: 30 } });
  expect(readConfig({ ADMINS: 'twitch:zank,bob' })).toMatchObject({
    problems: [expect.stringContaining('ADMINS must list accounts')],
  });
});

it('switches the Twitch bot on with the application alone: its login may be kept already', () => {
  expect(readConfig({ TWITCH_CLIENT_ID: 'id', TWITCH_CLIENT_SECRET: 'secret' })).toMatchObject({
    config: { twitchBot: { accessToken: null, refreshToken: null, idBase: 'https://id.twitch.tv/oauth2' } },
  });
});

it('reads the channels in which the bot always is, and refuses what is no name', () => {
  const twitch = { TWITCH_CLIENT_ID: 'id', TWITCH_CLIENT_SECRET: 'secret' };
  const read = (TWITCH_CHANNELS: string) => readConfig({ ...twitch, TWITCH_CHANNELS });
  expect(read('FogTV, #other  third_one')).toMatchObject({
    config: { twitchBot: { channels: ['fogtv', 'other', 'third_one'] } },
  });
  expect(read('no-such!name')).toMatchObject({ problems: [expect.stringContaining('TWITCH_CHANNELS must be names')] });
});
