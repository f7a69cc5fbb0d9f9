// Tokens of people's own programs. The secret that a token carries is not here, only its hash.
import { EntitySchema } from 'typeorm';
import { key, orNull, TEXT, TIME, UUID } from './columns.ts';

export type ApiTokenRow = {
  id: string;
  user_id: string;
  name: string;
  /** SHA-256 of the secret, hex. */
  secret_hash: string;
  created_at: Date;
  last_used_at: Date | null;
};

export const apiTokens = new EntitySchema<ApiTokenRow>({
  name: 'api_tokens',
  columns: {
    id: key(UUID, 'api_tokens_pkey'),
    user_id: UUID,
    name: TEXT,
    secret_hash: TEXT,
    created_at: { ...TIME, default: () => 'now()' },
    last_used_at: orNull(TIME),
  },
  indices: [{ name: 'api_tokens_user_id_idx', columns: ['user_id'] }],
  foreignKeys: [
    {
      name: 'api_tokens_user_id_fkey',
      target: 'users',
      columnNames: ['user_id'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
});
