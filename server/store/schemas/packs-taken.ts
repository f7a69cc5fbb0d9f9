// Who has downloaded a pack of which seed, in which race. Outlives leaving and rerolling, which participants do not.
import { EntitySchema } from 'typeorm';
import { key, UUID } from './columns.ts';

export type PackTakenRow = { seed_id: string; user_id: string; race_id: string };

export const packsTaken = new EntitySchema<PackTakenRow>({
  name: 'packs_taken',
  columns: {
    seed_id: key(UUID, 'packs_taken_pkey'),
    user_id: key(UUID, 'packs_taken_pkey'),
    race_id: key(UUID, 'packs_taken_pkey'),
  },
  foreignKeys: [
    {
      name: 'packs_taken_race_id_fkey',
      target: 'races',
      columnNames: ['race_id'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
});
