// Two accounts of one person become one, in one transaction: platforms, the read tables of races, sessions, tokens. The facts of races
// stay as they are: they are read as if they named the one that is left (merged, below). And back, where it was a mistake: the Twitch
// account alone is given up. Deliberately absent: whether they may.
import type { DataSource, EntityManager } from 'typeorm';
import type { UserId } from '../race/ids.ts';
import type { Merged } from '../race/one-person.ts';
import { emptied, merged, withoutTwitch } from './people.ts';
import { users } from './schemas/users.ts';
import { personOf, rowOf } from './user-row.ts';

export const mergeUsers = (source: DataSource, from: UserId, into: UserId, now: Date): Promise<'ok' | 'taken'> =>
  source.transaction(async (manager) => {
    const people = manager.getRepository(users);
    // In the order of their ids: two merges at once never wait for each other.
    const rows = await people.find({
      where: [{ id: from }, { id: into }],
      order: { id: 'asc' },
      lock: { mode: 'pessimistic_write' },
    });
    const [gone, kept] = [from, into].map((id) => rows.find((row) => row.id === id));
    if (gone === undefined || kept === undefined || from === into || kept.merged_into !== null) return 'taken';
    if (gone.merged_into !== null) return gone.merged_into === into ? 'ok' : 'taken';
    const one = merged(personOf(gone), personOf(kept));
    if (one === undefined) return 'taken';
    // The columns of platforms are unique: they are given up before they are taken.
    await people.update({ id: from }, { ...rowOf(emptied(personOf(gone))), merged_into: into, updated_at: now });
    await people.update({ id: into }, { ...rowOf(one), updated_at: now });
    await people.update({ merged_into: from }, { merged_into: into });
    await moveAll(manager, from, into);
    return 'ok';
  });

/** As `Accounts.part` says. The account that became part of this one stays part of it, with all that it did. */
export const partTwitch = (source: DataSource, user: UserId, now: Date): Promise<'ok' | 'not_linked'> =>
  source.transaction(async (manager) => {
    const people = manager.getRepository(users);
    const row = await people.findOne({ where: { id: user }, lock: { mode: 'pessimistic_write' } });
    const alone = row === null ? undefined : withoutTwitch(personOf(row));
    if (alone === undefined) return 'not_linked';
    await people.update({ id: user }, { ...rowOf(alone), updated_at: now });
    await manager.query('delete from sessions where user_id = $1', [user]);
    return 'ok';
  });

/** Tables with a column that names the user, which nothing but that user's rows makes unique. */
const OWNED = [
  ['participants', 'user_id'],
  ['races', 'organizer_id'],
  ['sessions', 'user_id'],
  ['api_tokens', 'user_id'],
  ['tickets', 'by_user'],
] as const;

async function moveAll(manager: EntityManager, from: UserId, into: UserId): Promise<void> {
  for (const [table, column] of OWNED) {
    await manager.query(`update ${table} set ${column} = $2 where ${column} = $1`, [from, into]);
  }
  // Once each, as in the race itself: both may have organized one.
  await manager.query(
    `update races set organizer_ids = array(
       select o.id from unnest(array_replace(organizer_ids, $1, $2)) with ordinality as o (id, place)
       group by o.id order by min(o.place))
     where organizer_ids @> array[$1::uuid]`,
    [from, into],
  );
  await manager.query(
    `insert into packs_taken (seed_id, race_id, user_id) select seed_id, race_id, $2 from packs_taken where user_id = $1
     on conflict do nothing`,
    [from, into],
  );
  await manager.query('delete from packs_taken where user_id = $1', [from]);
}

/** Who became part of whom. */
export async function readMerged(source: Pick<DataSource, 'query'>): Promise<Merged> {
  const rows = await source.query<{ id: UserId; merged_into: UserId }[]>(
    'select id, merged_into from users where merged_into is not null',
  );
  return new Map(rows.map((row) => [row.id, row.merged_into]));
}
