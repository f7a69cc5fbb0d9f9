// The whole bot with the real client against the simulated Twitch: what viewers read, what breaks and comes back, and that no
// rule of Twitch is broken on the way. Time is real here; limits in passed time are in chat.test.ts.

import { pino } from 'pino';
import tmi from 'tmi.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Keepsakes, Post, Time } from '../../server/play/ports/index.ts';
import { systemTime } from '../../server/play/ports/index.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../../tools/simulators/twitch/index.ts';
import { type CommandHouse, openCommandHouse } from '../../tools/testing/command-house.ts';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { startTwitchBot, type TwitchBot, type TwitchBotConfig } from './bot.ts';
import { FIRST_RETRY_MS, RECEIPT_MS } from './limits.ts';

const BOT = 'speedbot';
const HOME = 'streamer';
/** A collected answer takes 2 s, a new client its wait. */
const PATIENCE = { timeoutMs: 8_000 };

let twitch: TwitchSimulator;
let rooms: CommandHouse;
let logged: string[];
let onLog: Set<() => void>;
/** What no log line may hold. */
let secrets: string[];
let leave: (() => unknown)[];

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

async function startBot({ config, keepsakes, channels, onShutOut, time }: Changes = {}): Promise<TwitchBot> {
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
const logs = (part: string, times = 1) =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (logged.filter((line) => line.includes(part)).length < times) return;
      onLog.delete(look);
      resolve();
    };
    onLog.add(look);
    look();
  });

const isIn = (channel: string, login = BOT) =>
  twitch.waitFor(
    () => twitch.sessions().some((one) => one.login === login && one.channels.includes(channel)),
    PATIENCE,
  );
const linesIn = (channel = HOME) =>
  twitch
    .chatLog(channel)
    .filter((message) => message.author.login === BOT)
    .map((message) => message.text);
const reads = (pattern: RegExp, channel = HOME) =>
  twitch.waitFor(() => linesIn(channel).find((line) => pattern.test(line)), PATIENCE);
/** The bot has read all that was typed before: its answer to a moderator comes after it. */
async function createRace(name = 'Sunday'): Promise<void> {
  twitch.say(HOME, HOME, `!race create sprint ${name}`);
  await reads(new RegExp(`^@streamer ${name} \\(\\w{5}\\) is open`));
}

describe('in a channel', () => {
  it('a viewer asks and joins, others join with them, and everybody reads it', async () => {
    await startBot();
    await isIn(HOME);
    await createRace();
    const viewer = new tmi.Client({
      options: { skipUpdatingEmotesets: true, skipMembership: true },
      connection: { server: '127.0.0.1', port: twitch.ircPort, secure: false, reconnect: false },
      identity: { username: 'ann', password: `oauth:${twitch.issueToken('ann').accessToken}` },
      channels: [HOME],
    });
    leave.push(() => viewer.disconnect());
    const seen: { text: string; parent: unknown }[] = [];
    const seenBoth = new Promise<void>((resolve) =>
      viewer.on('message', (_channel, tags, text) => {
        if (tags.username === BOT) seen.push({ text, parent: tags['reply-parent-display-name'] });
        if (seen.length === 2) resolve();
      }),
    );
    await viewer.connect();
    await isIn(HOME, 'ann');

    await viewer.say(HOME, '!leaderboard');
    await reads(/^@Ann Sunday, open, 0\/16 in, 0 ready · races\.example\/r\/\w{5}$/);
    twitch.say('ann', HOME, '!join', { limits: false });
    twitch.say('bob', HOME, '!join');
    await reads(/^In: @Ann @Bob \(2\/16\)\. Packs: races\.example\/r\/\w{5}$/);

    await seenBoth;
    expect(seen[0]?.parent).toBe('Ann');
    expect(seen.at(-1)?.text).toMatch(/^In: @Ann @Bob/);
    expect(twitch.refusals()).toEqual([]);
  });

  it('stays silent without a race, without the right, and in a cooldown', async () => {
    await startBot({ channels: async () => [HOME, 'other'] });
    await isIn(HOME);
    await isIn('other');
    twitch.say('ann', 'other', '!leaderboard');
    twitch.say('ann', HOME, '!race create sprint', { limits: false });
    await createRace();
    twitch.say('bob', HOME, '!lb');
    await reads(/^@Bob Sunday, open/);
    twitch.say('ann', HOME, '!leaderboard', { limits: false });
    twitch.say('ann', HOME, '!race cancel', { limits: false });
    twitch.say('mod', HOME, '!pools');
    await reads(/^@Mod sprint: Sprint/);
    expect(linesIn('other')).toEqual([]);
    expect(linesIn()).toHaveLength(3);
    expect(twitch.refusals()).toEqual([]);
  });

  it('forfeits and cancels are asked once more', async () => {
    await startBot();
    await isIn(HOME);
    await createRace();
    twitch.say('mod', HOME, '!race cancel broken seed');
    await reads(/^@Mod Cancel Sunday for good\?.*!race cancel yes within 30 s/);
    twitch.say('mod', HOME, '!race cancel yes');
    await reads(/Sunday is cancelled\.$/);
    expect(twitch.refusals()).toEqual([]);
  });

  it('goes where the table says, past a channel that does not exist', async () => {
    let wanted = [HOME, 'nobody_is_called_so'];
    const bot = await startBot({ channels: async () => wanted });
    await isIn(HOME);
    wanted = ['Other', ...wanted];
    bot.refreshChannels();
    await logs('"channel":"other","msg":"in the');
    expect(bot.state()).toMatchObject({ status: 'connected', login: BOT, channels: [HOME, 'other'], failures: [] });
    expect(twitch.refusals().map((one) => one.rule)).toEqual(['irc.channel']);
  });

  it('still says how a race ended when the table has forgotten the channel', async () => {
    const isOver = () => rooms.changes.at(-1)?.race.phase.status === 'cancelled';
    const bot = await startBot({ channels: async () => (isOver() ? [] : [HOME]) });
    leave.push(rooms.live.subscribe(() => bot.refreshChannels()));
    await isIn(HOME);
    await createRace();
    twitch.say('mod', HOME, '!race cancel');
    await reads(/^@Mod Cancel Sunday/);
    twitch.say('mod', HOME, '!race cancel yes');
    await reads(/Sunday is cancelled\.$/);
    expect(twitch.refusals()).toEqual([]);
  });
});

