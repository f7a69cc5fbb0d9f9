// The event log: the truth of every race. Rows are only ever added; the primary key refuses a second writer.
import { EntitySchema } from 'typeorm';
import { INT, JSONB, key, TEXT, TIME, UUID } from './columns.ts';

export type RaceEventRow = {
  race_id: string;
  /** From 1, without holes. */
  seq: number;
  type: string;
  /** Version of the fact's shape; older ones are lifted when read (../fact-row.ts). */
  v: number;
  at: Date;
  /** The fact's other fields. */
  body: unknown;
};

export const raceEvents = new EntitySchema<RaceEventRow>({
  name: 'race_events',
  columns: {
    race_id: key(UUID, 'race_events_pkey'),
    seq: key(INT, 'race_events_pkey'),
    type: TEXT,
    v: INT,
    at: TIME,
    body: JSONB,
  },
  foreignKeys: [
    {
      name: 'race_events_race_id_fkey',
      target: 'races',
      columnNames: ['race_id'],
      referencedColumnNames: ['id'],
    },
  ],
});
