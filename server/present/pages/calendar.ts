// Announced starts as calendar entries. Only what the list of races says: an entry is as long as a fixed guess, never as the race,
// or its end would tell a result before the audience may know it.

import type { RaceSummary } from '../../play/ports/index.ts';
import type { RaceStatus } from '../../race/race.ts';
import type { PageLinks } from '../links.ts';

/** Who has been announced and is not over. */
export const CALENDAR_STATUSES = ['open', 'countdown', 'running'] as const satisfies readonly RaceStatus[];
export const CALENDAR_LIMIT = 200;
/** Shown length of a race. */
const GUESSED_MS = 2 * 3_600_000;

export type CalendarEntry = {
  /** Stays the same when the start moves, so that calendars move their entry. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly url: string;
  /** Server ms. */
  readonly start: number;
  readonly end: number;
};

/** Soonest first; races without an announced start are left out. */
export function calendarModel(
  races: readonly RaceSummary[],
  links: PageLinks,
  poolName: (pool: string) => string,
): readonly CalendarEntry[] {
  return races
    .flatMap((race) => (race.scheduledStart === null ? [] : [{ race, start: race.scheduledStart }]))
    .toSorted((a, b) => a.start - b.start)
    .map(({ race, start }) => ({
      id: race.id,
      title: `${race.name} (SpeedFog race ${race.code})`,
      text: `${poolName(race.pool)}, by ${race.organizerName}. Join and packs: ${links.short(race.code)}`,
      url: links.short(race.code),
      start,
      end: start + GUESSED_MS,
    }));
}
