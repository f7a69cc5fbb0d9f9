// The administrators' page: pools with their seeds, and who else is an administrator. No seed's number: with it the seed could be made
// again, and an administrator may be racing.

import type { PoolStats, User } from '../../play/ports/index.ts';

export type AdminModel = {
  readonly pools: readonly {
    readonly name: string;
    readonly label: string;
    readonly available: number;
    readonly consumed: number;
    readonly low: boolean;
    readonly broken: readonly { readonly path: string; readonly reason: string }[];
  }[];
  readonly admins: readonly {
    readonly id: string;
    readonly name: string;
    readonly accounts: string;
    /** By the server's configuration: no button changes it. */
    readonly stays: boolean;
    readonly you: boolean;
  }[];
};

/** A pool with so few is nearly empty. */
const LOW_SEEDS = 3;

export const adminModel = (
  pools: readonly PoolStats[],
  admins: readonly User[],
  you: User,
  staysAdmin: (user: User) => boolean,
): AdminModel => ({
  pools: pools.map(({ name, displayName, available, consumed, broken }) => ({
    name,
    label: displayName,
    available,
    consumed,
    low: available <= LOW_SEEDS,
    broken,
  })),
  admins: admins.map((user) => ({
    ...{ id: user.id, name: user.name, accounts: accountsOf(user) },
    stays: staysAdmin(user),
    you: user.id === you.id,
  })),
});

const accountsOf = ({ twitchName, discordName }: User): string =>
  [twitchName === null ? '' : `twitch.tv/${twitchName}`, discordName === null ? '' : `${discordName} on Discord`]
    .filter((part) => part !== '')
    .join(', ');
