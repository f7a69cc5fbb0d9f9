// A log in which two accounts became one person folds to what that person has left, whatever the two of them had at once before.

import { describe, expect, it } from 'vitest';
import { foldFacts } from './evolve.ts';
import type { UserId } from './ids.ts';
import { asOnePerson } from './one-person.ts';
import { by, join, open, person, type Story, tell } from './story.test-kit.ts';

/** The race once the third of its people is part of the fourth. */
function linked({ facts }: Story) {
  const merged = new Map<UserId, UserId>([[person(3).user, person(4).user]]);
  const race = foldFacts(asOnePerson(facts, merged));
  if (race === undefined) throw new Error('there is no race');
  return race;
}

const leave = (n: number) => ({ type: 'leave', user: person(n).user }) as const;
const decline = (n: number) => ({ type: 'remove', user: person(n).user, by: by(0) }) as const;
const full = tell(open({ maxPlayers: 2 }), join(1), join(2));

describe('who waited or asked as both and gave one of them up, as a link demands', () => {
  it.each([
    ['the later', [join(3), join(4), leave(3)]],
    ['the earlier', [join(4), join(3), leave(3)]],
    ['the declined', [join(3), join(4), decline(3)]],
  ])('still waits: %s', (_which, intents) => {
    const race = linked(tell(full, ...intents));
    expect(race.waiting.map(({ user }) => user)).toEqual([person(4).user]);
    expect(linked(tell(full, ...intents, leave(4))).waiting).toEqual([]);
  });

  it('still waits where the other came in and left, and nobody is let in', () => {
    const lock = { type: 'lock', by: by(0) } as const;
    const out = { type: 'leave', user: person(1).user } as const;
    const story = tell(full, join(3), join(4), out, lock, leave(3));
    expect(linked(story).waiting.map(({ user }) => user)).toEqual([person(4).user]);
  });

  it('still asks', () => {
    const story = tell(open({ join: 'ask' }), join(3), join(4), decline(3));
    expect(linked(story).asked.map(({ user }) => user)).toEqual([person(4).user]);
  });
});
