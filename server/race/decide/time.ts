// What time does by itself, and what follows from a fact without anybody asking. A late, doubled or lost timer changes nothing:
// whoever comes next lets time pass first.

import { foldFacts } from '../evolve.ts';
import type { Fact } from '../facts.ts';
import type { Circumstances, Liveness } from '../intents.ts';
import type { Participant, Race } from '../race.ts';
import type { Body } from './body.ts';
import { DAY_MS, factsOf, isRacing, MINUTE_MS, SYSTEM } from './body.ts';
import { isFull, joinBody } from './joining.ts';
import { lateUntil } from './late.ts';
import { missingPlayers } from './starting.ts';

/** Facts that the clock alone brings up to `now`, each step looking at the state after the one before. */
export function passTime(race: Race, circumstances: Circumstances): readonly Fact[] {
  const steps = [startIfDue, playIfConnected, noShows, inactive, warn];
  let facts: readonly Fact[] = [];
  let present = race;
  for (const step of steps) {
    const more = factsOf(step(present, circumstances), circumstances.now);
    facts = [...facts, ...more];
    present = foldFacts(more, present) ?? present;
  }
  return [...facts, ...consequences(present, circumstances)];
}

/** Packs that are due, a place for who waits, an automatic start or the call for one, the end of the race and of its provisional time. */
export function consequences(race: Race, { now, live }: Pick<Circumstances, 'now' | 'live'>): readonly Fact[] {
  const steps = [packsOut, fillPlaces, autostart, remind, callForStart, finishIfDone, becomeFinal];
  let facts: readonly Fact[] = [];
  let present = race;
  for (const step of steps) {
    const more = factsOf(step(present, now, live), now);
    facts = [...facts, ...more];
    present = foldFacts(more, present) ?? present;
  }
  return facts;
}

function startIfDue(race: Race, { now, live }: Circumstances): readonly Body[] {
  const { phase } = race;
  if (phase.status !== 'countdown' || now < phase.startsAt) return [];
  const bounds = race.participants.flatMap((one) => {
    const bound = live[one.id]?.clockBoundMs ?? null;
    return bound === null ? [] : [[one.id, bound] as const];
  });
  return [{ type: 'race_started', startedAt: phase.startsAt, clockBoundsMs: Object.fromEntries(bounds) }];
}

/** Registered with an open connection at the start: that connection is the first within `late`. */
function playIfConnected(race: Race, { now, live }: Circumstances): readonly Body[] {
  if (race.phase.status !== 'running') return [];
  const { startedAt } = race.phase;
  return race.participants
    .filter((one) => one.standing.status === 'registered' && live[one.id]?.connected === true)
    .filter((one) => now < lateUntil(race, one, startedAt))
    .map((one) => ({
      type: 'player_started_late',
      participant: one.id,
      lateMs: Math.max(0, (live[one.id]?.connectedSince ?? now) - startedAt),
    }));
}

function noShows(race: Race, { now }: Circumstances): readonly Body[] {
  if (race.phase.status !== 'running') return [];
  const { startedAt } = race.phase;
  return race.participants
    .filter((one) => one.standing.status === 'registered' && now >= lateUntil(race, one, startedAt))
    .map((one) => ({
      type: 'player_abandoned',
      by: SYSTEM,
      participant: one.id,
      why: 'no_show',
      reason: null,
      lastMovedAt: null,
    }));
}

function inactive(race: Race, { now, live }: Circumstances): readonly Body[] {
  if (race.phase.status !== 'running') return [];
  return race.participants.flatMap((one): readonly Body[] => {
    const lastMovedAt = lastMoved(race, one, live[one.id]);
    const at = inactiveAt(race, one, live[one.id]);
    if (lastMovedAt === null || at === null || now < at) return [];
    return [{ type: 'player_abandoned', by: SYSTEM, participant: one.id, why: 'inactive', reason: null, lastMovedAt }];
  });
}

/** When a playing player's facts or IGT last moved; null for who is not playing. */
export function lastMoved(race: Race, one: Participant, live: Liveness | undefined): number | null {
  if (one.standing.status !== 'playing') return null;
  const startedAt = race.phase.status === 'running' ? race.phase.startedAt : 0;
  return Math.max(startedAt, one.movedAt, one.playsSince, live?.lastMovedAt ?? 0);
}

/** After an outage players have this long to be heard of, however long it was: a race goes on after a restart. */
export const OUTAGE_GRACE_MS = 5 * MINUTE_MS;

/** When a playing player counts as inactive; null for who is not playing. */
export function inactiveAt(race: Race, one: Participant, live: Liveness | undefined): number | null {
  const moved = lastMoved(race, one, live);
  if (moved === null) return null;
  return Math.max(moved + race.options.inactiveMinutes * MINUTE_MS, (live?.watchedSince ?? 0) + OUTAGE_GRACE_MS);
}

