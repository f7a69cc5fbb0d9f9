// The front page: races that run, that one may join, that ended lately. Drafts and cancelled races are nobody's business here.

import type { RaceSummary } from '../../play/ports/index.ts';
import type { RaceStatus } from '../../race/race.ts';
import type { PageLinks } from '../links.ts';
import { PILL_WORDS } from '../sentences/en/labels.ts';
import { type TimeText, timeText } from './format.ts';

/** What anybody may know of. */
export const HOME_STATUSES = ['open', 'countdown', 'running', 'finished'] as const satisfies readonly RaceStatus[];
/** What the list asks the log for: one question each, so that many that ended do not push out one that is open. */
export const HOME_LISTS = [
  { statuses: ['open', 'countdown', 'running'], limit: 60 },
  { statuses: ['finished'], limit: 10 },
] as const satisfies readonly { readonly statuses: readonly RaceStatus[]; readonly limit: number }[];

export type RaceCard = {
  readonly href: string;
  readonly name: string;
  readonly code: string;
  readonly pool: string;
  readonly organizer: string;
  readonly players: string;
  readonly status: RaceStatus;
  readonly statusWord: string;
  /** What the time is of, e.g. `Starts`; null where there is none to tell. */
  readonly when: { readonly label: string; readonly time: TimeText } | null;
};

export type HomeModel = {
  readonly running: readonly RaceCard[];
  readonly open: readonly RaceCard[];
  readonly finished: readonly RaceCard[];
};

/** `poolName`: what a pool is called, by its name. */
export function homeModel(
  races: readonly RaceSummary[],
  links: PageLinks,
  poolName: (pool: string) => string,
): HomeModel {
  const of = (...statuses: readonly RaceStatus[]) => races.filter(({ status }) => statuses.includes(status));
  const cards = (some: readonly RaceSummary[]) => some.map((race) => cardOf(race, links, poolName));
  return {
    running: cards(of('countdown', 'running')),
    open: cards(of('open').toSorted(byStart)),
    finished: cards(of('finished')),
  };
}

/** Soonest announced first; the others as they come. */
const byStart = (a: RaceSummary, b: RaceSummary): number =>
  (a.scheduledStart ?? Number.POSITIVE_INFINITY) - (b.scheduledStart ?? Number.POSITIVE_INFINITY) || 0;

export function cardOf(race: RaceSummary, links: PageLinks, poolName: (pool: string) => string): RaceCard {
  return {
    href: new URL(links.race(race.id)).pathname,
    name: race.name,
    code: race.code,
    pool: poolName(race.pool),
    organizer: race.organizerName,
    players: `${race.players}/${race.maxPlayers}`,
    status: race.status,
    statusWord: PILL_WORDS[race.status],
    when: whenOf(race),
  };
}

function whenOf(race: RaceSummary): RaceCard['when'] {
  if (race.finishedAt !== null) return { label: 'Ended', time: timeText(race.finishedAt) };
  if (race.startedAt !== null) return { label: 'Started', time: timeText(race.startedAt) };
  if (race.scheduledStart !== null) return { label: 'Starts', time: timeText(race.scheduledStart) };
  return null;
}
