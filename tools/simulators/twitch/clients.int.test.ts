// Real clients against the simulator: twurple as the bot, tmi.js as a viewer.
import { type AccessToken, RefreshingAuthProvider } from '@twurple/auth';
import { ChatClient } from '@twurple/chat';
import tmi from 'tmi.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTwitchSimulator, type TwitchSimulator } from './index.ts';

let twitch: TwitchSimulator;
let leave: (() => unknown)[] = [];

beforeEach(async () => {
  twitch = await startTwitchSimulator();
  twitch.addUser({ login: 'speedbot', displayName: 'SpeedBot' });
  twitch.addUser({ login: 'viewer', displayName: 'Viewer' });
  twitch.addChannel('streamer');
  process.env.TWURPLE_MOCK_API_PORT = String(twitch.idPort);
});
afterEach(async () => {
  for (const one of leave) await one();
  leave = [];
  delete process.env.TWURPLE_MOCK_API_PORT;
  await twitch.close();
});

const startBot = async (token: AccessToken = twitch.issueToken('speedbot')) => {
  const refreshed: AccessToken[] = [];
  const authProvider = new RefreshingAuthProvider({ clientId: twitch.clientId, clientSecret: twitch.clientSecret });
  authProvider.onRefresh((_, fresh) => void refreshed.push(fresh));
  await authProvider.addUserForToken(token, ['chat']);
  const chat = new ChatClient({
    authProvider,
    hostName: twitch.ircHost,
    ssl: false,
    channels: ['streamer'],
    logger: { minLevel: 'CRITICAL' },
  });
  leave.push(() => chat.quit());
  return { chat, refreshed };
};
const joined = (login: string) =>
  twitch.waitFor(() => twitch.sessions().find((one) => one.login === login && one.channels.includes('streamer')));
const said = (login: string, part: string) =>
  twitch.waitFor(() => twitch.chatLog('streamer').find((one) => one.author.login === login && one.text.includes(part)));

