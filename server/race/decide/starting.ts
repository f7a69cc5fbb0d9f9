// The start: who is missing, and the countdown with its absolute instant.

import type { Circumstances, Intent, Liveness, Missing } from '../intents.ts';
import type { Participant, Race } from '../race.ts';
import type { Body, Judged } from './body.ts';
import { holds, no, yes } from './body.ts';

/** Ready, but offline for this long: counts as missing (PROTOCOL.md, Ready). */
export const OFFLINE_MISSING_MS = 30_000;

export function start(race: Race, intent: Extract<Intent, { type: 'start' }>, { now, live }: Circumstances): Judged {
  if (race.phase.status !== 'open') return holds;
  const missing = missingPlayers(race, live, now);
  const gone = new Set(missing.map((one) => one.participant));
  const ready = race.participants.filter((one) => one.standing.status === 'ready' && !gone.has(one.id)).length;
  const { by } = intent;
  if (intent.missing === 'strict' && missing.length > 0) {
    return no({ code: 'players_missing', missing, ready, late: mayComeLate(race, missing) });
  }
  if (ready === 0) return no({ code: 'nobody_ready' });
  const removed =
    intent.missing === 'without'
      ? missing.map(({ participant }): Body => ({ type: 'player_removed', by, participant }))
      : [];
  const seconds = race.options.countdownSeconds;
  return yes(...removed, { type: 'countdown_started', by, startsAt: now + seconds * 1000, seconds });
}

/** Who is ready plays from GO on, however long they are offline; everybody else has `late`, which may be no time at all. */
const mayComeLate = ({ options }: Race, missing: readonly Missing[]): boolean =>
  options.lateMinutes > 0 || missing.every(({ why }) => why === 'offline');

export function missingPlayers(race: Race, live: Readonly<Record<string, Liveness>>, now: number): readonly Missing[] {
  return race.participants.flatMap((one) => {
    const why = whyMissing(one, live[one.id], now);
    return why === undefined ? [] : [{ participant: one.id, name: one.name, why }];
  });
}

function whyMissing(one: Participant, live: Liveness | undefined, now: number): Missing['why'] | undefined {
  if (one.standing.status === 'ready') {
    const since = live?.offlineSince ?? null;
    return since !== null && now - since >= OFFLINE_MISSING_MS ? 'offline' : undefined;
  }
  if (one.standing.status !== 'registered') return undefined;
  if (live?.connected === true) return one.standing.reason === 'player' ? 'took_ready_back' : 'not_ready';
  return one.downloaded ? 'never_connected' : 'no_pack';
}
