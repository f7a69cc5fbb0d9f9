// The list of people, newest first, a part at a time. Deliberately absent: patterns (what is typed is compared as it stands, so
// that `%` and `_` mean themselves), and an index: a server's people are some thousands, and only administrators look.
import type { DataSource } from 'typeorm';
import type { ListedUser, UserSearch } from '../play/ports/index.ts';
import { storable } from './json.ts';
import { userOf } from './people.ts';
import { users } from './schemas/users.ts';
import { personOf } from './user-row.ts';

const NAMES = ['name', 'twitch_name', 'discord_name'] as const;
const CALLED = NAMES.map((name) => `strpos(lower(one.${name}), lower(:text)) > 0`).join(' or ');

export async function searchUsers(
  source: DataSource,
  { text, limit, after }: UserSearch,
): Promise<readonly ListedUser[]> {
  const query = source.getRepository(users).createQueryBuilder('one').where('one.merged_into is null');
  if (text !== '') query.andWhere(`(${CALLED})`, { text: storable(text) });
  if (after !== null) {
    // The instant is read from the row: a Date holds less of it than the column does.
    query.andWhere(
      '(one.created_at, one.id) < (select last.created_at, last.id from users last where last.id = :after)',
      { after },
    );
  }
  const rows = await query.orderBy('one.created_at', 'DESC').addOrderBy('one.id', 'DESC').limit(limit).getMany();
  return rows.map((row) => ({ ...userOf(personOf(row)), since: row.created_at.getTime() }));
}
