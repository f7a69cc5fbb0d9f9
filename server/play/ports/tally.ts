// How much there is, counted where it lies: for operators' graphs. No name, no id.

import type { RaceStatus } from '../../race/race.ts';

export type Tally = {
  readonly races: Readonly<Record<RaceStatus, number>>;
  /** What is still to be said; of it, what was tried already. */
  readonly notices: { readonly waiting: number; readonly retried: number };
};

/** Rejects while the database is away. */
export type Tallies = { count(): Promise<Tally> };
