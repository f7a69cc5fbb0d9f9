// The only way into the log: one race has one writer at a time.

import type { LoggedFact } from '../race/facts.ts';
import type { RaceId } from '../race/ids.ts';
import type { Intent, Refusal } from '../race/intents.ts';
import type { Race } from '../race/race.ts';

/** The seed's graph can be read neither from the database nor from its folder: rules cannot be asked. */
export type SeedGone = { readonly code: 'seed_gone' };

/** The state after the facts; `facts` is empty where what was asked already held. */
export type Written = { readonly race: Race; readonly seq: number; readonly facts: readonly LoggedFact[] };

export type Outcome = Written | { readonly refused: Refusal | SeedGone | { readonly code: 'unknown_race' } };

/** Rejects only on a fault (database away): the caller says "try again". */
export type Submit = (race: RaceId, intent: Intent) => Promise<Outcome>;

/** `code_taken`: roll another code and ask again. `race_there`: a race of that id was made before, and stays as it is. */
export type CreateOutcome =
  | Written
  | { readonly refused: Refusal | { readonly code: 'code_taken' } | { readonly code: 'race_there' } };

/** The committed state, from memory if it is there. Undefined: no such race. */
export type LoadRace = (race: RaceId) => Promise<{ readonly race: Race; readonly seq: number } | undefined>;
