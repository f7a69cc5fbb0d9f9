// Breaks every rule of the identity service and of Helix once, over HTTP, and looks for the table's answer. The record below has to name
// every one of them, or it does not compile; rules of chat: rules.int.test.ts.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from './clock.ts';
import { answerTo, type RuleId, TWITCH_RULES } from './rules.ts';
import { startTwitchSimulator, type TwitchSimulator } from './simulator.ts';

type IdentityRuleId = Exclude<RuleId, `irc.${string}` | `chat.${string}`>;
const REDIRECT = 'http://127.0.0.1:8080/auth/twitch';
const OTHER = { clientId: 'another-client', secret: 'another-secret' };

let clock: ManualClock;
let twitch: TwitchSimulator;

beforeEach(async () => {
  clock = createManualClock();
  twitch = await startTwitchSimulator({ clock, redirectUris: [REDIRECT], otherApplications: [OTHER] });
  twitch.addUser({ login: 'speedbot', displayName: 'SpeedBot' });
  twitch.addUser({ login: 'viewer' });
  twitch.addChannel('streamer');
});
afterEach(() => twitch.close());

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

const breaks: Record<IdentityRuleId, () => Promise<void>> = {
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

const isOfIdentity = ({ id }: { readonly id: RuleId }): boolean => id in breaks;

it.each(TWITCH_RULES.filter(isOfIdentity).map(({ id, rule }) => ({ id: id as IdentityRuleId, rule })))(
  '$id: $rule',
  ({ id }) => breaks[id](),
);
