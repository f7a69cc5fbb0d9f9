// Values that outlive a restart, encrypted (../secret-box.ts).
import { EntitySchema } from 'typeorm';
import { key, TEXT, TIME } from './columns.ts';

export type KeepsakeRow = { key: string; sealed: string; updated_at: Date };

export const keepsakes = new EntitySchema<KeepsakeRow>({
  name: 'keepsakes',
  columns: { key: key(TEXT, 'keepsakes_pkey'), sealed: TEXT, updated_at: { ...TIME, default: () => 'now()' } },
});
