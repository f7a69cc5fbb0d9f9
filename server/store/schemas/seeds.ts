// Seeds (original design, section 3: Seed). `race_id` has no foreign key: a seed is drawn before its race exists.
import { EntitySchema } from 'typeorm';
import { BIGINT, INT, key, orNull, TEXT, TIME, UUID } from './columns.ts';

export type SeedTableRow = {
  id: string;
  seed_number: number;
  pool_name: string;
  folder: string;
  total_layers: number;
  start_node: string;
  /** graph.json as it was written: `json` keeps the order of its keys, `jsonb` would not. */
  graph_json: unknown;
  status: string;
  lies_in: string | null;
  race_id: string | null;
  drawn_at: Date | null;
  created_at: Date;
};

export const seeds = new EntitySchema<SeedTableRow>({
  name: 'seeds',
  columns: {
    id: { ...key(UUID, 'seeds_pkey'), generated: 'uuid' },
    seed_number: BIGINT,
    pool_name: TEXT,
    folder: TEXT,
    total_layers: INT,
    start_node: TEXT,
    graph_json: { type: 'json', select: false },
    status: { ...TEXT, default: 'available' },
    lies_in: orNull(TEXT),
    race_id: orNull(UUID),
    drawn_at: orNull(TIME),
    created_at: { ...TIME, default: () => 'now()' },
  },
  uniques: [{ name: 'seeds_folder_key', columns: ['pool_name', 'folder'] }],
  indices: [{ name: 'seeds_available_idx', columns: ['pool_name'], where: `status = 'available'` }],
  checks: [{ name: 'seeds_status_check', expression: `status in ('available', 'consumed', 'discarded')` }],
});
