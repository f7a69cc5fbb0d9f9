// How somebody becomes a participant.

import type { Actor, Person } from '../facts.ts';
import type { ParticipantId } from '../ids.ts';
import type { Race } from '../race.ts';
import type { Body } from './body.ts';

/** Who is out keeps their place: while a race runs none becomes free. */
export const isFull = (race: Race): boolean => race.participants.length >= race.options.maxPlayers;

/** The lowest free colour; above the palette it is the reader's business to wrap. */
export function freeColor(race: Race): number {
  const taken = new Set(race.participants.map((one) => one.color));
  let color = 0;
  while (taken.has(color)) color += 1;
  return color;
}

export function joinBody(race: Race, by: Actor, person: Person, participant: ParticipantId): Body {
  const before = race.departed.find((one) => one.id === participant);
  return {
    type: 'player_joined',
    by,
    participant,
    person: { user: person.user, name: person.name },
    color: freeColor(race),
    generation: (before?.generation ?? 0) + 1,
  };
}
