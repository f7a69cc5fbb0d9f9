// Keys of overlay addresses for who may see a race live: casters and organizers. A key is its holder's alone, derived, never
// stored, and dies when they take it back or are no longer of the race.

import type { RaceId, UserId } from '../../race/ids.ts';
import type { Race } from '../../race/race.ts';

/** `generation`: as the race counts it (`overlayKeys`). `madeAt` (server ms): of a key of live addresses, which is bound to no race. */
export type KeyHolder = { readonly user: UserId } & ({ readonly generation: number } | { readonly madeAt: number });

export type OverlayKeys = {
  /** Of the addresses of a race; null: of live addresses. Secret: private answers only, never logged. */
  of(user: UserId, race: Race | null): Promise<string>;
  /** Whose it is; a key of another race, of somebody's earlier ones or of nobody: undefined. */
  read(key: string, race: RaceId): Promise<KeyHolder | undefined>;
  /** All keys of this user so far are dead. */
  renew(user: UserId): Promise<void>;
};
