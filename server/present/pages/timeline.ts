// Who did what in a race, newest first, as the manage page lists it. Deliberately absent: the words (sentences/en/timeline.ts).

import type { Fact } from '../../race/facts.ts';
import { doneBy, factLine, type Known } from '../sentences/en/timeline.ts';
import { type TimeText, timeText } from './format.ts';

export type TimelineEntry = { readonly time: TimeText; readonly text: string; readonly by: string | null };

/** Lines shown at most. */
const LONGEST = 200;

/** `facts` in order, as far as whoever looks may know of them. */
export function timelineOf(facts: readonly Fact[], pool: Known['pool']): readonly TimelineEntry[] {
  const known = { ...namesIn(facts), pool };
  return facts
    .flatMap((fact): TimelineEntry[] => {
      const text = factLine(fact, known);
      const by = 'by' in fact ? doneBy(fact.by) : null;
      // Who joins by themselves is named once.
      const self = fact.type === 'player_joined' && by === fact.person.name;
      return text === null ? [] : [{ time: timeText(fact.at), text, by: self ? null : by }];
    })
    .toReversed()
    .slice(0, LONGEST);
}

export const reportsOf = (facts: readonly Fact[]): readonly TimelineEntry[] =>
  facts
    .flatMap((fact): TimelineEntry[] =>
      fact.type === 'problem_reported' ? [{ time: timeText(fact.at), text: fact.text, by: fact.person.name }] : [],
    )
    .toReversed();

/** Names as they were when people came in. */
function namesIn(facts: readonly Fact[]): Omit<Known, 'pool'> {
  const players = new Map<string, string>();
  const people = new Map<string, string>();
  for (const fact of facts) {
    if (fact.type === 'race_created') people.set(fact.organizer.user, fact.organizer.name);
    if (!('person' in fact)) continue;
    people.set(fact.person.user, fact.person.name);
    if ('participant' in fact) players.set(fact.participant, fact.person.name);
  }
  return {
    player: (participant) => players.get(participant) ?? 'Somebody',
    person: (user) => people.get(user) ?? 'Somebody',
  };
}
