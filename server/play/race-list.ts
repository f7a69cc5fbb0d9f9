// Lists of races, and the choice of one, as whoever asks may know them: status, start and end of a race with a spectator delay are those
// of the state that they are shown of it everywhere else. Deliberately absent: who may know of a draft, how the state was then.

import type { Race } from '../race/race.ts';
import { sight, type Viewer } from '../race/sight.ts';
import type { EventLog, ListPlace, RaceSummary, RaceViews } from './ports/index.ts';

type Filter = Parameters<EventLog['list']>[0];
type Views = { readonly views: Pick<RaceViews, 'delayed'> };

/** Newest first, as EventLog.list has it. One question to the log. */
export async function listRaces(
  viewer: Viewer,
  filter: Filter,
  { log, views }: Views & { readonly log: Pick<EventLog, 'list'> },
): Promise<readonly RaceSummary[]> {
  const { limit } = filter;
  const rows = await log.list({ ...filter, limit: limit + views.delayed().length });
  // Only now: a row may be newer than what was shown before it was read.
  const late = views.delayed().filter(({ race }) => isLate(viewer, race));
  const others = rows.filter(({ id }) => !late.some(({ race }) => race.id === id));
  const shown = late.filter((one) => fits(one, filter)).map((one) => summaryOf(one.shown));
  return [...others, ...shown].toSorted(newestFirst).slice(0, limit);
}

/** The race as this viewer may know it; to be asked once for many races. */
export function asShownTo(viewer: Viewer, { views }: Views): (race: Race) => Race {
  const shown = new Map(views.delayed().map((one) => [one.race.id, one.shown]));
  return (race) => (isLate(viewer, race) ? (shown.get(race.id) ?? race) : race);
}

export const summaryOf = (race: Race): RaceSummary => ({
  id: race.id,
  code: race.code,
  name: race.name,
  status: race.phase.status,
  pool: race.seed.pool,
  organizerName: race.creator.name,
  players: race.participants.length,
  maxPlayers: race.options.maxPlayers,
  scheduledStart: race.scheduledStart,
  startedAt: 'startedAt' in race.phase ? race.phase.startedAt : null,
  finishedAt: 'finishedAt' in race.phase ? race.phase.finishedAt : null,
  createdAt: race.createdAt,
});

const isLate = (viewer: Viewer, race: Race): boolean => sight(viewer, race).delaySeconds > 0;

/** Whose race it is, is no secret: that is so from the moment that it is. */
function fits(
  { race, shown }: { readonly race: Race; readonly shown: Race },
  { statuses, user, after }: Filter,
): boolean {
  return (
    (statuses === undefined || statuses.includes(shown.phase.status)) &&
    (user === undefined || [...race.organizers, ...race.participants].some((one) => one.user === user)) &&
    (after === undefined || newestFirst(after, race) < 0)
  );
}

const newestFirst = (a: ListPlace, b: ListPlace): number =>
  b.createdAt - a.createdAt || (a.id === b.id ? 0 : b.id < a.id ? -1 : 1);
