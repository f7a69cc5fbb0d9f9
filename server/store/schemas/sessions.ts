// Sessions of browsers. The id that the cookie carries is not here, only its hash.
import { EntitySchema } from 'typeorm';
import { JSONB, key, orNull, TEXT, TIME, UUID } from './columns.ts';

export type SessionRow = {
  /** SHA-256 of the id, hex. */
  id_hash: string;
  data: Record<string, unknown>;
  user_id: string | null;
  expires_at: Date;
};

export const sessions = new EntitySchema<SessionRow>({
  name: 'sessions',
  columns: {
    id_hash: key(TEXT, 'sessions_pkey'),
    data: JSONB,
    user_id: orNull(UUID),
    expires_at: TIME,
  },
  indices: [
    { name: 'sessions_expires_at_idx', columns: ['expires_at'] },
    { name: 'sessions_user_id_idx', columns: ['user_id'] },
  ],
  foreignKeys: [
    {
      name: 'sessions_user_id_fkey',
      target: 'users',
      columnNames: ['user_id'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
});
