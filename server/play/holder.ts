// Whose token this is in a race, or why it died. Shared by everything that takes tokens: sockets, downloads, the mod's
// status. Deliberately absent: whether the token is genuine (port Tokens), and what its holder may do.

import type { ParticipantId } from '../race/ids.ts';
import type { Participant, Race } from '../race/race.ts';

/** Codes of `auth_error` (PROTOCOL.md, tokens): what became of a token of an older generation. */
export type DeadToken = 'bad_token' | 'seed_changed' | 'removed' | 'race_cancelled';

export type Holder = { readonly participant: Participant } | { readonly dead: DeadToken };

/** `token`: as read by `Tokens.read`; undefined for one that is not genuine. */
export function holderOf(
  race: Race,
  token: { readonly participant: ParticipantId; readonly generation: number } | undefined,
): Holder {
  if (token === undefined) return { dead: 'bad_token' };
  const participant = race.participants.find((one) => one.id === token.participant);
  if (participant === undefined) {
    const left = race.departed.some((one) => one.id === token.participant);
    return { dead: left ? 'removed' : 'bad_token' };
  }
  if (race.phase.status === 'cancelled') return { dead: 'race_cancelled' };
  const { standing } = participant;
  if (standing.status === 'abandoned' && standing.why === 'removed') return { dead: 'removed' };
  if (participant.generation === token.generation) return { participant };
  return { dead: token.generation < participant.rerolledTo ? 'seed_changed' : 'bad_token' };
}
