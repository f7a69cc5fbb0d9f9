// People (original design, section 3: User). One row may have an account on several platforms.
import { EntitySchema } from 'typeorm';
import { FLAG, key, orNull, TEXT, TIME, UUID } from './columns.ts';

export type UserRow = {
  id: string;
  name: string;
  twitch_id: string | null;
  /** Login, in lower case. */
  twitch_name: string | null;
  discord_id: string | null;
  discord_name: string | null;
  console_id: string | null;
  avatar_url: string | null;
  is_admin: boolean;
  timezone: string | null;
  /** The user that this one became part of; its accounts are there now. */
  merged_into: string | null;
  created_at: Date;
  updated_at: Date;
};

export const users = new EntitySchema<UserRow>({
  name: 'users',
  columns: {
    id: { ...key(UUID, 'users_pkey'), generated: 'uuid' },
    name: TEXT,
    twitch_id: orNull(TEXT),
    twitch_name: orNull(TEXT),
    discord_id: orNull(TEXT),
    discord_name: orNull(TEXT),
    console_id: orNull(TEXT),
    avatar_url: orNull(TEXT),
    is_admin: { ...FLAG, default: false },
    timezone: orNull(TEXT),
    merged_into: orNull(UUID),
    created_at: { ...TIME, default: () => 'now()' },
    updated_at: { ...TIME, default: () => 'now()' },
  },
  uniques: [
    { name: 'users_twitch_id_key', columns: ['twitch_id'] },
    { name: 'users_discord_id_key', columns: ['discord_id'] },
    { name: 'users_console_id_key', columns: ['console_id'] },
  ],
  indices: [{ name: 'users_twitch_name_idx', columns: ['twitch_name'] }],
  foreignKeys: [
    { name: 'users_merged_into_fkey', target: 'users', columnNames: ['merged_into'], referencedColumnNames: ['id'] },
  ],
});
