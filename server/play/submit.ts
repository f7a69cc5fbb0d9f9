// The only way into the log: one race has one writer at a time.

import type { LoggedFact } from '../race/facts.ts';
import type { RaceId } from '../race/ids.ts';
import type { Intent, Refusal } from '../race/intents.ts';
import type { Race } from '../race/race.ts';

export type Outcome =
  | { readonly race: Race; readonly seq: number; readonly facts: readonly LoggedFact[] }
  | { readonly refused: Refusal | { readonly code: 'unknown_race' } };

/** Rejects only on a fault (database away): the caller says "try again". */
export type Submit = (race: RaceId, intent: Intent) => Promise<Outcome>;

/** The committed state, from memory if it is there. Undefined: no such race. */
export type LoadRace = (race: RaceId) => Promise<{ readonly race: Race; readonly seq: number } | undefined>;
