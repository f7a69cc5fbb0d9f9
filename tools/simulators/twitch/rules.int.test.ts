// Breaks every rule of chat once, over the wire, and looks for the table's answer. The record below has to name every one of them, or it
// does not compile; rules of the identity service: rules-identity.int.test.ts.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from './clock.ts';
import { connectRaw, type RawIrc } from './raw-irc.ts';
import { answerTo, fillText, type RuleId, TWITCH_RULES } from './rules.ts';
import { startTwitchSimulator, type TwitchSimulator } from './simulator.ts';

type ChatRuleId = Extract<RuleId, `irc.${string}` | `chat.${string}`>;
const CAPS = 'CAP REQ :twitch.tv/tags twitch.tv/commands';

let clock: ManualClock;
let twitch: TwitchSimulator;
let irc: RawIrc;

beforeEach(async () => {
  clock = createManualClock();
  twitch = await startTwitchSimulator({ clock });
  twitch.addUser({ login: 'speedbot', displayName: 'SpeedBot' });
  twitch.addUser({ login: 'viewer' });
  twitch.addChannel('streamer');
  irc = await connectRaw(twitch.ircPort);
});
afterEach(async () => {
  irc.close();
  await twitch.close();
});

const logIn = async (options: { scopes?: string[]; join?: boolean } = {}) => {
  const { accessToken } = twitch.issueToken('speedbot', options.scopes);
  irc.send(CAPS, `PASS oauth:${accessToken}`, 'NICK speedbot');
  if (options.join !== false) irc.send('JOIN #streamer');
  await irc.settled();
};
const say = (text: string, tags = '') => irc.send(`${tags}PRIVMSG #streamer :${text}`);

/** The lines that came are the answer and nothing else, and nobody else heard anything. */
const expectRefused = async (rule: RuleId, slots: { channel?: string; word?: string } = {}) => {
  const answer = answerTo(rule);
  const lines = await irc.settled();
  const target = slots.channel === undefined ? '*' : `#${slots.channel}`;
  switch (answer.kind) {
    case 'silence':
      expect(lines).toEqual([]);
      break;
    case 'notice': {
      const tag = answer.msgId === null ? '' : `@msg-id=${answer.msgId} `;
      expect(lines).toEqual([`${tag}:tmi.twitch.tv NOTICE ${target} :${fillText(answer.text, slots)}`]);
      break;
    }
    case 'numeric':
      expect(lines).toEqual([`:tmi.twitch.tv ${answer.code} ${'speedbot'} ${slots.word} :${answer.text}`]);
      break;
    case 'nak':
      expect(lines).toEqual([`:tmi.twitch.tv CAP * NAK :${slots.word}`]);
      break;
    case 'close':
    case 'json':
    case 'redirect':
      throw new Error(`${rule} is not refused by a line`);
  }
  expect(twitch.refusals().at(-1)?.rule).toBe(rule);
};

/** Was the last thing said heard? */
const heard = (text: string) => twitch.chatLog('streamer').at(-1)?.text === text;

