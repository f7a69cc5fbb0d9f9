// id.twitch.tv/oauth2: token (four grants), validate, revoke, device. Every endpoint is a function from parameters to a reply.
// Deliberately absent: the page where a person agrees (authorize.ts), HTTP (id-server.ts).
import type { Applications } from './applications.ts';
import type { Clock } from './clock.ts';
import type { Codes, Devices } from './codes.ts';
import { DEVICE_CODE_LIFE_MS, DEVICE_POLL_SECONDS } from './limits.ts';
import { type HttpReply, jsonReply, refusalReply } from './reply.ts';
import type { Token, Tokens } from './tokens.ts';
import type { World } from './world.ts';

export type OAuthParts = {
  readonly applications: Applications;
  readonly tokens: Tokens;
  readonly codes: Codes;
  readonly devices: Devices;
  readonly world: World;
  readonly clock: Clock;
};

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const AUTHORIZATION = /^(?:OAuth|Bearer) (\S+)$/i;

/** POST token. `form` is query and body together. */
export function grantToken(form: URLSearchParams, parts: OAuthParts): HttpReply {
  const clientId = form.get('client_id');
  const grant = form.get('grant_type');
  if (clientId === null) return refusalReply('token.client-missing');
  const application = parts.applications.find(clientId);
  if (!application) return refusalReply('token.client');
  if (grant === DEVICE_GRANT) return grantForDevice(form, clientId, parts);

  const secret = form.get('client_secret');
  if (secret === null) return refusalReply('token.secret-missing');
  if (secret !== application.secret) return refusalReply('token.secret');
  switch (grant) {
    case 'authorization_code':
      return grantForCode(form, clientId, parts);
    case 'refresh_token': {
      const token = parts.tokens.refresh(form.get('refresh_token') ?? '', clientId);
      return token ? tokenReply(token, parts.clock) : refusalReply('token.refresh');
    }
    case 'client_credentials':
      return tokenReply(parts.tokens.issue(clientId, null, []), parts.clock);
    default:
      return refusalReply('token.grant');
  }
}

function grantForCode(form: URLSearchParams, clientId: string, parts: OAuthParts): HttpReply {
  const code = form.get('code');
  if (code === null) return refusalReply('token.code-missing');
  const redeemed = parts.codes.redeem(code, clientId, form.get('redirect_uri') ?? '');
  if ('refused' in redeemed) return refusalReply(redeemed.refused);
  return tokenReply(parts.tokens.issue(clientId, redeemed.userId, redeemed.scopes), parts.clock);
}

function grantForDevice(form: URLSearchParams, clientId: string, parts: OAuthParts): HttpReply {
  const redeemed = parts.devices.redeem(form.get('device_code') ?? '', clientId);
  if ('refused' in redeemed) return refusalReply(redeemed.refused);
  return tokenReply(parts.tokens.issue(clientId, redeemed.userId, redeemed.scopes), parts.clock);
}

function tokenReply(token: Token, clock: Clock): HttpReply {
  return jsonReply({
    access_token: token.accessToken,
    expires_in: secondsLeft(token, clock),
    ...(token.refreshToken === null ? {} : { refresh_token: token.refreshToken, scope: token.scopes }),
    token_type: 'bearer',
  });
}

/** GET validate, with the header Authorization. */
export function validateToken(authorization: string | undefined, parts: OAuthParts): HttpReply {
  const secret = AUTHORIZATION.exec(authorization ?? '')?.[1];
  if (secret === undefined) return refusalReply('validate.header');
  const token = parts.tokens.find(secret);
  if (!token) return refusalReply('validate.token');
  const user = token.userId === null ? null : parts.world.userById(token.userId);
  return jsonReply({
    client_id: token.clientId,
    ...(user ? { login: user.login } : {}),
    scopes: token.scopes,
    ...(user ? { user_id: user.id } : {}),
    expires_in: secondsLeft(token, parts.clock),
  });
}

/** POST revoke. */
export function revokeToken(form: URLSearchParams, parts: OAuthParts): HttpReply {
  const clientId = form.get('client_id') ?? '';
  if (!parts.applications.find(clientId)) return refusalReply('revoke.client');
  const token = parts.tokens.find(form.get('token') ?? '');
  if (token?.clientId !== clientId) return refusalReply('revoke.token');
  parts.tokens.revoke(token.accessToken);
  return { status: 200, headers: {}, body: '' };
}

/** POST device. `activateUrl` is the page where the user types the code. */
export function startDevice(form: URLSearchParams, activateUrl: string, parts: OAuthParts): HttpReply {
  const clientId = form.get('client_id');
  if (clientId === null) return refusalReply('token.client-missing');
  if (!parts.applications.find(clientId)) return refusalReply('token.client');
  const scopes = (form.get('scopes') ?? '').split(' ').filter((scope) => scope !== '');
  const { deviceCode, userCode } = parts.devices.start(clientId, scopes);
  return jsonReply({
    device_code: deviceCode,
    expires_in: DEVICE_CODE_LIFE_MS / 1000,
    interval: DEVICE_POLL_SECONDS,
    user_code: userCode,
    verification_uri: `${activateUrl}?public=true&device-code=${userCode}`,
  });
}

function secondsLeft(token: Token, clock: Clock): number {
  return Math.floor((token.expiresAtMs - clock.now()) / 1000);
}
