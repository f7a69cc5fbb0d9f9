// The next instant at which time changes a race by itself. Whoever keeps timers submits a `tick` then; a wrong or late one does no harm.

import { isRacing } from './decide/body.ts';
import { lateUntil } from './decide/late.ts';
import { callAt, finalAt, inactiveAt, packsOutAt, reminderAt, warningAt } from './decide/time.ts';
import type { Liveness } from './intents.ts';
import type { Race } from './race.ts';

/** Server ms, or null where nothing is to come. May lie in the past: then it is due now. */
export function nextDeadline(race: Race, live: Readonly<Record<string, Liveness>>): number | null {
  const instants = deadlines(race, live).filter((at) => at !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

function deadlines(race: Race, live: Readonly<Record<string, Liveness>>): readonly (number | null)[] {
  const { phase } = race;
  switch (phase.status) {
    case 'draft':
    case 'cancelled':
      return [];
    case 'open':
      // The announced time is the earliest of an automatic start too; after it, whoever gets ready last causes it.
      return [packsOutAt(race), upcomingReminder(race), callAt(race)];
    case 'countdown':
      return [phase.startsAt];
    case 'running': {
      const waited = race.participants.filter((one) => one.standing.status === 'registered');
      const idle = race.participants.filter(isRacing).flatMap((one) => {
        return [inactiveAt(race, one, live[one.id]), warningAt(race, one, live[one.id])];
      });
      return [...waited.map((one) => lateUntil(race, one, phase.startedAt)), ...idle];
    }
    case 'finished':
      return [finalAt(race)];
  }
}

/** Once the announced time has come nobody is reminded of it: `callAt` is due, or was. */
const upcomingReminder = (race: Race): number | null =>
  race.calledFor === race.scheduledStart ? null : reminderAt(race);
