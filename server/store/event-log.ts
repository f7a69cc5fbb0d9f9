// The event log in PostgreSQL: reading, and the lists that the read tables answer. Appending is in ./append.ts.
import type { DataSource } from 'typeorm';
import type { EventLog, RaceSummary } from '../play/ports/index.ts';
import type { RaceId, UserId } from '../race/ids.ts';
import { asOnePerson } from '../race/one-person.ts';
import { append } from './append.ts';
import { type FactRow, readFactRow } from './fact-row.ts';
import { readMerged } from './merge-users.ts';
import { summaryOf } from './rows.ts';
import type { RaceRow } from './schemas/races.ts';

const RACES_MOST = 500;
const RACES = 'select r.* from races r';
/** Two indexes answer it; an `or` of both would look through all races. */
const OF_USER = `select p.race_id from participants p where p.user_id = $2
  union all select o.id from races o where o.organizer_ids @> array[$2::uuid]`;
const NEWEST = `order by r.created_at desc, r.id desc limit ${RACES_MOST}`;

export function makeEventLog(source: DataSource): EventLog {
  const summaries = async (sql: string, values: unknown[]): Promise<readonly RaceSummary[]> =>
    (await source.query<RaceRow[]>(sql, values)).map(summaryOf);

  return {
    append: (what) => append(source, what),

    async read(race, after = 0) {
      const rows = await source.query<FactRow[]>(
        'select seq, type, v, at, body from race_events where race_id = $1 and seq > $2 order by seq',
        [race, after],
      );
      const facts = rows.map((row) => readFactRow(race, row));
      return rows.length === 0 ? facts : asOnePerson(facts, await readMerged(source));
    },

    async byCode(code) {
      const rows = await source.query<{ id: RaceId }[]>('select id from races where code = $1', [code]);
      return rows[0]?.id;
    },

    list: ({ statuses, user, after, limit }) =>
      summaries(
        `${RACES}
         where ($1::text[] is null or r.status = any($1))
           and ${user === undefined ? '$2::uuid is null' : `r.id in (${OF_USER})`}
           and ($4::timestamptz is null or (r.created_at, r.id) < ($4, $5::uuid))
         order by r.created_at desc, r.id desc limit $3`,
        [
          statuses ?? null,
          user ?? null,
          limit,
          after === undefined ? null : new Date(after.createdAt),
          after?.id ?? null,
        ],
      ),

    async unfinished() {
      const rows = await source.query<{ id: RaceId }[]>('select id from races where not settled order by id');
      return rows.map((row) => row.id);
    },

    async heldBack(now) {
      const rows = await source.query<{ id: RaceId }[]>(
        `select r.id from races r
         where r.settled and (r.config->>'spectatorDelaySeconds')::int > 0
           and (select e.at from race_events e where e.race_id = r.id order by e.seq desc limit 1)
             > $1::timestamptz - make_interval(secs => (r.config->>'spectatorDelaySeconds')::int)
         order by r.id`,
        [new Date(now)],
      );
      return rows.map((row) => row.id);
    },

    byChannel: (platform, channel) =>
      summaries(
        `${RACES} join race_channels c on c.race_id = r.id where c.platform = $1 and c.channel = $2 ${NEWEST}`,
        [platform, channel],
      ),

    byServer: (platform, server) =>
      summaries(
        `${RACES} where exists
           (select 1 from race_channels c where c.race_id = r.id and c.platform = $1 and c.server = $2) ${NEWEST}`,
        [platform, server],
      ),

    async channels(platform) {
      const rows = await source.query<{ channel: string }[]>(
        `select distinct c.channel from race_channels c join races r on r.id = c.race_id
         where c.platform = $1 and not r.settled order by c.channel`,
        [platform],
      );
      return rows.map((row) => row.channel);
    },

    async playedSeed(seed, users, except) {
      const rows = await source.query<{ user_id: UserId }[]>(
        `select distinct user_id from packs_taken
         where seed_id = $1 and user_id = any($2::uuid[]) and race_id <> $3 order by user_id`,
        [seed, users, except],
      );
      return rows.map((row) => row.user_id);
    },
  };
}
