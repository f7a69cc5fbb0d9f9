// What must be said on a platform exactly once; see the port Notices.
import { EntitySchema } from 'typeorm';
import { INT, JSONB, orNull, TEXT, TIME, UUID } from './columns.ts';

export type NoticeRow = {
  /** bigint: text in JavaScript, and only ever compared for being the same. */
  id: string;
  race_id: string;
  seq: number;
  kind: string;
  target: unknown;
  participant_id: string | null;
  /** Made from race, seq, kind, target and participant, therefore unique. */
  nonce: string;
  state: string;
  message_id: string | null;
  attempts: number;
  created_at: Date;
};

export const notices = new EntitySchema<NoticeRow>({
  name: 'notices',
  columns: {
    id: { type: 'bigint', generated: 'increment', primary: true, primaryKeyConstraintName: 'notices_pkey' },
    race_id: UUID,
    seq: INT,
    kind: TEXT,
    target: JSONB,
    participant_id: orNull(UUID),
    nonce: TEXT,
    state: { ...TEXT, default: 'pending' },
    message_id: orNull(TEXT),
    attempts: { ...INT, default: 0 },
    created_at: { ...TIME, default: () => 'now()' },
  },
  uniques: [{ name: 'notices_nonce_key', columns: ['nonce'] }],
  indices: [
    { name: 'notices_pending_idx', columns: ['id'], where: `state = 'pending'` },
    { name: 'notices_race_idx', columns: ['race_id', 'kind'] },
  ],
  checks: [{ name: 'notices_state_check', expression: `state in ('pending', 'sent', 'refused', 'dropped')` }],
  foreignKeys: [
    {
      name: 'notices_race_id_fkey',
      target: 'races',
      columnNames: ['race_id'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
});
