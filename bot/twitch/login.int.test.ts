// The bot's account logs in by device code on the simulated Twitch, and the bot then starts without any configured token.

import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemTime, type Time } from '../../server/play/ports/index.ts';
import { makeMemoryStore } from '../../server/store/memory/store.ts';
import { systemClock } from '../../tools/simulators/twitch/clock.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../../tools/simulators/twitch/index.ts';
import { startTwitchBot, type TwitchBotConfig } from './bot.ts';
import { knowsApplication, validate } from './identity.ts';
import { type LoginOptions, logIn } from './login.ts';
import { newestToken } from './token.ts';

const BOT = 'speedbot';
let twitch: TwitchSimulator;
let store: ReturnType<typeof makeMemoryStore>;
let leave: (() => unknown)[];
/** Waits are counted, not waited. */
let waited: number[];
let time: Time;
let onWait: () => void;

beforeEach(async () => {
  let passed = 0;
  waited = [];
  onWait = () => {};
  time = {
    now: () => systemTime.now() + passed,
    after(ms, then) {
      waited.push(ms);
      onWait();
      passed += ms;
      const soon = setImmediate(then);
      return () => clearImmediate(soon);
    },
  };
  twitch = await startTwitchSimulator({ clock: { ...systemClock, now: () => time.now() } });
  twitch.addUser({ login: BOT, displayName: 'SpeedBot' });
  process.env.TWURPLE_MOCK_API_PORT = String(twitch.idPort);
  store = makeMemoryStore({ time: { now: () => time.now() } });
  leave = [];
});
afterEach(async () => {
  for (const one of leave.toReversed()) await one();
  delete process.env.TWURPLE_MOCK_API_PORT;
  await twitch.close();
});

const config = (changes: Partial<TwitchBotConfig> = {}) => ({
  clientId: twitch.clientId,
  clientSecret: twitch.clientSecret,
  accessToken: null,
  refreshToken: null,
  idBase: twitch.idBase,
  ircHost: twitch.ircHost,
  ircTls: false,
  ...changes,
});
const agree: LoginOptions['onCode'] = ({ code }) => expect(twitch.approveDevice(BOT, code)).toBe(true);
const start = (onCode: LoginOptions['onCode'], changes: Partial<TwitchBotConfig> = {}) =>
  logIn({ config: config(changes), keepsakes: store.keepsakes, time, onCode });

it('keeps the token, with which the bot starts without a configured one', async () => {
  const onCode = vi.fn(agree);
  expect(await start(onCode)).toEqual({ login: BOT });
  expect(onCode).toHaveBeenCalledWith({
    address: expect.stringMatching(/^http/),
    code: expect.any(String),
    minutes: 30,
  });
  const kept = await newestToken(config(), store.keepsakes);
  expect(kept).toMatchObject({ scope: ['chat:read', 'chat:edit'] });
  expect(await validate(twitch.idBase, kept?.accessToken ?? '')).toMatchObject({ login: BOT });

  const bot = await startTwitchBot({
    config: config(),
    answer: async () => ({ kind: 'nothing' }) as never,
    accounts: store.accounts,
    channels: async () => [],
    keepsakes: store.keepsakes,
    time: systemTime,
    log: pino({ level: 'silent' }),
    simulated: true,
  });
  leave.push(() => bot.stop());
  await twitch.waitFor(() => twitch.sessions().some(({ login }) => login === BOT));
});

it('waits for a yes as often as Twitch allows to ask', async () => {
  let code = '';
  onWait = () => {
    if (waited.length === 3) twitch.approveDevice(BOT, code);
  };
  await start((ask) => {
    code = ask.code;
  });
  expect(waited).toEqual([5000, 5000, 5000]);
});

it('gives up when nobody agreed in time, and keeps nothing', async () => {
  await expect(start(() => {})).rejects.toThrow(/Nobody agreed in time/);
  expect(await newestToken(config(), store.keepsakes)).toBeUndefined();
});

it('says whom to ask when Twitch does not know the application or is away', async () => {
  await expect(start(agree, { clientId: 'nobody' })).rejects.toThrow(/gave no code: invalid client/);
  expect(await knowsApplication(config(), 'wrong')).toMatchObject({ known: false });
  expect(await knowsApplication(config(), twitch.clientSecret)).toMatchObject({ known: true });
  expect(await validate(twitch.idBase, 'no-token')).toBeUndefined();
  await twitch.close();
  await expect(start(agree)).rejects.toThrow(/cannot be reached/);
});

it('goes before a token that was configured already, and after one that is configured later', async () => {
  const old = { accessToken: 'old', refreshToken: 'old-refresh' };
  await start(agree, old);
  const kept = await newestToken(config(old), store.keepsakes);
  expect(kept?.accessToken).not.toBe('old');
  const later = { accessToken: 'later', refreshToken: 'later-refresh' };
  expect((await newestToken(config(later), store.keepsakes))?.accessToken).toBe('later');
  expect(await newestToken(config(), store.keepsakes)).toEqual(kept);
});
