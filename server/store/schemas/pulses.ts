// The last known tick of each player, written behind. No foreign keys: a batch must not fail for somebody who just left.
import { EntitySchema } from 'typeorm';
import { BIGINT, INT, key, orNull, TEXT, TIME, UUID } from './columns.ts';

export type PulseRow = {
  race_id: string;
  participant_id: string;
  igt_ms: number;
  deaths: number;
  node: string | null;
  moved_at: Date;
};

export const pulses = new EntitySchema<PulseRow>({
  name: 'pulses',
  columns: {
    race_id: key(UUID, 'pulses_pkey'),
    participant_id: key(UUID, 'pulses_pkey'),
    igt_ms: BIGINT,
    deaths: INT,
    node: orNull(TEXT),
    moved_at: TIME,
  },
});
