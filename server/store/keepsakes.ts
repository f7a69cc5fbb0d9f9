// Secrets that outlive a restart, encrypted in PostgreSQL.
import type { DataSource } from 'typeorm';
import type { Keepsakes } from '../play/ports/index.ts';
import { keepsakes } from './schemas/keepsakes.ts';
import type { SecretBox } from './secret-box.ts';

/** `onUnreadable`: a value was sealed with another SECRET_KEY; it is then as if it had never been kept. */
export function makeKeepsakes(source: DataSource, box: SecretBox, onUnreadable: (key: string) => void): Keepsakes {
  const rows = source.getRepository(keepsakes);
  return {
    async get(key) {
      const row = await rows.findOneBy({ key });
      if (row === null) return undefined;
      const value = box.open(key, row.sealed);
      if (value === undefined) onUnreadable(key);
      return value;
    },
    async set(key, value) {
      await rows.upsert({ key, sealed: box.seal(key, value), updated_at: new Date() }, ['key']);
    },
  };
}
