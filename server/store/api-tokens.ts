// API tokens in PostgreSQL. A row lives until its token is revoked.
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { API_TOKENS_PER_USER, type ApiToken, type ApiTokens, type Time } from '../play/ports/index.ts';
import type { UserId } from '../race/ids.ts';
import { isSecretOf, isUseToNote, makeApiToken, parseApiToken, parseApiTokenId } from './api-token-text.ts';
import { type ApiTokenRow, apiTokens } from './schemas/api-tokens.ts';

export function makeApiTokens(source: DataSource, time: Pick<Time, 'now'>): ApiTokens {
  const rows = source.getRepository(apiTokens);
  return {
    async create(user, name) {
      const id = randomUUID();
      const { text, secretHash } = makeApiToken(id);
      const createdAt = time.now();
      const row = { id, user_id: user, name, secret_hash: secretHash, created_at: new Date(createdAt) };
      const made = await source.transaction(async (manager) => {
        // Of several at once, one after the other: they are counted.
        await manager.query('select 1 from users where id = $1 for update', [user]);
        const kept = manager.getRepository(apiTokens);
        if ((await kept.countBy({ user_id: user })) >= API_TOKENS_PER_USER) return false;
        await kept.insert(row);
        return true;
      });
      return made ? { token: { id, name, createdAt, lastUsedAt: null }, text } : 'too_many';
    },
    async list(user) {
      const found = await rows.find({ where: { user_id: user }, order: { created_at: 'desc', id: 'asc' } });
      return found.map(tokenOf);
    },
    async revoke(user, id) {
      const known = parseApiTokenId(id);
      if (known === undefined) return false;
      const { affected } = await rows.delete({ id: known, user_id: user });
      return (affected ?? 0) > 0;
    },
    async byToken(text) {
      const read = parseApiToken(text);
      const row = read === undefined ? null : await rows.findOneBy({ id: read.id });
      if (read === undefined || row === null || !isSecretOf(read.secret, row.secret_hash)) return undefined;
      const now = time.now();
      if (isUseToNote(row.last_used_at?.getTime() ?? null, now)) {
        await rows.update({ id: row.id }, { last_used_at: new Date(now) });
      }
      return { id: row.id, user: row.user_id as UserId };
    },
  };
}

const tokenOf = (row: ApiTokenRow): ApiToken => ({
  id: row.id,
  name: row.name,
  createdAt: row.created_at.getTime(),
  lastUsedAt: row.last_used_at?.getTime() ?? null,
});
