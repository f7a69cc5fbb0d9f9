// Links for one use. The secret that a link carries is not here, only its hash.
import { EntitySchema } from 'typeorm';
import { key, orNull, TEXT, TIME, UUID } from './columns.ts';

export type TicketRow = {
  /** SHA-256 of the secret, hex. */
  secret_hash: string;
  purpose: string;
  about: string;
  name: string | null;
  by_user: string;
  created_at: Date;
  expires_at: Date;
};

export const tickets = new EntitySchema<TicketRow>({
  name: 'tickets',
  columns: {
    secret_hash: key(TEXT, 'tickets_pkey'),
    purpose: TEXT,
    about: TEXT,
    name: orNull(TEXT),
    by_user: UUID,
    created_at: { ...TIME, default: () => 'now()' },
    expires_at: TIME,
  },
  indices: [{ name: 'tickets_about_idx', columns: ['purpose', 'about'] }],
  foreignKeys: [
    {
      name: 'tickets_by_user_fkey',
      target: 'users',
      columnNames: ['by_user'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
});
