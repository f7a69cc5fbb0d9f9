// The API tokens' twin in memory.
import { randomUUID } from 'node:crypto';
import { API_TOKENS_PER_USER, type ApiToken, type ApiTokens, type Time } from '../../play/ports/index.ts';
import type { UserId } from '../../race/ids.ts';
import { isSecretOf, isUseToNote, makeApiToken, parseApiToken } from '../api-token-text.ts';

type Kept = { readonly user: UserId; readonly secretHash: string; readonly token: ApiToken };

/** `merges`: who became part of whom. */
export function makeMemoryApiTokens(time: Pick<Time, 'now'>, merges: ReadonlyMap<UserId, UserId>): ApiTokens {
  /** By id; oldest first. */
  const kept = new Map<string, Kept>();
  const now = (user: UserId): UserId => merges.get(user) ?? user;
  const of = (user: UserId) => [...kept.values()].filter((one) => now(one.user) === user).map(({ token }) => token);
  return {
    async create(user, name) {
      if (of(user).length >= API_TOKENS_PER_USER) return 'too_many';
      const id = randomUUID();
      const { text, secretHash } = makeApiToken(id);
      const token = { id, name, createdAt: time.now(), lastUsedAt: null };
      kept.set(id, { user, secretHash, token });
      return { token, text };
    },
    list: async (user) => of(user).toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1)),
    revoke: async (user, id) => of(user).some((token) => token.id === id) && kept.delete(id),
    async byToken(text) {
      const read = parseApiToken(text);
      const found = read === undefined ? undefined : kept.get(read.id);
      if (read === undefined || found === undefined || !isSecretOf(read.secret, found.secretHash)) return undefined;
      const { user, token } = found;
      const lastUsedAt = isUseToNote(token.lastUsedAt, time.now()) ? time.now() : token.lastUsedAt;
      kept.set(token.id, { ...found, token: { ...token, lastUsedAt } });
      return { id: token.id, user: now(user) };
    },
  };
}
