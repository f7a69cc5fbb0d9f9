// The bot and a Twitch that breaks: what is lost, what comes back, and that no rule is broken on the way.

import { describe, expect, it } from 'vitest';
import type { Keepsakes } from '../../server/play/ports/index.ts';
import { systemTime } from '../../server/play/ports/index.ts';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { FIRST_RETRY_MS, IDENTITY_TIMEOUT_MS, RECEIPT_MS } from './limits.ts';
import {
  BOT,
  createRace,
  HOME,
  isIn,
  logged,
  logs,
  PATIENCE,
  postOfGo,
  reads,
  rooms,
  startBot,
  twitch,
} from './stand.test-kit.ts';

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

  it('an identity service that takes the question and never answers', async () => {
    const time = manualTime(systemTime.now());
    twitch.faults.failIdentity({ endpoint: 'validate', delayMs: 3_600_000 });
    await startBot({ time });
    await time.pass(IDENTITY_TIMEOUT_MS);
    await logs('another try follows');
    twitch.faults.clear();
    await time.pass(FIRST_RETRY_MS);
    await isIn(HOME);
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