/** What is said at GO of the race that was created. */
async function postOfGo(id: string): Promise<Post> {
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

describe('unasked', () => {
  it('GO is said once in the home channel', async () => {
    const bot = await startBot();
    await isIn(HOME);
    await createRace();
    const post = await postOfGo('n1');
    expect(await bot.mouth.post(post)).toEqual({ outcome: 'sent', messageId: null });
    expect(await bot.mouth.post(post)).toEqual({ outcome: 'sent', messageId: null });
    await reads(/^GO! Sunday is on/);
    expect(linesIn().filter((line) => line.startsWith('GO!'))).toHaveLength(1);
    expect(twitch.refusals()).toEqual([]);
  });
});

describe('after trouble', () => {
  const worksAgain = async () => {
    await isIn(HOME);
    twitch.say(HOME, HOME, '!pools');
    await reads(/^@streamer sprint: Sprint/);
    expect(twitch.sessions().filter((one) => one.login === BOT)).toHaveLength(1);
  };

  it('a dropped connection comes back, and a restart of Twitch too', async () => {
    await startBot();
    await isIn(HOME);
    twitch.faults.sendReconnect();
    twitch.faults.dropConnections();
    await twitch.waitFor(() => twitch.sessions().length === 0, PATIENCE);
    await isIn(HOME);
    await twitch.restart();
    await worksAgain();
    expect(twitch.refusals()).toEqual([]);
  });

  it('an expired token is refreshed, kept before it is used, and found after a restart of the service', async () => {
    const token = twitch.issueToken(BOT);
    twitch.expireTokens(BOT);
    const first = await startBot({ config: token });
    await isIn(HOME);
    const kept = await rooms.store.keepsakes.get('twitch bot token');
    expect(kept).toBeDefined();
    expect(kept).not.toContain(token.refreshToken);
    await first.stop();
    await twitch.waitFor(() => twitch.sessions().length === 0, PATIENCE);
    // The configured refresh token is dead by now.
    await startBot({ config: token });
    await worksAgain();
    expect(twitch.refusals()).toEqual([]);
  });

  it('a token that cannot be kept is not used until it can', async () => {
    const token = twitch.issueToken(BOT);
    twitch.expireTokens(BOT);
    let away = true;
    const keepsakes: Keepsakes = {
      get: rooms.store.keepsakes.get,
      async set(key, value) {
        if (away) throw new Error('the database is away');
        await rooms.store.keepsakes.set(key, value);
      },
    };
    const bot = await startBot({ config: token, keepsakes });
    await twitch.waitFor(() => twitch.requests().some((one) => one.endpoint === 'token'), PATIENCE);
    await logs('another try follows');
    expect(bot.state().status).toBe('waiting');
    expect(twitch.sessions()).toEqual([]);
    away = false;
    await worksAgain();
    expect(await keepsakes.get('twitch bot token')).toBeDefined();
    expect(twitch.requests().filter((one) => one.endpoint === 'token')).toHaveLength(1);
  });

  it('an identity service that is broken when the bot starts', async () => {
    twitch.faults.failIdentity({ status: 503 });
    const bot = await startBot();
    await logs('another try follows', 2);
    expect(bot.state()).toMatchObject({ status: 'waiting', login: null, channels: [] });
    twitch.faults.clear();
    await worksAgain();
    expect(bot.state()).toMatchObject({ status: 'connected', problem: null });
    expect(twitch.refusals()).toEqual([]);
  });

  it('an identity service that breaks between two logins', async () => {
    await startBot();
    await isIn(HOME);
    twitch.expireTokens(BOT);
    twitch.faults.failIdentity({ status: 500 });
    twitch.faults.dropConnections();
    await twitch.waitFor(() => twitch.requests().some((one) => one.status === 500), PATIENCE);
    twitch.faults.clear();
    await worksAgain();
    // The dead token was shown once; that is how the client learns of it.
    expect(twitch.refusals().map((one) => one.rule)).toEqual(['irc.token']);
  });

  it('a chat that refuses connections for a while', async () => {
    await startBot();
    await isIn(HOME);
    twitch.faults.refuseConnections(true);
    twitch.faults.dropConnections();
    await logs('Twitch chat dropped');
    twitch.faults.clear();
    await worksAgain();
    expect(twitch.refusals()).toEqual([]);
  });

  it('a ban in the middle of a race: what is to be said there is refused, and all other channels go on', async () => {
    const shut: string[] = [];
    const bot = await startBot({ channels: async () => [HOME, 'other'], onShutOut: (channel) => shut.push(channel) });
    await isIn(HOME);
    await isIn('other');
    await createRace();
    twitch.setBanned(HOME, BOT, true);
    expect(await bot.mouth.post(await postOfGo('n1'))).toEqual({ outcome: 'refused', why: 'no_access' });
    expect(shut).toEqual([HOME]);
    twitch.setBanned(HOME, BOT, false);
    expect(await bot.mouth.post(await postOfGo('n2'))).toEqual({ outcome: 'sent', messageId: null });
    expect(logged.join('')).not.toContain('another try follows');
    expect(twitch.refusals().map((one) => one.rule)).toEqual(['chat.banned']);
  });

  it('lines that nobody answers: each time in a row the wait before another login is longer', async () => {
    const time = manualTime(systemTime.now());
    const bot = await startBot({ time });
    await isIn(HOME);
    await createRace();
    for (const [nth, waits] of [2, 4].entries()) {
      await time.pass(5_000);
      twitch.faults.freezeConnections();
      const said = bot.mouth.post(await postOfGo(`n${nth}`));
      await time.pass(RECEIPT_MS);
      expect(await said).toEqual({ outcome: 'failed' });
      await time.pass(waits * FIRST_RETRY_MS - 1);
      expect(bot.state().status).toBe('waiting');
      twitch.faults.dropConnections();
      await time.pass(1);
      await logs('in the Twitch channel', nth + 2);
    }
    expect(twitch.refusals()).toEqual([]);
  });

  it('Twitch asks for a new connection, and does not wait for the old one to end', async () => {
    await startBot();
    await isIn(HOME);
    twitch.faults.sendReconnect();
    await logs('logged in to Twitch chat', 2);
    await worksAgain();
    expect(twitch.refusals()).toEqual([]);
  });

  it('a ban is known, and notices for that channel are refused', async () => {
    twitch.setBanned('other', BOT, true);
    const bot = await startBot({ channels: async () => [HOME, 'other'] });
    await worksAgain();
    await logs('could not be joined');
    expect(bot.state().failures).toEqual([{ channel: 'other', why: 'msg_banned' }]);
  });
});

it('the simulator’s door in the OAuth library is refused in a real service', async () => {
  await expect(
    startTwitchBot({
      config: { clientId: 'c', clientSecret: 's', accessToken: 'a', refreshToken: 'r', ircHost: null, ircTls: true },
      answer: rooms.answer,
      accounts: rooms.house.accounts,
      channels: async () => [],
      keepsakes: rooms.store.keepsakes,
      time: systemTime,
      log: pino({ enabled: false }),
    }),
  ).rejects.toThrow(/TWURPLE_MOCK_API_PORT/);
});