/** When a playing player is to be warned of inactivity; null for who is not playing or was warned since they last moved. */
export function warningAt(race: Race, one: Participant, live: Liveness | undefined): number | null {
  const { inactiveMinutes, inactiveWarningMinutes } = race.options;
  const moved = lastMoved(race, one, live);
  if (moved === null || one.warnedAt > moved || inactiveWarningMinutes >= inactiveMinutes) return null;
  return moved + inactiveWarningMinutes * MINUTE_MS;
}

function warn(race: Race, { now, live }: Circumstances): readonly Body[] {
  if (race.phase.status !== 'running') return [];
  return race.participants.flatMap((one): readonly Body[] => {
    const at = warningAt(race, one, live[one.id]);
    const lastMovedAt = lastMoved(race, one, live[one.id]);
    if (at === null || lastMovedAt === null || now < at) return [];
    return [{ type: 'player_warned', participant: one.id, lastMovedAt }];
  });
}

/** When packs go out by themselves; null: at join, by hand, or out already. */
export function packsOutAt(race: Race): number | null {
  const { packs } = race.options;
  if (race.packsReleased || packs === 'manual' || packs === 'join') return null;
  if (race.scheduledStart === null) return null;
  const minutes = packs === 'auto' ? AUTO_PACK_MINUTES : packs.minutesBefore;
  return race.scheduledStart - minutes * MINUTE_MS;
}

/** COMMANDS.md, Packs: `auto` is 30 minutes before an announced start. */
const AUTO_PACK_MINUTES = 30;

function packsOut(race: Race, now: number): readonly Body[] {
  if (race.packsReleased || race.phase.status !== 'open') return [];
  const { packs } = race.options;
  const atOnce = packs === 'join' || (packs !== 'manual' && race.scheduledStart === null);
  const due = packsOutAt(race);
  return atOnce || (due !== null && now >= due) ? [{ type: 'packs_released', by: SYSTEM }] : [];
}

function fillPlaces(race: Race): readonly Body[] {
  const first = race.waiting[0];
  if (race.phase.status !== 'open' || race.locked || first === undefined || isFull(race)) return [];
  const body = joinBody(race, SYSTEM, first, first.participant);
  const next = foldFacts(factsOf([body], race.lastFactAt), race) ?? race;
  return [body, ...fillPlaces(next)];
}

/** Who is missing for an organizer's start is missing for this one: ready, but offline too. */
function autostart(race: Race, now: number, live: Circumstances['live']): readonly Body[] {
  if (!race.options.autostart || race.phase.status !== 'open') return [];
  if (race.scheduledStart !== null && now < race.scheduledStart) return [];
  if (race.participants.length < AUTOSTART_PLAYERS || missingPlayers(race, live, now).length > 0) return [];
  const seconds = race.options.countdownSeconds;
  return [{ type: 'countdown_started', by: SYSTEM, startsAt: now + seconds * 1000, seconds }];
}

const AUTOSTART_PLAYERS = 2;

/** When players are reminded of an announced start; null: not, or done already. */
export function reminderAt(race: Race): number | null {
  const { scheduledStart, remindedOf, options } = race;
  if (race.phase.status !== 'open' || scheduledStart === null || options.reminderMinutes === 0) return null;
  return remindedOf === scheduledStart || race.participants.length === 0
    ? null
    : scheduledStart - options.reminderMinutes * MINUTE_MS;
}

function remind(race: Race, now: number): readonly Body[] {
  const at = reminderAt(race);
  const { scheduledStart } = race;
  // After the announced time the organizer's part has come.
  if (at === null || scheduledStart === null || now < at || now >= scheduledStart) return [];
  return [{ type: 'start_approached', scheduledStart }];
}

/** When an organizer is asked to start what was announced; null: nothing is announced, or it was done. */
export function callAt(race: Race): number | null {
  const { scheduledStart, calledFor } = race;
  return race.phase.status === 'open' && calledFor !== scheduledStart ? scheduledStart : null;
}

function callForStart(race: Race, now: number): readonly Body[] {
  const at = callAt(race);
  return at !== null && now >= at ? [{ type: 'start_time_came', scheduledStart: at }] : [];
}

function finishIfDone(race: Race): readonly Body[] {
  if (race.phase.status !== 'running' || race.participants.some(isRacing)) return [];
  return [{ type: 'race_finished', by: SYSTEM, why: 'all_done' }];
}

/** Held results keep a race provisional, a day at most (ARCHITECTURE.md). */
export function finalAt(race: Race): number | null {
  if (race.phase.status !== 'finished' || race.phase.final) return null;
  const { finishedAt } = race.phase;
  const held = race.participants.some((one) => one.held);
  return held ? finishedAt + DAY_MS : finishedAt + race.options.provisionalMinutes * MINUTE_MS;
}

function becomeFinal(race: Race, now: number): readonly Body[] {
  const at = finalAt(race);
  return at !== null && now >= at ? [{ type: 'results_became_final' }] : [];
}
