// The next instant at which time changes a race by itself. Whoever keeps timers submits a `tick` then; a wrong or late one does no harm.

import { isRacing, MINUTE_MS } from './decide/body.ts';
import { finalAt, lastMoved, packsOutAt } from './decide/time.ts';
import type { Liveness } from './intents.ts';
import type { Race } from './race.ts';

/** Server ms, or null where nothing is to come. May lie in the past: then it is due now. */
export function nextDeadline(race: Race, live: Readonly<Record<string, Liveness>>): number | null {
  const instants = deadlines(race, live).filter((at) => at !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

function deadlines(race: Race, live: Readonly<Record<string, Liveness>>): readonly (number | null)[] {
  const { phase, options } = race;
  switch (phase.status) {
    case 'draft':
    case 'cancelled':
      return [];
    case 'open':
      return [packsOutAt(race), options.autostart ? race.scheduledStart : null];
    case 'countdown':
      return [phase.startsAt];
    case 'running': {
      const waited = race.participants.some((one) => one.standing.status === 'registered');
      const late = waited ? phase.startedAt + options.lateMinutes * MINUTE_MS : null;
      const idle = race.participants.filter(isRacing).map((one) => {
        const moved = lastMoved(race, one, live[one.id]);
        return moved === null ? null : moved + options.inactiveMinutes * MINUTE_MS;
      });
      return [late, ...idle];
    }
    case 'finished':
      return [finalAt(race)];
  }
}
