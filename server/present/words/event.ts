// A race as a Discord server's scheduled event: what it says and what should have become of it, from the race as it is now.
// Deliberately absent: the platform's own numbers, and who makes it so.

import type { Post } from '../../play/ports/index.ts';
import { eventText } from '../sentences/en/posts.ts';
import { cut, makeVoice } from './voice.ts';
import { LIMITS } from './words.ts';

export type EventWords = {
  readonly name: string;
  readonly description: string;
  /** Address of the race's page: also by what one knows the event again. */
  readonly location: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** `none`: there should be no event. */
  readonly state: 'none' | 'scheduled' | 'active' | 'over';
};

/** A race says nothing of its end; Discord wants one. */
const LASTS_MS = 3 * 3_600_000;

export function wordEvent({ race, pool, page }: Pick<Post, 'race' | 'pool' | 'page'>): EventWords {
  const v = makeVoice('plain');
  const startsAt = race.scheduledStart ?? 0;
  const note = race.note === null ? '' : `\n${v.quote(race.note)}`;
  return {
    name: cut([...v.quote(race.name)], LIMITS.eventName),
    description: cut([...`${eventText(race, pool, page, v)}${note}`], LIMITS.eventDescription),
    location: page,
    startsAt,
    endsAt: startsAt + LASTS_MS,
    state: stateOf(race),
  };
}

function stateOf({ phase, scheduledStart }: Post['race']): EventWords['state'] {
  if (scheduledStart === null) return 'none';
  switch (phase.status) {
    case 'draft':
    case 'cancelled':
      return 'none';
    case 'open':
    case 'countdown':
      return 'scheduled';
    case 'running':
      return 'active';
    case 'finished':
      return 'over';
  }
}
