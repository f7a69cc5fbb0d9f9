// What one person says on pages and by their programs happens one after the other, so that a rule that counts (how many unfinished
// races somebody has) is asked when what they said before is done. Deliberately absent: chat platforms, where a person types.

import type { UserId } from '../race/ids.ts';

/** A turn must not wait for another of the same person: it would wait for itself. */
export type Turns = <T>(user: UserId, job: () => Promise<T>) => Promise<T>;

export function makeTurns(): Turns {
  const last = new Map<UserId, Promise<unknown>>();
  return (user, job) => {
    const mine = (last.get(user) ?? Promise.resolve()).then(job);
    const done = mine
      .catch(() => {})
      .then(() => {
        if (last.get(user) === done) last.delete(user);
      });
    last.set(user, done);
    return mine;
  };
}