describe('twurple as a bot', () => {
  it('answers a tmi.js viewer, who sees the answer as a reply', async () => {
    const { chat } = await startBot();
    chat.onMessage((channel, _user, text, msg) => {
      if (text === '!leaderboard') void chat.say(channel, `1 Dan: 8/12 \\ a; b`, { replyTo: msg });
    });
    chat.connect();
    const viewer = new tmi.Client({
      options: { skipUpdatingEmotesets: true, skipMembership: true },
      connection: { server: '127.0.0.1', port: twitch.ircPort, secure: false, reconnect: false },
      identity: { username: 'viewer', password: `oauth:${twitch.issueToken('viewer').accessToken}` },
      channels: ['streamer'],
    });
    leave.push(() => viewer.disconnect());
    const seen = new Promise<{ tags: tmi.ChatUserstate; text: string }>((resolve) =>
      viewer.on('message', (_channel, tags, text, self) => {
        if (!self) resolve({ tags, text });
      }),
    );
    await viewer.connect();
    await Promise.all([joined('speedbot'), joined('viewer')]);

    await viewer.say('streamer', '!leaderboard');
    const { tags, text } = await seen;
    const [question, answer] = twitch.chatLog('streamer');

    expect(text).toBe('@Viewer 1 Dan: 8/12 \\ a; b');
    expect(tags).toMatchObject({
      username: 'speedbot',
      'display-name': 'SpeedBot',
      'reply-parent-msg-id': question?.id,
      'reply-parent-display-name': 'Viewer',
      'reply-parent-msg-body': '!leaderboard',
    });
    expect(answer).toMatchObject({ id: tags.id, text, parent: { id: question?.id } });
    expect(twitch.refusals()).toEqual([]);
  });

  it('sees badges, threads and actions', async () => {
    twitch.setModerator('streamer', 'viewer', true);
    const { chat } = await startBot();
    const seen: unknown[] = [];
    chat.onMessage((_channel, user, text, msg) => {
      const { isBroadcaster, isMod } = msg.userInfo;
      seen.push({ user, text, isBroadcaster, isMod, parent: msg.parentMessageText, thread: msg.threadMessageId });
    });
    chat.onAction((_channel, user, text) => seen.push({ user, action: text }));
    chat.connect();
    await joined('speedbot');

    const first = twitch.say('streamer', 'streamer', 'a question; with \\ signs');
    if ('refused' in first) throw new Error(first.refused);
    const second = twitch.say('viewer', 'streamer', 'an answer', { replyTo: first.message });
    if ('refused' in second) throw new Error(second.refused);
    const arrived = new Promise<void>((resolve) => chat.onAction(() => resolve()));
    twitch.say('streamer', 'streamer', 'thanks', { replyTo: second.message });
    twitch.say('viewer', 'streamer', '/me bows');
    await arrived;

    const nobody = { isBroadcaster: false, isMod: false };
    expect(seen).toEqual([
      {
        ...nobody,
        user: 'streamer',
        text: first.message.text,
        isBroadcaster: true,
        parent: null,
        thread: null,
      },
      {
        ...nobody,
        user: 'viewer',
        text: '@streamer an answer',
        isMod: true,
        parent: first.message.text,
        thread: first.message.id,
      },
      {
        ...nobody,
        user: 'streamer',
        text: '@Viewer thanks',
        isBroadcaster: true,
        parent: '@streamer an answer',
        thread: first.message.id,
      },
      { user: 'viewer', action: 'bows' },
    ]);
  });

  it('refreshes an expired token, which can be kept', async () => {
    const token = twitch.issueToken('speedbot');
    twitch.expireTokens('speedbot');
    const { chat, refreshed } = await startBot({ ...token, obtainmentTimestamp: 0 });
    chat.connect();
    await joined('speedbot');

    expect(refreshed).toHaveLength(1);
    expect(refreshed[0]?.refreshToken).not.toBe(token.refreshToken);
    await expect(startBot({ ...token, obtainmentTimestamp: 0 })).rejects.toThrow();
    const again = await startBot(refreshed[0]);
    expect(again.refreshed).toEqual([]);
  });

  it('refreshes by itself when chat refuses the token', async () => {
    const { chat, refreshed } = await startBot();
    twitch.expireTokens('speedbot');
    chat.connect();
    await joined('speedbot');
    expect(refreshed).toHaveLength(1);
  });

  it('is told why a message failed', async () => {
    const { chat } = await startBot();
    const failed = new Promise<string>((resolve) => chat.onMessageFailed((_channel, reason) => resolve(reason)));
    chat.connect();
    await joined('speedbot');
    await chat.say('streamer', 'twice');
    await chat.say('streamer', 'twice');
    expect(await failed).toBe('msg_duplicate');
    expect(twitch.refusals()).toMatchObject([{ login: 'speedbot', rule: 'chat.duplicate' }]);
  });

  it('comes back after a dropped connection and after a restart', async () => {
    const { chat } = await startBot();
    chat.connect();
    await joined('speedbot');
    expect(twitch.faults.dropConnections()).toBe(1);
    expect(twitch.sessions()).toEqual([]);
    await joined('speedbot');
    await twitch.restart();
    await joined('speedbot');
    await chat.say('streamer', 'still here');
    await said('speedbot', 'still here');
  });

  it('keeps trying while connections are refused', async () => {
    const { chat } = await startBot();
    chat.connect();
    await joined('speedbot');
    twitch.faults.refuseConnections(true);
    twitch.faults.dropConnections();
    const refused = new Promise<void>((resolve) => twitch.onChange((change) => change === 'connections' && resolve()));
    await refused;
    expect(twitch.sessions()).toEqual([]);
    twitch.faults.clear();
    await joined('speedbot');
  });

  it('hears RECONNECT', async () => {
    const { chat } = await startBot();
    const asked = new Promise<void>((resolve) => chat.irc.onNamedMessage('RECONNECT', () => resolve()));
    chat.connect();
    await joined('speedbot');
    twitch.faults.sendReconnect();
    await asked;
  });

  it('hears nothing over a frozen connection', async () => {
    const { chat } = await startBot();
    const heard: string[] = [];
    chat.onMessage((_channel, _user, text) => void heard.push(text));
    chat.connect();
    await joined('speedbot');
    twitch.faults.freezeConnections();
    twitch.say('viewer', 'streamer', 'lost');
    twitch.faults.dropConnections();
    await joined('speedbot');
    const arrived = new Promise<void>((resolve) => chat.onMessage(() => resolve()));
    twitch.say('streamer', 'streamer', 'found');
    await arrived;
    expect(heard).toEqual(['found']);
  });

  it('fails to start while the identity service is broken', async () => {
    twitch.faults.failIdentity({ endpoint: 'validate', status: 503, times: 1 });
    await expect(startBot()).rejects.toThrow();
    await startBot();
  });
});

describe('tmi.js', () => {
  it('reads without an account', async () => {
    const reader = new tmi.Client({
      connection: { server: '127.0.0.1', port: twitch.ircPort, secure: false, reconnect: false },
      channels: ['streamer'],
    });
    leave.push(() => reader.disconnect());
    const seen = new Promise<string>((resolve) => reader.on('message', (_channel, _tags, text) => resolve(text)));
    await reader.connect();
    await twitch.waitFor(() => twitch.sessions().find((one) => one.anonymous && one.channels.includes('streamer')));
    twitch.say('streamer', 'streamer', 'welcome');
    expect(await seen).toBe('welcome');
  });
});
