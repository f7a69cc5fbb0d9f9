// The tally's twin in memory: counts what the other twins list.
import type { EventLog, Notices, Tallies } from '../../play/ports/index.ts';
import { eachStatus } from '../tally.ts';

export const makeMemoryTallies = (log: Pick<EventLog, 'list'>, notices: Pick<Notices, 'pending'>): Tallies => ({
  async count() {
    const races = await log.list({ limit: Number.MAX_SAFE_INTEGER });
    const waiting = await notices.pending(Number.MAX_SAFE_INTEGER);
    return {
      races: eachStatus((status) => races.filter((race) => race.status === status).length),
      notices: { waiting: waiting.length, retried: waiting.filter(({ attempts }) => attempts > 0).length },
    };
  },
});
