// English: what is said unasked. Public lines carry no personal link and no zone name.

import type { AbandonReason } from '../../../race/facts.ts';
import type { Voice } from '../../words/voice.ts';
import { players } from './labels.ts';

type Named = { readonly name: string };
const named = (race: Named, v: Voice): string => v.bold(v.quote(race.name));
const byWhom = (by: string | null, v: Voice): string => (by === null ? '' : ` by ${v.quote(by)}`);

export const packsOut = (race: Named, v: Voice): string =>
  `The packs of ${named(race, v)} are out. Press the button, or ${v.command('pack')}: you get yours privately.`;

export const packLinkTitle = (race: Named, code: string, v: Voice): string =>
  `Your pack for ${v.quote(race.name)} (${code})`;

export const countdown = (
  race: Named,
  startsAt: number,
  now: number,
  count: number,
  by: string | null,
  v: Voice,
): string => {
  const who = by === null ? '' : ` Started by ${v.quote(by)}.`;
  return `${named(race, v)}: GO ${v.instant(startsAt, now)}, ${players(count)}.${who} Stay in the main menu until GO.`;
};

export const countdownStopped = (race: Named, by: string | null, unready: string | null, v: Voice): string =>
  unready !== null
    ? `The countdown of ${named(race, v)} is stopped: ${v.quote(unready)} is not ready after all. Everybody is still in.`
    : `The countdown of ${named(race, v)} was stopped${byWhom(by, v)}. Everybody is still in.`;

export const started = (race: Named, count: number, page: string, v: Voice): string =>
  `GO! ${named(race, v)} is on, ${players(count)} · ${v.address(page)}`;

/** `wins`: nobody still racing can be faster. `best`: best time so far. */
export const finish = (
  name: string,
  time: string,
  how: 'wins' | 'best' | 'place',
  place: number | null,
  v: Voice,
): string => {
  const who = v.bold(v.quote(name));
  switch (how) {
    case 'wins':
      return `${who} wins in ${time}!`;
    case 'best':
      return `${who} has finished: ${time}, best time so far.`;
    case 'place':
      return `${who} has finished: ${time}${place === null ? '' : `, place ${place} so far`}.`;
  }
};

export const byHand = ' (set by an organizer)';

export function abandoned(
  name: string,
  why: AbandonReason,
  reason: string | null,
  by: string | null,
  v: Voice,
): string {
  const who = v.bold(v.quote(name));
  const because = reason === null ? '' : `: ${v.quote(reason)}`;
  switch (why) {
    case 'forfeit':
      return `${who} gives up.`;
    case 'inactive':
      return `${who} is out: no progress for too long. The next report of their game brings them back.`;
    case 'no_show':
      return `${who} did not come in time.`;
    case 'removed':
      return `${who} was removed${byWhom(by, v)}${because}.`;
    case 'disqualified':
      return `${who} was disqualified${byWhom(by, v)}${because}.`;
    case 'ended':
      return `${who} did not finish.`;
  }
}

export const resultTitle = (race: Named, v: Voice): string => `Result: ${v.quote(race.name)}`;
export const nobodyFinished = 'Nobody finished.';
export const ended = (by: string, v: Voice): string => `Ended by ${v.quote(by)}.`;
export const provisional = (until: number, now: number, v: Voice): string =>
  `Provisional: final ${v.instant(until, now)}.`;

export const cancelled = (race: Named, by: string | null, reason: string | null, v: Voice): string =>
  `${named(race, v)} was cancelled${byWhom(by, v)}${reason === null ? '' : `: ${v.quote(reason)}`}.`;

export const joined = (name: string, count: string, v: Voice): string => `${v.bold(v.quote(name))} joined (${count}).`;
export const left = (name: string, v: Voice): string => `${v.bold(v.quote(name))} left.`;

export const unreachable = (name: string, race: Named, v: Voice): string =>
  `${v.bold(v.quote(name))} takes no direct messages from me, so the pack for ${named(race, v)} did not get there. Tell them to press “My pack” on the card, or to say ${v.command('pack')}`;
