// The race that a channel shows now, for addresses that follow a channel across reruns, rematches and weeks. Drafts, cancelled
// races and channels that have yet to confirm never count. Deliberately absent: who may see what of it.

import type { Race } from '../race/race.ts';
import type { EventLog } from './ports/index.ts';
import type { LoadRace } from './submit.ts';

/** A Twitch channel by its login, or a Discord server by its id, as an address names it. */
export type LivePlace = string & { readonly __brand: 'LivePlace' };

const TWITCH_LOGIN = /^[a-z0-9_]{2,25}$/;
const DISCORD_SERVER = /^\d{15,21}$/;
/** Races of a channel that are looked at, newest first; a channel with more open ones at once is lost anyway. */
const LOOKED_AT = 25;

export function parseLivePlace(text: string): LivePlace | undefined {
  const lower = text.toLowerCase();
  return TWITCH_LOGIN.test(lower) ? (lower as LivePlace) : undefined;
}

type Looking = { readonly log: Pick<EventLog, 'byChannel' | 'byServer'>; readonly load: LoadRace };

/** Whether the place's current race may change with this one. */
export const isAt = (race: Race, place: LivePlace): boolean =>
  race.channels.some(
    ({ platform, channel, server, kind }) =>
      kind !== 'named' &&
      ((platform === 'twitch' && channel === place) || (platform === 'discord' && server === place)),
  );

/** The one that runs; else one that has just ended and may still change; else the next open one; else the last result. */
export async function currentRace(place: LivePlace, { log, load }: Looking): Promise<Race | undefined> {
  const onTwitch = await log.byChannel('twitch', place);
  const onDiscord = DISCORD_SERVER.test(place) ? await log.byServer('discord', place) : [];
  const summaries = [...onTwitch, ...onDiscord].filter(({ status }) => status !== 'draft' && status !== 'cancelled');
  const newest = summaries.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, LOOKED_AT);
  const loaded = await Promise.all(newest.map(({ id }) => load(id)));
  const races = loaded.flatMap((one) => (one !== undefined && isAt(one.race, place) ? [one.race] : []));
  return choose(races);
}

/** `races`: newest first. */
export function choose(races: readonly Race[]): Race | undefined {
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
