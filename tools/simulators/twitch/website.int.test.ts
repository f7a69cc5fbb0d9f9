// Twurple's OAuth helpers against the simulator's identity service, as a website and a device use them.
import {
  exchangeCode,
  exchangeDeviceCode,
  getTokenInfo,
  InvalidTokenError,
  revokeToken,
  startDeviceCodeFlow,
} from '@twurple/auth';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTwitchSimulator, type TwitchSimulator } from './index.ts';

const REDIRECT = 'http://127.0.0.1:8080/auth/twitch';
const SCOPES = ['chat:read', 'chat:edit'];

let twitch: TwitchSimulator;

beforeEach(async () => {
  twitch = await startTwitchSimulator({ redirectUris: [REDIRECT] });
  twitch.addUser({ login: 'speedbot', displayName: 'SpeedBot' });
  twitch.addUser({ login: 'viewer', displayName: 'Viewer' });
  process.env.TWURPLE_MOCK_API_PORT = String(twitch.idPort);
});
afterEach(async () => {
  delete process.env.TWURPLE_MOCK_API_PORT;
  await twitch.close();
});

const authorizeUrl = () => {
  const query = {
    client_id: twitch.clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: '',
    state: 's 1',
  };
  return `${twitch.idBase}/authorize?${new URLSearchParams(query)}`;
};

it('learns who pressed a button of the page', async () => {
  const page = await (await fetch(authorizeUrl())).text();
  expect(page).toContain('Log in as Viewer');
  const pressed = await fetch(authorizeUrl(), {
    method: 'POST',
    body: new URLSearchParams({ user: 'viewer' }),
    redirect: 'manual',
  });
  const back = new URL(pressed.headers.get('location') ?? '');
  expect(back.href.startsWith(`${REDIRECT}?`)).toBe(true);
  expect(back.searchParams.get('state')).toBe('s 1');

  const code = back.searchParams.get('code') ?? '';
  const token = await exchangeCode(twitch.clientId, twitch.clientSecret, code, REDIRECT);
  const info = await getTokenInfo(token.accessToken, twitch.clientId);
  expect(info).toMatchObject({ userName: 'viewer', scopes: [], clientId: twitch.clientId });
  expect(info.userId).toBe(twitch.users().find((user) => user.login === 'viewer')?.id);

  await expect(exchangeCode(twitch.clientId, twitch.clientSecret, code, REDIRECT)).rejects.toMatchObject({
    statusCode: 400,
  });
  await revokeToken(twitch.clientId, token.accessToken);
  await expect(getTokenInfo(token.accessToken)).rejects.toThrow(InvalidTokenError);
});

it('waits for a late answer, and meets a broken one', async () => {
  const code = new URL(twitch.authorizeAs('viewer', authorizeUrl())).searchParams.get('code') ?? '';
  twitch.faults.failIdentity({ endpoint: 'token', status: 502, times: 1 });
  await expect(exchangeCode(twitch.clientId, twitch.clientSecret, code, REDIRECT)).rejects.toMatchObject({
    statusCode: 502,
  });
  twitch.faults.failIdentity({ endpoint: 'token', delayMs: 20, times: 1 });
  const token = await exchangeCode(twitch.clientId, twitch.clientSecret, code, REDIRECT);
  expect(token.refreshToken).toBeTruthy();
  expect(twitch.requests().map(({ endpoint, status }) => [endpoint, status])).toEqual([
    ['token', 502],
    ['token', 200],
  ]);
});

it('authorizes a device', async () => {
  const device = await startDeviceCodeFlow(twitch.clientId, SCOPES);
  await expect(exchangeDeviceCode(twitch.clientId, device.deviceCode, SCOPES)).rejects.toThrow();
  const done = await fetch(device.verificationUri, {
    method: 'POST',
    body: new URLSearchParams({ user_code: device.userCode, user: 'speedbot' }),
  });
  expect(await done.text()).toContain('Done');
  const token = await exchangeDeviceCode(twitch.clientId, device.deviceCode, SCOPES);
  expect((await getTokenInfo(token.accessToken)).scopes).toEqual(SCOPES);
});
