// Twitch's side of a login: where to send a browser, and who came back with a code. The access token is used once and
// revoked. Nothing of Twitch's errors leaves this file: their messages carry the client secret (CHAT.md, OAuth).

import { randomBytes } from 'node:crypto';
import { exchangeCode, getTokenInfo, revokeToken } from '@twurple/auth';
import type { Accounts, User } from '../../play/ports/index.ts';
import type { TwitchLogin } from '../deps.ts';

const AUTHORIZE_URL = 'https://id.twitch.tv/oauth2/authorize';

export const authorizeUrlOf = (login: TwitchLogin | null): URL | null =>
  login === null ? null : new URL(login.authorizeUrl ?? AUTHORIZE_URL);

export const newState = (): string => randomBytes(24).toString('base64url');

/** The address that asks a person whether we may know who they are. No scopes: the name is all. */
export function authorizeAddress(login: TwitchLogin, state: string): string {
  const url = new URL(login.authorizeUrl ?? AUTHORIZE_URL);
  url.search = new URLSearchParams({
    client_id: login.clientId,
    redirect_uri: login.redirectUri,
    response_type: 'code',
    scope: '',
    state,
  }).toString();
  return url.href;
}

export type Arrival = { readonly user: User } | { readonly failed: { readonly type: string; readonly status: number } };

/** Who a code stands for. `failed` says kind and HTTP status of the error, and nothing else of it. */
export async function arriveWith(login: TwitchLogin, code: string, accounts: Accounts): Promise<Arrival> {
  let info: { readonly userId: string | null; readonly userName: string | null };
  try {
    const token = await exchangeCode(login.clientId, login.clientSecret, code, login.redirectUri);
    info = await getTokenInfo(token.accessToken, login.clientId);
    // The token has served; a failure to give it back changes nothing for anybody.
    revokeToken(login.clientId, token.accessToken).catch(() => {});
  } catch (error) {
    return { failed: { type: error instanceof Error ? error.name : typeof error, status: statusOf(error) } };
  }
  if (info.userId === null || info.userName === null) return { failed: { type: 'NoUser', status: 200 } };
  return { user: await userOf(info.userId, info.userName, accounts) };
}

/** Twitch gives the login only; a display name that chat has taught us is kept. */
async function userOf(id: string, login: string, accounts: Accounts): Promise<User> {
  const called = await accounts.byTwitchName(login);
  // A login can pass to another person.
  const known = called?.twitchId === id ? called : undefined;
  const displayName = known !== undefined && known.name.toLowerCase() === login.toLowerCase() ? known.name : login;
  return await accounts.ofIdentity({
    platform: 'twitch',
    id,
    login,
    displayName,
    avatarUrl: known?.avatarUrl ?? null,
  });
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null ? Reflect.get(error, 'statusCode') : undefined;
  return typeof status === 'number' ? status : 0;
}
