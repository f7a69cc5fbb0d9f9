// The race that a channel shows now, for addresses that follow a channel across reruns, rematches and weeks. Drafts, cancelled
// races and channels that have yet to confirm never count. Who is delayed is shown the channel as it was. Deliberately absent: who
// may see what of the race.

import type { RaceId } from '../race/ids.ts';
import type { Race } from '../race/race.ts';
import { sight, type Viewer } from '../race/sight.ts';
import type { EventLog, RaceSummary, RaceViews, Time } from './ports/index.ts';
import { asShownTo } from './race-list.ts';
import type { LoadRace } from './submit.ts';

/** A Twitch channel by its login, or a Discord server by its id, as an address names it. */
export type LivePlace = string & { readonly __brand: 'LivePlace' };

const TWITCH_LOGIN = /^[a-z0-9_]{2,25}$/;
const DISCORD_SERVER = /^\d{15,21}$/;
/** Races that name a channel and are looked at: anybody may name one, and its own have to be found among them. */
const LOOKED_AT = 200;
/** Of its own that are over, the newest: the last result, and ends that the delayed have yet to see. */
const RESULTS = 5;

export function parseLivePlace(text: string): LivePlace | undefined {
  const lower = text.toLowerCase();
  return TWITCH_LOGIN.test(lower) ? (lower as LivePlace) : undefined;
}

export type Looking = {
  readonly log: Pick<EventLog, 'byChannel' | 'byServer'>;
  readonly load: LoadRace;
  readonly views: Pick<RaceViews, 'delayed'>;
  readonly time: Pick<Time, 'now'>;
};

/** Of one place, for who is live and for who is delayed: mostly one and the same. Races as they are. */
export type CurrentRaces = Readonly<Record<'live' | 'delayed', Race | undefined>>;

/** Whether the place's current race may change with this one. */
export const isAt = (race: Race, place: LivePlace): boolean =>
  race.channels.some(
    ({ platform, channel, server, kind }) =>
      kind !== 'named' &&
      ((platform === 'twitch' && channel === place) || (platform === 'discord' && server === place)),
  );

export async function currentRaces(place: LivePlace, { log, load, views, time }: Looking): Promise<CurrentRaces> {
  const onTwitch = await log.byChannel('twitch', place);
  const onDiscord = DISCORD_SERVER.test(place) ? await log.byServer('discord', place) : [];
  const held = new Set(views.delayed().map(({ race }) => race.id));
  const summaries = [...onTwitch, ...onDiscord].filter(
    ({ id, status }) => status !== 'draft' && (status !== 'cancelled' || held.has(id)),
  );
  const races: Race[] = [];
  let results = 0;
  for (const { id, status } of summaries.toSorted(overLast).slice(0, LOOKED_AT)) {
    const race = (await load(id))?.race;
    if (race === undefined || !isAt(race, place)) continue;
    races.push(race);
    results += status === 'finished' ? 1 : 0;
    if (results === RESULTS) break;
  }
  const seen = races.filter((race) => !isTooSoon(race, races, time.now())).map(asShownTo(DELAYED, { views }));
  const chosen = choose(seen)?.id;
  return { live: choose(races), delayed: races.find(({ id }) => id === chosen) };
}

/** Those that are not over first, however long ago they were made; then results, newest first. */
function overLast(a: RaceSummary, b: RaceSummary): number {
  const [over, otherOver] = [a.status === 'finished', b.status === 'finished'];
  if (over !== otherOver) return over ? 1 : -1;
  return (b.finishedAt ?? 0) - (a.finishedAt ?? 0) || b.createdAt - a.createdAt;
}

/** The one for this viewer: as it is only for who is delayed at neither, or the end of the one would be told by the other. */
export async function currentFor(
  { live, delayed }: CurrentRaces,
  viewerOf: (race: RaceId) => Promise<Viewer>,
): Promise<Race | undefined> {
  if (live?.id === delayed?.id) return live;
  for (const race of [live, delayed]) {
    if (race !== undefined && sight(await viewerOf(race.id), race).delaySeconds > 0) return delayed;
  }
  return live;
}

const DELAYED: Viewer = { kind: 'public_chat' };

/** Made after the end of a race that has a delay, as rematches are: it comes as late as that end, which is seen as long as it was live. */
function isTooSoon({ createdAt }: Race, others: readonly Race[], now: number): boolean {
  return others.some((other) => {
    const delayMs = other.options.spectatorDelaySeconds * SECOND_MS;
    if (delayMs === 0 || other.phase.status !== 'finished' || createdAt <= other.phase.finishedAt) return false;
    return now < Math.min(createdAt, other.phase.finishedAt + delayMs) + delayMs;
  });
}

const SECOND_MS = 1_000;

/** The one that runs; else one that has just ended and may still change; else the next open one; else the last result. */
function choose(races: readonly Race[]): Race | undefined {
  const running = races.filter(({ phase }) => phase.status === 'running' || phase.status === 'countdown');
  if (running.length > 0) return running.toSorted((a, b) => beganAt(b) - beganAt(a))[0];
  const open = races.filter(({ phase }) => phase.status === 'open').toSorted(bySchedule);
  const ended = races.filter(({ phase }) => phase.status === 'finished').toSorted((a, b) => endedAt(b) - endedAt(a));
  const [last] = ended;
  const isFresh = last !== undefined && last.phase.status === 'finished' && !last.phase.final;
  // A rematch, made after the end, is what people wait for; a race of next week that was open all along is not.
  const rematch = open.find((race) => last !== undefined && race.createdAt > endedAt(last));
  if (isFresh) return rematch ?? last;
  return open[0] ?? last;
}

const beganAt = ({ phase }: Race): number =>
  phase.status === 'running' ? phase.startedAt : phase.status === 'countdown' ? phase.startsAt : 0;

const endedAt = ({ phase }: Race): number => (phase.status === 'finished' ? phase.finishedAt : 0);

/** Announced ones by their time, soonest first; then the others, newest first. */
const bySchedule = (a: Race, b: Race): number =>
  (a.scheduledStart ?? Number.POSITIVE_INFINITY) - (b.scheduledStart ?? Number.POSITIVE_INFINITY) ||
  b.createdAt - a.createdAt;
