// Two accounts of one person become one while no race is being written: nobody comes into a race as one of them meanwhile. Who watches
// or plays goes on; every race that knew the account is told anew. Deliberately absent: whose accounts they are (commands ask).

import type { UserId } from '../race/ids.ts';
import { bothTakePart, knowsUser } from '../race/one-person.ts';
import type { Race } from '../race/race.ts';
import type { Submitter } from './make-submit.ts';
import type { Accounts, EventLog, Publish } from './ports/index.ts';

/** `both_in_race`: both take part in a race whose results are not final. `taken`: both have an account on one platform. */
export type MergeOutcome =
  | { readonly merged: true }
  | { readonly refused: { readonly code: 'both_in_race'; readonly race: Race } | { readonly code: 'link_taken' } };

/** `from` is part of `into` from then on. */
export type Merge = (from: UserId, into: UserId) => Promise<MergeOutcome>;

export type MergePorts = {
  readonly submitter: Pick<Submitter, 'load' | 'atRest' | 'rename' | 'readAnew'>;
  readonly log: Pick<EventLog, 'unfinished'>;
  readonly accounts: Pick<Accounts, 'merge'>;
  readonly publish: Publish;
  /** Before races are told anew: pages that this account has open must not go on as somebody who is in no race. */
  readonly onMerged: (from: UserId, into: UserId) => void;
};

export const makeMerge =
  ({ submitter, log, accounts, publish, onMerged }: MergePorts): Merge =>
  (from, into) =>
    submitter.atRest(async () => {
      const races = await unfinishedRaces(log, submitter);
      const both = races.find((race) => bothTakePart(race, from, into));
      if (both !== undefined) return { refused: { code: 'both_in_race', race: both } };
      try {
        if ((await accounts.merge(from, into)) === 'taken') return { refused: { code: 'link_taken' } };
      } catch (fault) {
        // Nobody knows whether it happened: what is read from now on says how it is.
        submitter.readAnew();
        throw fault;
      }
      submitter.rename(from, into);
      onMerged(from, into);
      for (const race of races.filter((one) => knowsUser(one, from))) {
        const known = await submitter.load(race.id);
        if (known !== undefined) publish({ ...known, facts: [] });
      }
      return { merged: true };
    });

async function unfinishedRaces(log: MergePorts['log'], { load }: Pick<Submitter, 'load'>): Promise<readonly Race[]> {
  const races: Race[] = [];
  for (const id of await log.unfinished()) {
    const known = await load(id);
    if (known !== undefined) races.push(known.race);
  }
  return races;
}
