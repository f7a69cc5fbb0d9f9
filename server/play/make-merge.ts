// Two accounts of one person become one while no race is being written: nobody comes into a race as one of them meanwhile. Who watches
// or plays goes on; every race that knew the account is told anew. And back, where that was a mistake: what both did stays with the
// Discord account, so that no race has to be told. Deliberately absent: whose accounts they are (commands ask).

import type { UserId } from '../race/ids.ts';
import { bothTakePart, hasPart, knowsUser } from '../race/one-person.ts';
import type { Race } from '../race/race.ts';
import type { Submitter } from './make-submit.ts';
import type { Accounts, ApiTokens, EventLog, OverlayKeys, Publish, Tickets } from './ports/index.ts';

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

/** `linked_in_race`: they have a part in a race whose results are not final. `not_linked`: Twitch or Discord is missing. */
export type PartOutcome =
  | { readonly parted: true }
  | { readonly refused: { readonly code: 'linked_in_race'; readonly race: Race } | { readonly code: 'not_linked' } };

/** The Twitch account of `user` is nobody's from then on (Accounts.part). */
export type Part = (user: UserId) => Promise<PartOutcome>;

export type PartPorts = Pick<MergePorts, 'log'> & {
  readonly submitter: Pick<Submitter, 'load' | 'atRest'>;
  readonly accounts: Pick<Accounts, 'part'>;
  readonly apiTokens: Pick<ApiTokens, 'list' | 'revoke'>;
  readonly tickets: Pick<Tickets, 'revoke'>;
  readonly overlayKeys: Pick<OverlayKeys, 'renew'>;
  /** Pages that either of them has open are somebody else's now. */
  readonly onParted: (user: UserId) => void;
};

/** Whatever opened the account for either of two people opens it no more: browsers, API tokens, links, keys of overlays. */
export const makePart =
  ({ submitter, log, accounts, apiTokens, tickets, overlayKeys, onParted }: PartPorts): Part =>
  (user) =>
    submitter.atRest(async () => {
      const race = (await unfinishedRaces(log, submitter)).find((one) => hasPart(one, user));
      if (race !== undefined) return { refused: { code: 'linked_in_race', race } };
      // First what opens the account: should this end half-way, it is said again.
      for (const { id } of await apiTokens.list(user)) await apiTokens.revoke(user, id);
      for (const purpose of ['sign_in', 'link', 'link_claim'] as const) await tickets.revoke(purpose, user, null);
      await overlayKeys.renew(user);
      if ((await accounts.part(user)) === 'not_linked') return { refused: { code: 'not_linked' } };
      onParted(user);
      return { parted: true };
    });

async function unfinishedRaces(log: MergePorts['log'], { load }: Pick<Submitter, 'load'>): Promise<readonly Race[]> {
  const races: Race[] = [];
  for (const id of await log.unfinished()) {
    const known = await load(id);
    if (known !== undefined) races.push(known.race);
  }
  return races;
}
