// The answer to `GET /api/mod/status` (PROTOCOL.md, HTTP for the mod), and why a token is refused there.

import type { TokenDeath } from '../../play/token-state.ts';
import type { Race } from '../../race/race.ts';
import { PROTOCOL_VERSION } from '../wire/codes.ts';
import { raceTimes } from './snapshot.ts';

/** `race` as in `auth_ok`; `pack`: the hash that the player's pack should have. */
export function modStatus(race: Race, modLatest: string) {
  const { status, scheduled_start, starts_at, started_at } = raceTimes(race);
  return {
    protocol: PROTOCOL_VERSION,
    mod_latest: modLatest,
    race: { id: race.id, name: race.name, status, scheduled_start, starts_at, started_at },
    pack: race.seed.pack,
  };
}

export const DEAD_TOKENS: Readonly<Record<TokenDeath, string>> = {
  bad_token:
    'This pack was replaced by a newer one, or is not of this race. Get yours: /pack in Discord, !pack in chat.',
  seed_changed: 'New seed. Get your new pack: /pack in Discord, !pack in chat.',
  removed: 'You are no longer in this race.',
  race_over: 'This race is over.',
  race_cancelled: 'This race was cancelled. You can stop.',
};
