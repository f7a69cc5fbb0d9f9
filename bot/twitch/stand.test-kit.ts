// The bot with the real client on a simulated Twitch, anew for each test of whoever imports this: users, two channels, and what can be
// waited for. No log line may hold a secret. Time is real here.

import { pino } from 'pino';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Keepsakes, Post, Time } from '../../server/play/ports/index.ts';
import { systemTime } from '../../server/play/ports/index.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../../tools/simulators/twitch/index.ts';
import { type CommandHouse, openCommandHouse } from '../../tools/testing/command-house.ts';
import { startTwitchBot, type TwitchBot, type TwitchBotConfig } from './bot.ts';

export const BOT = 'speedbot';
export const HOME = 'streamer';
/** A collected answer takes 2 s, a new client its wait. */
export const PATIENCE = { timeoutMs: 60_000 };

export let twitch: TwitchSimulator;
export let rooms: CommandHouse;
export let logged: string[];
let onLog: Set<() => void>;
/** What no log line may hold. */
let secrets: string[];
/** Done after the test, last first. */
export let leave: (() => unknown)[];

beforeEach(async () => {
  twitch = await startTwitchSimulator();
  twitch.addUser({ login: BOT, displayName: 'SpeedBot' });
  for (const name of ['Ann', 'Bob', 'Mod']) twitch.addUser({ login: name.toLowerCase(), displayName: name });
  twitch.addChannel(HOME);
  twitch.addChannel('other');
  twitch.setModerator(HOME, 'mod', true);
  process.env.TWURPLE_MOCK_API_PORT = String(twitch.idPort);
  rooms = openCommandHouse({ time: systemTime });
  logged = [];
  onLog = new Set();
  secrets = [twitch.clientSecret, 'accessToken', 'refreshToken', 'client_secret'];
  leave = [];
});
afterEach(async () => {
  for (const one of leave.toReversed()) await one();
  await rooms.close();
  delete process.env.TWURPLE_MOCK_API_PORT;
  await twitch.close();
  for (const secret of secrets) expect(logged.join('')).not.toContain(secret);
});

type Changes = {
  readonly config?: Partial<TwitchBotConfig>;
  readonly keepsakes?: Keepsakes;
  readonly channels?: () => Promise<readonly string[]>;
  readonly onShutOut?: (channel: string) => void;
  readonly time?: Time;
};

const NONE = { accessToken: '', refreshToken: '' };

export async function startBot({ config, keepsakes, channels, onShutOut, time }: Changes = {}): Promise<TwitchBot> {
  const { clientId, clientSecret, ircHost } = twitch;
  const { accessToken, refreshToken } =
    config?.accessToken === undefined ? twitch.issueToken(BOT) : { ...NONE, ...config };
  secrets.push(...[accessToken, refreshToken].filter((secret) => secret !== null));
  const bot = await startTwitchBot({
    config: { clientId, clientSecret, accessToken, refreshToken, ircHost, ircTls: false, ...config },
    answer: rooms.answer,
    accounts: rooms.house.accounts,
    channels: channels ?? (async () => [HOME]),
    keepsakes: keepsakes ?? rooms.store.keepsakes,
    time: time ?? systemTime,
    log: pino({ level: 'trace' }, { write }),
    simulated: true,
    ...(onShutOut === undefined ? {} : { onShutOut }),
  });
  leave.push(() => bot.stop());
  return bot;
}

function write(line: string): void {
  logged.push(line);
  for (const listener of [...onLog]) listener();
}

/** The bot says so itself, `times` times since the start. */
export const logs = (part: string, times = 1) =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (logged.filter((line) => line.includes(part)).length < times) return;
      onLog.delete(look);
      resolve();
    };
    onLog.add(look);
    look();
  });

export const isIn = (channel: string, login = BOT) =>
  twitch.waitFor(
    () => twitch.sessions().some((one) => one.login === login && one.channels.includes(channel)),
    PATIENCE,
  );
export const linesIn = (channel = HOME) =>
  twitch
    .chatLog(channel)
    .filter((message) => message.author.login === BOT)
    .map((message) => message.text);
export const reads = (pattern: RegExp, channel = HOME) =>
  twitch.waitFor(() => linesIn(channel).find((line) => pattern.test(line)), PATIENCE);
/** The bot has read all that was typed before: its answer to a moderator comes after it. */
export async function createRace(name = 'Sunday'): Promise<void> {
  twitch.say(HOME, HOME, `!race create sprint ${name}`);
  await reads(new RegExp(`^@streamer ${name} \\(\\w{5}\\) is open`));
}

/** What is said at GO of the race that was created. */
export async function postOfGo(id: string): Promise<Post> {
  const race = rooms.changes.at(-1)?.race;
  const view = race === undefined ? undefined : await rooms.live.view(race.id, 'player');
  if (race === undefined || view === undefined) throw new Error('no race');
  const target = { to: 'channel', platform: 'twitch', channel: HOME, server: null } as const;
  const notice = { id, kind: 'started', target, participant: null, race: race.id, seq: 3 } as const;
  return {
    notice: { ...notice, nonce: id, state: 'pending', messageId: null, attempts: 0 },
    ...{ race, view, recipient: null, mentions: {}, cause: null, pack: null },
    ...{ now: systemTime.now(), pool: 'Sprint', page: rooms.house.links.short(race.code) },
  };
}
