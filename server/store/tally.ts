// How much there is, counted in PostgreSQL by its read tables.
import type { DataSource } from 'typeorm';
import type { Tallies } from '../play/ports/index.ts';
import { RACE_STATUSES, type RaceStatus } from '../race/race.ts';

export const makeTallies = (source: DataSource): Tallies => ({
  async count() {
    const [races, [notices]] = await Promise.all([
      source.query<{ status: string; count: number }[]>('select status, count(*)::int from races group by status'),
      source.query<{ waiting: number; retried: number }[]>(
        `select count(*)::int as waiting, (count(*) filter (where attempts > 0))::int as retried
         from notices where state = 'pending'`,
      ),
    ]);
    const byStatus = new Map(races.map(({ status, count }) => [status, count]));
    return {
      races: eachStatus((status) => byStatus.get(status) ?? 0),
      notices: { waiting: notices?.waiting ?? 0, retried: notices?.retried ?? 0 },
    };
  },
});

export const eachStatus = (count: (status: RaceStatus) => number): Record<RaceStatus, number> =>
  Object.fromEntries(RACE_STATUSES.map((status) => [status, count(status)])) as Record<RaceStatus, number>;
