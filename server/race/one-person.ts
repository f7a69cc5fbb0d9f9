// One person with two accounts that became one: whatever names the account that is no more means the one that is. Facts are read
// so, and never rewritten. Deliberately absent: which accounts became which (the accounts know).

import type { UserId } from './ids.ts';
import type { Race } from './race.ts';

/** Accounts that became part of another, each with the one that is there now. */
export type Merged = ReadonlyMap<UserId, UserId>;

/** The same fact, intent or state, in which every user is who they are now. People's own text is left alone. */
export function asOnePerson<T>(value: T, merged: Merged): T {
  return merged.size === 0 ? value : (renamed(value, merged) as T);
}

function renamed(value: unknown, merged: Merged): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, merged));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === 'user' && typeof one === 'string' ? (merged.get(one as UserId) ?? one) : renamed(one, merged),
    ]),
  );
}

/** Two accounts that both take part in a race cannot be one person in it: no rule could say which of the two counts. */
export function bothTakePart(race: Race, one: UserId, other: UserId): boolean {
  const places = [race.participants, race.waiting, race.asked, race.casters];
  const parts = places.map((people) => [one, other].map((user) => people.some((person) => person.user === user)));
  const isIn = (which: 0 | 1) => parts.some((found) => found[which] === true);
  const onlyCast = parts.slice(0, -1).every((found) => found.every((there) => !there));
  return isIn(0) && isIn(1) && !onlyCast;
}

/** Whether somebody has a part in a race, or is to have one: plays, waits, asked, is invited, casts, organizes. */
export const hasPart = (race: Race, user: UserId): boolean =>
  [race.participants, race.waiting, race.asked, race.invited, race.casters, race.organizers].some((people) =>
    people.some((person) => person.user === user),
  );

/** Whether a race knows an account at all. */
export const knowsUser = (race: Race, user: UserId): boolean => JSON.stringify(race).includes(user);
