// One word of a person after the other, so that `!join` and `!leave` happen in the order in which they were typed. What comes
// faster than it can be answered is dropped.

import { ANSWERING_AT_ONCE, WAITING_PER_PERSON } from './limits.ts';

export type Turns = {
  /** `act` never rejects. False: dropped. */
  take(person: string, act: () => Promise<void>): boolean;
};

export function makeTurns(): Turns {
  const people = new Map<string, { last: Promise<void>; waiting: number }>();
  let all = 0;

  return {
    take(person, act) {
      const turn = people.get(person) ?? { last: Promise.resolve(), waiting: 0 };
      if (turn.waiting >= WAITING_PER_PERSON || all >= ANSWERING_AT_ONCE) return false;
      people.set(person, turn);
      turn.waiting += 1;
      all += 1;
      turn.last = turn.last.then(act).finally(() => {
        turn.waiting -= 1;
        all -= 1;
        if (turn.waiting === 0) people.delete(person);
      });
      return true;
    },
  };
}