const breaks: Record<ChatRuleId, () => Promise<void>> = {
  async 'irc.pass-first'() {
    irc.send('NICK speedbot');
    await expectRefused('irc.pass-first');
  },
  async 'irc.pass-format'() {
    irc.send(`PASS ${twitch.issueToken('speedbot').accessToken}`, 'NICK speedbot');
    await expectRefused('irc.pass-format');
  },
  async 'irc.token'() {
    const { accessToken } = twitch.issueToken('speedbot');
    twitch.expireTokens('speedbot');
    irc.send(`PASS oauth:${accessToken}`, 'NICK speedbot');
    await expectRefused('irc.token');
  },
  async 'irc.user-token'() {
    const app = { client_id: twitch.clientId, client_secret: twitch.clientSecret, grant_type: 'client_credentials' };
    const response = await fetch(`${twitch.idBase}/token`, { method: 'POST', body: new URLSearchParams(app) });
    const { access_token } = (await response.json()) as { access_token: string };
    irc.send(`PASS oauth:${access_token}`, 'NICK speedbot');
    await expectRefused('irc.user-token');
  },
  async 'irc.nick'() {
    irc.send(`PASS oauth:${twitch.issueToken('speedbot').accessToken}`, 'NICK SpeedBot');
    await expectRefused('irc.nick');
  },
  async 'irc.read-scope'() {
    irc.send(`PASS oauth:${twitch.issueToken('speedbot', ['chat:edit']).accessToken}`, 'NICK speedbot');
    await expectRefused('irc.read-scope');
  },
  async 'irc.failed-login-close'() {
    irc.send('PASS oauth:wrong', 'NICK speedbot');
    await expectRefused('irc.token');
    clock.advance(10_000);
    await irc.closed;
  },
  async 'irc.capability'() {
    irc.send('CAP REQ :twitch.tv/tags account-tag');
    await expectRefused('irc.capability', { word: 'twitch.tv/tags account-tag' });
  },
  async 'irc.login-first'() {
    irc.send('JOIN #streamer', 'PRIVMSG #streamer :hi');
    await expectRefused('irc.login-first');
  },
  async 'irc.command'() {
    await logIn();
    irc.send('WHO #streamer');
    await expectRefused('irc.command', { word: 'WHO' });
  },
  async 'irc.pong'() {
    await logIn();
    clock.advance(5 * 60_000);
    expect(await irc.settled()).toEqual(['PING :tmi.twitch.tv']);
    irc.send('PONG :tmi.twitch.tv');
    await irc.settled();
    clock.advance(10_000);
    expect(await irc.settled()).toEqual([]);
    clock.advance(5 * 60_000 - 10_000);
    expect(await irc.settled()).toEqual(['PING :tmi.twitch.tv']);
    clock.advance(9_999);
    expect(twitch.refusals()).toEqual([]);
    clock.advance(1);
    await irc.closed;
    expect(twitch.refusals()).toMatchObject([{ rule: 'irc.pong' }]);
  },
  async 'irc.channel'() {
    await logIn({ join: false });
    irc.send('JOIN #nobody_here', 'JOIN #Streamer', 'JOIN streamer', 'PRIVMSG #nobody_here :hi');
    await expectRefused('irc.channel');
    expect(twitch.sessions()).toMatchObject([{ channels: [] }]);
  },
  async 'irc.join-limit'() {
    const logins = Array.from({ length: 21 }, (_, i) => `channel_${i}`);
    for (const login of logins) twitch.addChannel(login);
    await logIn({ join: false });
    irc.send(`JOIN ${logins.map((login) => `#${login}`).join(',')}`);
    await irc.settled();
    expect(twitch.sessions()[0]?.channels).toHaveLength(20);
    await expectRefused('irc.join-limit');
    clock.advance(10_000);
    irc.send('JOIN #channel_20');
    await irc.settled();
    expect(twitch.sessions()[0]?.channels).toHaveLength(21);
  },
  async 'irc.join-banned'() {
    twitch.setBanned('streamer', 'speedbot', true);
    await logIn({ join: false });
    irc.send('JOIN #streamer');
    await expectRefused('irc.join-banned', { channel: 'streamer' });
  },
  async 'chat.anonymous'() {
    irc.send('NICK justinfan123', 'JOIN #streamer');
    await irc.settled();
    say('hi');
    await expectRefused('chat.anonymous');
  },
  async 'chat.edit-scope'() {
    await logIn({ scopes: ['chat:read'] });
    say('hi');
    await expectRefused('chat.edit-scope', { channel: 'streamer' });
  },
  async 'chat.banned'() {
    await logIn();
    twitch.setBanned('streamer', 'speedbot', true);
    say('hi');
    await expectRefused('chat.banned', { channel: 'streamer' });
  },
  async 'chat.account-limit'() {
    twitch.addChannel('other');
    await logIn();
    for (let i = 0; i < 20; i++) {
      irc.send(`PRIVMSG #${i % 2 ? 'other' : 'streamer'} :line ${i}`);
      await irc.settled();
      clock.advance(1_000);
    }
    clock.advance(10_000);
    say('the first one is half a minute old');
    await irc.settled();
    expect(twitch.refusals()).toEqual([]);
    irc.send('PRIVMSG #other :one too many');
    await expectRefused('chat.account-limit');
  },
  async 'chat.account-limit-mod'() {
    twitch.setModerator('streamer', 'speedbot', true);
    await logIn();
    for (let i = 0; i < 100; i++) say('again and again');
    await irc.settled();
    expect(twitch.refusals()).toEqual([]);
    expect(twitch.chatLog('streamer')).toHaveLength(100);
    say('one too many');
    await expectRefused('chat.account-limit-mod');
  },
  async 'chat.muted'() {
    twitch.setModerator('streamer', 'speedbot', true);
    await logIn();
    for (let i = 0; i <= 100; i++) say(`line ${i}`);
    await irc.settled();
    for (let i = 0; i < 10; i++) {
      clock.advance(3 * 60_000 - (i === 9 ? 1 : 0));
      irc.send('PONG :alive');
      await irc.settled();
    }
    say('still here');
    await expectRefused('chat.muted');
    clock.advance(1);
    say('back again');
    await irc.settled();
    expect(heard('back again')).toBe(true);
  },
  async 'chat.empty'() {
    await logIn();
    say('   ');
    await expectRefused('chat.empty');
  },
  async 'chat.command'() {
    await logIn();
    for (const text of ['/ban viewer', '.ban viewer']) {
      say(text);
      await expectRefused('chat.command', { channel: 'streamer', word: text.split(' ')[0] ?? '' });
    }
    say('/me waves');
    await irc.settled();
    expect(twitch.chatLog('streamer')).toMatchObject([{ text: 'waves', action: true }]);
  },
  async 'chat.parent'() {
    await logIn();
    say('hi', '@reply-parent-msg-id=00000000-0000-0000-0000-000000000000 ');
    await expectRefused('chat.parent', { channel: 'streamer' });
  },
  async 'chat.length'() {
    await logIn();
    say('🏁'.repeat(501));
    await expectRefused('chat.length');
    say('🏁'.repeat(500));
    await irc.settled();
    expect(heard('🏁'.repeat(500))).toBe(true);
  },
  async 'chat.pace'() {
    await logIn();
    say('one');
    await irc.settled();
    clock.advance(999);
    say('two');
    await expectRefused('chat.pace', { channel: 'streamer' });
    clock.advance(1);
    say('three');
    await irc.settled();
    expect(heard('three')).toBe(true);
  },
  async 'chat.duplicate'() {
    await logIn();
    say('same');
    await irc.settled();
    clock.advance(29_999);
    say('same');
    await expectRefused('chat.duplicate', { channel: 'streamer' });
    clock.advance(1);
    say('same');
    await irc.settled();
    expect(twitch.chatLog('streamer')).toHaveLength(2);
  },
};

const isOfChat = ({ id }: { readonly id: RuleId }): boolean => id in breaks;

it.each(TWITCH_RULES.filter(isOfChat).map(({ id, rule }) => ({ id: id as ChatRuleId, rule })))('$id: $rule', ({ id }) =>
  breaks[id](),
);

it('no rule is listed twice', () => {
  expect(new Set(TWITCH_RULES.map(({ id }) => id)).size).toBe(TWITCH_RULES.length);
});
