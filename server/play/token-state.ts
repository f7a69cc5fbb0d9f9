// What a genuine token still is to its race (PROTOCOL.md, tokens): alive, or dead of a reason that its holder is told.
// The download links ask the same.

import type { Participant, Race } from '../race/race.ts';
import type { Tokens } from './ports/index.ts';

export type TokenClaim = NonNullable<ReturnType<Tokens['read']>>;
export type TokenDeath = 'bad_token' | 'seed_changed' | 'removed' | 'race_over' | 'race_cancelled';
export type TokenState = { readonly alive: Participant } | { readonly dead: TokenDeath };

/** `claim`: as read by Tokens; undefined for a text that is no genuine token. */
export function tokenState(race: Race, claim: TokenClaim | undefined): TokenState {
  if (claim === undefined) return { dead: 'bad_token' };
  const participant = race.participants.find((one) => one.id === claim.participant);
  if (participant === undefined) return { dead: deathOfDeparted(race, claim) };
  if (race.phase.status === 'cancelled' && claim.generation <= participant.generation)
    return { dead: 'race_cancelled' };
  if (claim.generation !== participant.generation) return { dead: deathOfOlder(participant, claim) };
  const { standing } = participant;
  if (standing.status === 'abandoned' && standing.why === 'removed') return { dead: 'removed' };
  if (race.phase.status === 'finished' && race.phase.final) return { dead: 'race_over' };
  return { alive: participant };
}

function deathOfDeparted(race: Race, claim: TokenClaim): TokenDeath {
  const departed = race.departed.find((one) => one.id === claim.participant);
  if (departed === undefined || claim.generation > departed.generation) return 'bad_token';
  if (race.phase.status === 'cancelled') return 'race_cancelled';
  // Who left and came back has another pack: that is what to say, not that they are out.
  return race.participants.some((one) => one.user === departed.user) ? 'bad_token' : 'removed';
}

/** A reroll is the reason for all before it; else a new pack was asked for. A generation that never was is no token. */
function deathOfOlder(participant: Participant, claim: TokenClaim): TokenDeath {
  return claim.generation < participant.rerolledTo ? 'seed_changed' : 'bad_token';
}
