// The sentences that go over the wire, in English, in one place. Each says what to do next where something can be done.

import type { Fact } from '../../race/facts.ts';
import type { Race } from '../../race/race.ts';
import type { AuthErrorCode, ErrorCode, UpgradeErrorCode } from './codes.ts';

/** What a sentence may name of its race. `host`: of PUBLIC_URL. */
export type Named = { readonly host: string; readonly race: Pick<Race, 'code' | 'phase'> | undefined };

export function authErrorText(code: AuthErrorCode, { host, race }: Named): string {
  const link = race === undefined ? host : `${host}/r/${race.code}`;
  const getPack = `/pack in Discord, !pack in chat, or ${link}`;
  switch (code) {
    case 'bad_token':
      return `This pack is no longer valid. Get your pack: ${getPack}`;
    case 'seed_changed':
      return `New seed. Get your pack: ${getPack}`;
    case 'removed':
      return 'You are not in this race any more. Ask its organizer if that is a mistake.';
    case 'race_over':
      return `This race is over. Results: ${link}`;
    case 'race_cancelled':
      return race?.phase.status === 'cancelled' ? cancelledText(race.phase) : 'This race was cancelled.';
    case 'mod_outdated':
      return `This pack's mod is too old for the server. Get your pack again: ${getPack}`;
  }
}

const ERROR_TEXTS: Readonly<Record<ErrorCode, string>> = {
  race_not_running: 'The race is not running yet.',
  try_again: 'The server cannot store this now. It will be sent again.',
  unknown_zone: 'This gate is not part of the race.',
  bad_igt: 'This in-game time cannot be right.',
  not_racing: 'You are not racing in this race any more.',
  seq_conflict: 'Another event was stored under this number.',
  malformed: 'The server did not understand this message.',
  unknown_type: 'The server does not know this kind of message.',
  too_fast: 'Too many messages. It will be sent again.',
};

/** `detail`: what exactly was malformed. */
export const errorText = (code: ErrorCode, detail?: string): string =>
  detail === undefined ? ERROR_TEXTS[code] : `${ERROR_TEXTS[code]} (${detail})`;

const UPGRADE_TEXTS: Readonly<Record<UpgradeErrorCode, string>> = {
  unknown_race: 'There is no such race.',
  not_found: 'There is nothing at this address.',
  too_many_connections: 'Too many connections from this address.',
  foreign_origin: 'This page may not connect here.',
  try_again: 'The server is not ready. Try again.',
};
export const upgradeErrorText = (code: UpgradeErrorCode): string => UPGRADE_TEXTS[code];

type Cancelled = Extract<Race['phase'], { readonly status: 'cancelled' }>;

function cancelledText({ by, reason }: Cancelled): string {
  const who = by.kind === 'user' ? `Cancelled by ${by.name}` : 'Cancelled';
  return reason === null ? `${who}. You can stop.` : `${who}: ${reason}. You can stop.`;
}

/** What a mod reads beside a new status; null where the status says it all. */
export function statusText(race: Race): string | null {
  switch (race.phase.status) {
    case 'cancelled':
      return cancelledText(race.phase);
    case 'finished':
      return race.phase.final ? 'The results are final.' : 'The race is over.';
    case 'running':
      return 'The race goes on.';
    case 'draft':
    case 'open':
    case 'countdown':
      return null;
  }
}

/** Why a countdown ended without a start. */
export function countdownStoppedText(facts: readonly Fact[], race: Race): string {
  const stopped = facts.findLast((fact) => fact.type === 'countdown_stopped');
  const player = race.participants.find((one) => one.id === stopped?.participant);
  if (player !== undefined) return `${player.name} is not ready.`;
  return stopped?.by.kind === 'user' ? `Stopped by ${stopped.by.name}.` : 'The countdown was stopped.';
}

/** To the player whose `not_ready` came in the last seconds. */
export const TOO_LATE_TO_STOP = 'Too late: the race starts now.';
export const AUTH_FIRST = 'auth comes first';
