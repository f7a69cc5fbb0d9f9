// The whole bot with the real client against the simulated Twitch: what viewers read, and that no rule of Twitch is broken on the way.
// Limits in passed time are in outbox.test.ts, what breaks and comes back in trouble.int.test.ts.

import { pino } from 'pino';
import tmi from 'tmi.js';
import { describe, expect, it } from 'vitest';
import { systemTime } from '../../server/play/ports/index.ts';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { startTwitchBot } from './bot.ts';
import {
  BOT,
  createRace,
  HOME,
  isIn,
  leave,
  linesIn,
  logs,
  postOfGo,
  reads,
  rooms,
  startBot,
  twitch,
} from './stand.test-kit.ts';

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

  it('keeps no pace where it is a moderator, which Twitch tells it at the door', async () => {
    twitch.setModerator(HOME, BOT, true);
    await startBot({ time: manualTime(systemTime.now()) });
    await isIn(HOME);
    await createRace();
    // No time passes here.
    twitch.say(HOME, HOME, '!pools');
    await reads(/^@streamer sprint: Sprint/);
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
