// Access and refresh tokens, for users and for the application: issue, find, refresh, revoke, let expire. Used by the identity
// service and by chat logins. Deliberately absent: HTTP, clients' secrets.
import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';
import { ACCESS_TOKEN_LIFE_MS, APP_TOKEN_LIFE_MS } from './limits.ts';

export type Token = {
  readonly accessToken: string;
  /** Null for app tokens. */
  readonly refreshToken: string | null;
  readonly clientId: string;
  /** Null for app tokens. */
  readonly userId: string | null;
  readonly scopes: readonly string[];
  readonly expiresAtMs: number;
};

export type Tokens = {
  issue(clientId: string, userId: string | null, scopes: readonly string[]): Token;
  /** Null when unknown, revoked or expired. */
  find(accessToken: string): Token | null;
  /** A new pair; the old refresh token dies, the old access token lives on. Null when unknown or another client's. */
  refresh(refreshToken: string, clientId: string): Token | null;
  /** Ends an access token and its refresh token. */
  revoke(accessToken: string): void;
  /** Ends the access tokens of a user as time would; the refresh tokens stay good. */
  expire(userId: string): void;
};

export function createTokens(clock: Clock, lifeMs: number = ACCESS_TOKEN_LIFE_MS): Tokens {
  const byAccess = new Map<string, Token>();
  const byRefresh = new Map<string, Token>();

  const issue: Tokens['issue'] = (clientId, userId, scopes) => {
    const token: Token = {
      accessToken: makeSecret(),
      refreshToken: userId === null ? null : makeSecret(),
      clientId,
      userId,
      scopes: [...scopes],
      expiresAtMs: clock.now() + (userId === null ? APP_TOKEN_LIFE_MS : lifeMs),
    };
    byAccess.set(token.accessToken, token);
    if (token.refreshToken !== null) byRefresh.set(token.refreshToken, token);
    return token;
  };

  return {
    issue,
    find(accessToken) {
      const token = byAccess.get(accessToken);
      return token && token.expiresAtMs > clock.now() ? token : null;
    },
    refresh(refreshToken, clientId) {
      const old = byRefresh.get(refreshToken);
      if (old?.clientId !== clientId) return null;
      byRefresh.delete(refreshToken);
      return issue(clientId, old.userId, old.scopes);
    },
    revoke(accessToken) {
      const token = byAccess.get(accessToken);
      byAccess.delete(accessToken);
      if (token?.refreshToken) byRefresh.delete(token.refreshToken);
    },
    expire(userId) {
      for (const token of byAccess.values()) if (token.userId === userId) byAccess.delete(token.accessToken);
    },
  };
}

/** 30 letters and digits, as Twitch's tokens and codes. */
export function makeSecret(): string {
  return randomBytes(15).toString('hex');
}
