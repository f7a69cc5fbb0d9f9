// What a genuine token still is to its race (PROTOCOL.md, tokens): alive, or dead of a reason that its holder is told.
// The download links ask the same.

import type { Participant, Race } from '../race/race.ts';
import type { Tokens } from './ports/index.ts';

export type TokenClaim = NonNullable<ReturnType<Tokens['read']>>;
export type TokenDeath = 'bad_token' | 'seed_changed' | 'removed' | 'race_over' | 'race_cancelled';
export type TokenState = { readonly alive: Participant } | { readonly dead: TokenDeath };
export type LinkDeath = Exclude<TokenDeath, 'race_over'>;
export type LinkState = { readonly alive: Participant } | { readonly dead: LinkDeath };

/** For mods. `claim`: as read by Tokens; undefined for a text that is no genuine token. */
export function tokenState(race: Race, claim: TokenClaim | undefined): TokenState {
  const state = linkState(race, claim);
  const over = race.phase.status === 'finished' && race.phase.final;
  return 'alive' in state && over ? { dead: 'race_over' } : state;
}

/** For download links: a seed may be played again after its race, so the end of the race does not kill them. */
export function linkState(race: Race, claim: TokenClaim | undefined): LinkState {
  if (claim === undefined) return { dead: 'bad_token' };
  const participant = race.participants.find((one) => one.id === claim.participant);
  if (participant === undefined) return { dead: deathOfDeparted(race, claim) };
  if (race.phase.status === 'cancelled' && claim.generation <= participant.generation)
    return { dead: 'race_cancelled' };
  if (claim.generation !== participant.generation) return { dead: deathOfOlder(participant, claim) };
  const { standing } = participant;
  if (standing.status === 'abandoned' && standing.why === 'removed') return { dead: 'removed' };
  return { alive: participant };
}

function deathOfDeparted(race: Race, claim: TokenClaim): LinkDeath {
  const departed = race.departed.find((one) => one.id === claim.participant);
  if (departed === undefined || claim.generation > departed.generation) return 'bad_token';
  if (race.phase.status === 'cancelled') return 'race_cancelled';
  // Who left and came back has another pack: that is what to say, not that they are out.
  return race.participants.some((one) => one.user === departed.user) ? 'bad_token' : 'removed';
}

/** A reroll is the reason for all before it; else a new pack was asked for. A generation that never was is no token. */
function deathOfOlder(participant: Participant, claim: TokenClaim): LinkDeath {
  return claim.generation < participant.rerolledTo ? 'seed_changed' : 'bad_token';
}
