// Breaks every rule of the table once, over the wire, and looks for the table's answer. The record below has to name every rule, or
// it does not compile.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from './clock.ts';
import { connectRaw, type RawIrc } from './raw-irc.ts';
import { answerTo, fillText, type RuleId, TWITCH_RULES } from './rules.ts';
import { startTwitchSimulator, type TwitchSimulator } from './simulator.ts';

const REDIRECT = 'http://127.0.0.1:8080/auth/twitch';
const OTHER = { clientId: 'another-client', secret: 'another-secret' };
const CAPS = 'CAP REQ :twitch.tv/tags twitch.tv/commands';

let clock: ManualClock;
let twitch: TwitchSimulator;
let irc: RawIrc;

beforeEach(async () => {
  clock = createManualClock();
  twitch = await startTwitchSimulator({ clock, redirectUris: [REDIRECT], otherApplications: [OTHER] });
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

type Form = Record<string, string>;
const client = () => ({ client_id: twitch.clientId, client_secret: twitch.clientSecret });
const otherClient = { client_id: OTHER.clientId, client_secret: OTHER.secret };
const post = (endpoint: string, form: Form) =>
  fetch(`${twitch.idBase}/${endpoint}`, { method: 'POST', body: new URLSearchParams(form) });
const expectJson = async (rule: RuleId, answered: Promise<Response>) => {
  const answer = answerTo(rule);
  const response = await answered;
  if (answer.kind !== 'json') throw new Error(`${rule} is not answered by JSON`);
  expect(response.status).toBe(answer.status);
  expect(await response.json()).toEqual({ status: answer.status, message: answer.message });
};
const authorizeQuery = (changes: Form = {}) => {
  const query = { client_id: twitch.clientId, redirect_uri: REDIRECT, response_type: 'code', scope: 'chat:read' };
  return new URLSearchParams({ ...query, state: 'st', ...changes });
};
const authorize = (query: URLSearchParams) => fetch(`${twitch.idBase}/authorize?${query}`, { redirect: 'manual' });
const newCode = () => {
  const location = twitch.authorizeAs('viewer', `${twitch.idBase}/authorize?${authorizeQuery()}`);
  return new URL(location).searchParams.get('code') ?? '';
};
const codeForm = (code: string): Form => ({
  ...client(),
  grant_type: 'authorization_code',
  code,
  redirect_uri: REDIRECT,
});
const without = (form: Form, key: string): Form => Object.fromEntries(Object.entries(form).filter(([k]) => k !== key));
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const startDevice = async () => {
  const started = await post('device', { client_id: twitch.clientId, scopes: 'chat:read' });
  const device = (await started.json()) as { device_code: string; user_code: string };
  const form = { client_id: twitch.clientId, grant_type: DEVICE_GRANT, device_code: device.device_code };
  return { form, userCode: device.user_code };
};
const helix = (query: string, headers: Form) =>
  fetch(`http://127.0.0.1:${twitch.idPort}/helix/users${query}`, { headers });

const breaks: Record<RuleId, () => Promise<void>> = {
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
    const response = await post('token', { ...client(), grant_type: 'client_credentials' });
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

  'authorize.client': () => expectJson('authorize.client', authorize(authorizeQuery({ client_id: 'other' }))),
  'authorize.redirect': () =>
    expectJson('authorize.redirect', authorize(authorizeQuery({ redirect_uri: `${REDIRECT}/` }))),
  async 'authorize.response-type'() {
    const query = authorizeQuery();
    query.delete('response_type');
    await expectJson('authorize.response-type', authorize(query));
  },
  'authorize.code-only': () => expectJson('authorize.code-only', authorize(authorizeQuery({ response_type: 'token' }))),
  async 'authorize.scope'() {
    const response = await authorize(authorizeQuery({ scope: 'chat:read,chat:edit' }));
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect([searchParams.get('error'), searchParams.get('state')]).toEqual(['invalid_scope', 'st']);
  },
  async 'authorize.denied'() {
    const address = `${twitch.idBase}/authorize?${authorizeQuery()}`;
    const response = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({ deny: '1' }),
      redirect: 'manual',
    });
    const location = response.headers.get('location') ?? '';
    expect(location).toBe(twitch.denyAuthorize(address));
    expect(new URL(location).searchParams.get('error')).toBe('access_denied');
    expect(new URL(location).searchParams.has('code')).toBe(false);
  },

  async 'id.method'() {
    for (const endpoint of ['token', 'revoke', 'device', 'nonsense'])
      await expectJson('id.method', fetch(`${twitch.idBase}/${endpoint}`));
  },
  'token.client-missing': () =>
    expectJson('token.client-missing', post('token', without(codeForm(newCode()), 'client_id'))),
  'token.client': () => expectJson('token.client', post('token', { ...codeForm(newCode()), client_id: 'other' })),
  'token.secret-missing': () =>
    expectJson('token.secret-missing', post('token', without(codeForm(newCode()), 'client_secret'))),
  'token.secret': () => expectJson('token.secret', post('token', { ...codeForm(newCode()), client_secret: 'no' })),
  'token.grant': () => expectJson('token.grant', post('token', { ...client(), grant_type: 'password' })),
  'token.code-missing': () => expectJson('token.code-missing', post('token', without(codeForm(''), 'code'))),
  async 'token.code'() {
    await expectJson('token.code', post('token', codeForm('made-up')));
    const code = newCode();
    await expectJson('token.code', post('token', { ...codeForm(code), ...otherClient }));
    clock.advance(10 * 60_000);
    await expectJson('token.code', post('token', codeForm(code)));
  },
  async 'token.code-once'() {
    const code = newCode();
    expect((await post('token', codeForm(code))).status).toBe(200);
    await expectJson('token.code-once', post('token', codeForm(code)));
  },
  'token.redirect': () =>
    expectJson('token.redirect', post('token', { ...codeForm(newCode()), redirect_uri: 'http://127.0.0.1/' })),
  async 'token.refresh'() {
    const { refreshToken } = twitch.issueToken('viewer');
    const form = { ...client(), grant_type: 'refresh_token', refresh_token: refreshToken };
    await expectJson('token.refresh', post('token', { ...form, ...otherClient }));
    expect((await post('token', form)).status).toBe(200);
    await expectJson('token.refresh', post('token', form));
  },
  async 'device.pending'() {
    const { form, userCode } = await startDevice();
    await expectJson('device.pending', post('token', form));
    expect(twitch.approveDevice('viewer', userCode)).toBe(true);
    expect((await post('token', form)).status).toBe(200);
  },
  async 'device.code'() {
    const { form, userCode } = await startDevice();
    await expectJson('device.code', post('token', { ...form, device_code: 'made-up' }));
    twitch.approveDevice('viewer', userCode);
    await expectJson('device.code', post('token', { ...form, client_id: OTHER.clientId }));
    expect((await post('token', form)).status).toBe(200);
    await expectJson('device.code', post('token', form));
    const late = await startDevice();
    clock.advance(30 * 60_000);
    expect(twitch.approveDevice('viewer', late.userCode)).toBe(false);
    await expectJson('device.code', post('token', late.form));
  },

  'validate.header': () => expectJson('validate.header', fetch(`${twitch.idBase}/validate`)),
  async 'validate.token'() {
    const { accessToken, expiresIn } = twitch.issueToken('viewer');
    const validate = () => fetch(`${twitch.idBase}/validate`, { headers: { authorization: `OAuth ${accessToken}` } });
    expect(expiresIn).toBe(4 * 60 * 60);
    expect((await validate()).status).toBe(200);
    clock.advance(expiresIn * 1000);
    await expectJson('validate.token', validate());
  },
  'revoke.client': () => expectJson('revoke.client', post('revoke', { client_id: 'other', token: 'x' })),
  async 'revoke.token'() {
    const form = { client_id: twitch.clientId, token: twitch.issueToken('viewer').accessToken };
    await expectJson('revoke.token', post('revoke', { ...form, client_id: OTHER.clientId }));
    expect((await post('revoke', form)).status).toBe(200);
    await expectJson('revoke.token', post('revoke', form));
  },
  'helix.token': () => expectJson('helix.token', helix('', { 'client-id': twitch.clientId })),
  async 'helix.client'() {
    const authorization = `Bearer ${twitch.issueToken('viewer').accessToken}`;
    await expectJson('helix.client', helix('', { authorization }));
  },
  async 'helix.users'() {
    const headers = {
      authorization: `Bearer ${twitch.issueToken('viewer').accessToken}`,
      'client-id': twitch.clientId,
    };
    const many = Array.from({ length: 101 }, (_, i) => `id=${i}`).join('&');
    await expectJson('helix.users', helix(`?${many}`, headers));
    const found = (await (await helix('?login=speedbot', headers)).json()) as { data: unknown };
    expect(found.data).toMatchObject([{ login: 'speedbot', display_name: 'SpeedBot' }]);
  },
};

it.each(TWITCH_RULES.map(({ id, rule }) => ({ id, rule })))('$id: $rule', ({ id }) => breaks[id]());

it('no rule is listed twice', () => {
  expect(new Set(TWITCH_RULES.map(({ id }) => id)).size).toBe(TWITCH_RULES.length);
});
