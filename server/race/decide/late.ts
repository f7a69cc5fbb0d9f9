// Until when somebody who is not there at the start may still come (ARCHITECTURE.md, the status table).

import type { Participant, Race } from '../race.ts';
import { MINUTE_MS } from './body.ts';

/** Whom an organizer lets in while the race runs, at any time: so long they have to come, if `late` gives them no more. */
export const BROUGHT_IN_MINUTES = 15;

/** Server ms; from then on a no-show. */
export function lateUntil(race: Race, one: Participant, startedAt: number): number {
  const { lateMinutes } = race.options;
  const limit = startedAt + lateMinutes * MINUTE_MS;
  if (!one.broughtIn || one.joinedAt < startedAt) return limit;
  return Math.max(limit, one.joinedAt + Math.max(lateMinutes, BROUGHT_IN_MINUTES) * MINUTE_MS);
}
