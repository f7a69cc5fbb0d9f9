// English: the card of a race in a channel.

import type { PacksWhen } from '../../../commands/reply.ts';
import type { Voice } from '../../words/voice.ts';

export const facts = (code: string, pool: string, v: Voice): string => `${v.bold(code)} · ${v.quote(pool)}`;
export const openHead = (count: number, max: number): string => `Open · ${count}/${max} in`;
export const DRAFT = 'Draft: only organizers see this race.';
/** `at`: announced, or null. */
export const starts = (autostart: boolean, at: number | null, now: number, v: Voice): string => {
  if (at === null) {
    return autostart ? 'Starts by itself once everybody is ready.' : 'Starts when an organizer says so.';
  }
  const when = `Announced for ${v.moment(at, null)}, ${v.instant(at, now)}`;
  return autostart ? `${when}; starts by itself then, once everybody is ready.` : `${when}; an organizer starts it.`;
};
export const packs = (when: PacksWhen, now: number, v: Voice): string => {
  if (when.out) return 'Packs come as soon as you join.';
  return when.at === null ? 'Packs come when an organizer sends them out.' : `Packs go out ${v.instant(when.at, now)}.`;
};
export const LOCKED = 'Locked: nobody joins any more.';
export const twitch = (channel: string): string => `Viewers join with !join in twitch.tv/${channel}`;
export const JOIN_WORDS = {
  ask: 'Joining is asked for: an organizer lets you in.',
  invited: 'For invited players.',
} as const;
export const asked = (names: readonly string[], v: Voice): string =>
  `Asked to join: ${names.map((name) => v.quote(name)).join(', ')}`;
export const waiting = (names: readonly string[], v: Voice): string =>
  `Waiting: ${names.map((name) => v.quote(name)).join(', ')}`;
export const PLAYER_STATE = { ready: '🟢 ready', pack: '🟡 has the pack', joined: '⚪ joined' } as const;
export const countdown = (startsAt: number, now: number, v: Voice): string => `GO ${v.instant(startsAt, now)}`;
export const running = (startedAt: number, now: number, v: Voice): string =>
  v.style === 'discord' ? `Running · GO was ${v.instant(startedAt, now)}` : 'Running';
export const finished = (final: boolean): string => (final ? 'Finished · results are final' : 'Finished · provisional');
export const cancelled = (by: string | null, reason: string | null, v: Voice): string =>
  `Cancelled${by === null ? '' : ` by ${v.quote(by)}`}${reason === null ? '' : `: ${v.quote(reason)}`}`;
