// Races as lists and other tools read them (original design, section 3: Race). Written from the folded state only; the
// truth is race_events.
import { EntitySchema } from 'typeorm';
import { FLAG, INT, JSONB, key, orNull, TEXT, TIME, UUID } from './columns.ts';

export type RaceRow = {
  id: string;
  code: string;
  name: string;
  organizer_id: string;
  organizer_name: string;
  /** All who may run it, the creator among them. */
  organizer_ids: string[];
  seed_id: string;
  pool_name: string;
  status: string;
  /** Results are final, or there will be none. */
  settled: boolean;
  mode: string;
  config: unknown;
  players: number;
  max_players: number;
  scheduled_start: Date | null;
  started_at: Date | null;
  finished_at: Date | null;
  created_at: Date;
};

export const races = new EntitySchema<RaceRow>({
  name: 'races',
  columns: {
    id: key(UUID, 'races_pkey'),
    code: TEXT,
    name: TEXT,
    organizer_id: UUID,
    organizer_name: TEXT,
    organizer_ids: { ...UUID, array: true },
    seed_id: UUID,
    pool_name: TEXT,
    status: TEXT,
    settled: FLAG,
    mode: { ...TEXT, default: 'sync' },
    config: JSONB,
    players: INT,
    max_players: INT,
    scheduled_start: orNull(TIME),
    started_at: orNull(TIME),
    finished_at: orNull(TIME),
    created_at: TIME,
  },
  uniques: [{ name: 'races_code_key', columns: ['code'] }],
  indices: [
    { name: 'races_created_at_idx', columns: ['created_at'] },
    { name: 'races_unsettled_idx', columns: ['id'], where: 'not settled' },
    { name: 'races_status_idx', columns: ['status'] },
    // A GIN index, which this library cannot describe: the migration alone makes it.
    { name: 'races_organizer_ids_idx', columns: ['organizer_ids'], synchronize: false },
  ],
  foreignKeys: [
    { name: 'races_organizer_id_fkey', target: 'users', columnNames: ['organizer_id'], referencedColumnNames: ['id'] },
    { name: 'races_seed_id_fkey', target: 'seeds', columnNames: ['seed_id'], referencedColumnNames: ['id'] },
  ],
});
