// Keys with which a person's own programs ask the API in their name. Random, shown once, kept as a hash, alive until revoked.
// Deliberately absent: sessions of browsers (accounts.ts) and what a token lets somebody do: all that its owner may.

import type { UserId } from '../../race/ids.ts';

export const API_TOKENS_PER_USER = 20;
export const API_TOKEN_NAME_MAX_LENGTH = 60;

export type ApiToken = {
  /** Names it in lists and for revoking; opens nothing. */
  readonly id: string;
  /** What its owner calls it. */
  readonly name: string;
  readonly createdAt: number;
  /** Server ms, exact to a minute; null: never used. */
  readonly lastUsedAt: number | null;
};

export type NewApiToken = {
  readonly token: ApiToken;
  /** The token itself, `sfr_...`: kept nowhere, never logged, shown to its owner this once. */
  readonly text: string;
};

export type ApiTokens = {
  /** `too_many`: the user has API_TOKENS_PER_USER already. The name is the caller's to check. */
  create(user: UserId, name: string): Promise<NewApiToken | 'too_many'>;
  /** Newest first. */
  list(user: UserId): Promise<readonly ApiToken[]>;
  /** Dead from now on. False: this user has none of that id; any text is taken. */
  revoke(user: UserId, id: string): Promise<boolean>;
  /** Whose it is, and the use is noted. Undefined: never was, or revoked; any text is taken. */
  byToken(text: string): Promise<{ readonly id: string; readonly user: UserId } | undefined>;
};

/** As a person typed it: blanks around it go; undefined where it is empty, too long, or carries control characters. */
export function parseApiTokenName(typed: string): string | undefined {
  const name = typed.trim();
  const fits = name !== '' && [...name].length <= API_TOKEN_NAME_MAX_LENGTH;
  return fits && !/\p{Cc}/u.test(name) ? name : undefined;
}
