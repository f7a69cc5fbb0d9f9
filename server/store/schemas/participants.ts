// Who is in a race and how far (original design, section 3: Participant), as of the last fact; whoever left has no row.
// The design's mod_token is deliberately absent: tokens are derived, `generation` says which one lives.
import { EntitySchema } from 'typeorm';
import { BIGINT, INT, key, orNull, TEXT, TIME, UUID } from './columns.ts';

export type ParticipantRow = {
  id: string;
  race_id: string;
  user_id: string;
  name: string;
  color: number;
  status: string;
  /** Node of the graph; null before the start. */
  current_zone: string | null;
  current_layer: number;
  igt_ms: number;
  death_count: number;
  finished_at: Date | null;
  generation: number;
  joined_at: Date;
};

export const participants = new EntitySchema<ParticipantRow>({
  name: 'participants',
  columns: {
    id: key(UUID, 'participants_pkey'),
    race_id: UUID,
    user_id: UUID,
    name: TEXT,
    color: INT,
    status: TEXT,
    current_zone: orNull(TEXT),
    current_layer: INT,
    igt_ms: BIGINT,
    death_count: INT,
    finished_at: orNull(TIME),
    generation: INT,
    joined_at: TIME,
  },
  indices: [
    { name: 'participants_race_id_idx', columns: ['race_id'] },
    { name: 'participants_user_id_idx', columns: ['user_id'] },
  ],
  foreignKeys: [
    {
      name: 'participants_race_id_fkey',
      target: 'races',
      columnNames: ['race_id'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
    { name: 'participants_user_id_fkey', target: 'users', columnNames: ['user_id'], referencedColumnNames: ['id'] },
  ],
});
