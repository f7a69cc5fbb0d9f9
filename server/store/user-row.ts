// A person as a row of `users` and back. Deliberately absent: statements.
import type { UserId } from '../race/ids.ts';
import type { Person } from './people.ts';
import type { UserRow } from './schemas/users.ts';

export const rowOf = (person: Omit<Person, 'id'>) => ({
  name: person.name,
  twitch_id: person.twitchId,
  twitch_name: person.twitchName,
  discord_id: person.discordId,
  discord_name: person.discordName,
  console_id: person.consoleId,
  avatar_url: person.avatarUrl,
  is_admin: person.isAdmin,
  timezone: person.timezone,
});

export const personOf = (row: UserRow): Person => ({
  id: row.id as UserId,
  name: row.name,
  twitchId: row.twitch_id,
  twitchName: row.twitch_name,
  discordId: row.discord_id,
  discordName: row.discord_name,
  consoleId: row.console_id,
  avatarUrl: row.avatar_url,
  isAdmin: row.is_admin,
  timezone: row.timezone,
});
