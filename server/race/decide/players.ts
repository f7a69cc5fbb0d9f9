// What players may ask for themselves.

import type { Circumstances, Intent } from '../intents.ts';
import { checkText } from '../limits.ts';
import type { Participant, Race } from '../race.ts';
import type { Judged } from './body.ts';
import { findPlayer, holds, MINUTE_MS, no, yes } from './body.ts';
import { isFull, joinBody } from './joining.ts';

/** `not_ready` stops a countdown until this long before the start (ARCHITECTURE.md). */
export const STOP_UNTIL_MS = 3_000;

type PlayerIntent = Extract<
  Intent,
  {
    readonly type:
      | 'join'
      | 'leave'
      | 'renew_pack'
      | 'pack_downloaded'
      | 'forfeit'
      | 'unforfeit'
      | 'see_map'
      | 'report_problem'
      | 'not_ready';
  }
>;

export function judgePlayer(race: Race, intent: PlayerIntent, { now }: Circumstances): Judged {
  switch (intent.type) {
    case 'join':
      return join(race, intent, now);
    case 'leave':
      return leave(race, intent);
    case 'renew_pack': {
      const player = findPlayer(race, intent.participant);
      if (player === undefined) return no({ code: 'not_in_race' });
      const generation = player.generation + 1;
      return yes({ type: 'pack_renewed', by: intent.by, participant: player.id, generation });
    }
    case 'pack_downloaded': {
      const { participant, generation } = intent;
      const over = race.phase.status === 'cancelled' || (race.phase.status === 'finished' && race.phase.final);
      return over || !isOfThisSeed(race, participant, generation)
        ? holds
        : yes({ type: 'pack_downloaded', participant, generation });
    }
    case 'report_problem':
      return reportProblem(intent);
    case 'forfeit':
      return forfeit(race, intent);
    case 'unforfeit':
      return unforfeit(race, intent);
    case 'see_map': {
      const player = findPlayer(race, intent.participant);
      if (player === undefined) return no({ code: 'not_in_race' });
      if (player.sawMap || player.standing.status === 'finished') return holds;
      if (player.standing.status !== 'abandoned') return no({ code: 'not_out' });
      // Nobody sees it before the end: they would give up their way back for nothing.
      if (race.options.map === 'after' && race.phase.status === 'running') return no({ code: 'map_after_end' });
      return yes({ type: 'map_seen', participant: player.id });
    }
    case 'not_ready':
      return notReady(race, findPlayer(race, intent.participant), intent, now);
  }
}

function join(race: Race, intent: Extract<Intent, { type: 'join' }>, now: number): Judged {
  const { person, newParticipant } = intent;
  const { user } = person;
  const by = { kind: 'user', ...person } as const;
  const known = [...race.participants, ...race.waiting];
  if (known.some((one) => one.user === user)) return holds;
  if ([...race.casters].some((one) => one.user === user)) return no({ code: 'caster_cannot_join' });
  const invited = race.invited.some((one) => one.user === user);
  if (!invited && race.departed.some((one) => one.user === user && one.how === 'removed')) {
    return no({ code: 'removed_before' });
  }
  if (race.locked) return no({ code: 'locked' });
  const { phase, options } = race;
  if (phase.status === 'running' && now >= phase.startedAt + options.lateMinutes * MINUTE_MS) {
    return no({ code: 'too_late_to_join' });
  }
  if (!invited && options.join === 'invited') return no({ code: 'invited_only' });
  if (!invited && options.join === 'ask') {
    if (race.asked.some((one) => one.user === user)) return holds;
    return yes({ type: 'join_requested', person, participant: newParticipant });
  }
  if (isFull(race)) {
    if (phase.status === 'running') return no({ code: 'race_full' });
    return yes({ type: 'player_waiting', person, participant: newParticipant });
  }
  return yes(joinBody(race, by, person, newParticipant));
}

function leave(race: Race, { user }: Extract<Intent, { type: 'leave' }>): Judged {
  const player = race.participants.find((one) => one.user === user);
  if (player !== undefined) {
    if (race.phase.status === 'running') return no({ code: 'wrong_status', status: 'running', intent: 'leave' });
    return yes({ type: 'player_left', participant: player.id });
  }
  const candidate = [...race.waiting, ...race.asked].some((one) => one.user === user);
  return candidate ? yes({ type: 'player_stopped_waiting', user }) : no({ code: 'not_in_race' });
}

/** A download that ends after a new pack or a departure still put this seed into somebody's hands. */
function isOfThisSeed(race: Race, id: string, generation: number): boolean {
  const player = findPlayer(race, id);
  if (player !== undefined) return generation <= player.generation && generation >= player.rerolledTo;
  return race.departed.some((one) => one.id === id && generation <= one.generation);
}

function reportProblem({ person, text }: Extract<Intent, { type: 'report_problem' }>): Judged {
  const refused = checkText(text);
  return refused === undefined ? yes({ type: 'problem_reported', person, text: text.trim() }) : no(refused);
}

function forfeit(race: Race, intent: Extract<Intent, { type: 'forfeit' }>): Judged {
  const player = findPlayer(race, intent.participant);
  if (player === undefined) return no({ code: 'not_in_race' });
  switch (player.standing.status) {
    case 'finished':
      return no({ code: 'already_finished' });
    case 'abandoned':
      return player.standing.why === 'forfeit' ? holds : no({ code: 'already_out', why: player.standing.why });
    case 'registered':
    case 'ready':
    case 'playing':
      return yes({
        type: 'player_abandoned',
        by: intent.by,
        participant: player.id,
        why: 'forfeit',
        reason: null,
        lastMovedAt: null,
      });
  }
}

function unforfeit(race: Race, intent: Extract<Intent, { type: 'unforfeit' }>): Judged {
  const player = findPlayer(race, intent.participant);
  if (player === undefined) return no({ code: 'not_in_race' });
  if (player.standing.status !== 'abandoned') return holds;
  if (player.standing.why !== 'forfeit') return no({ code: 'already_out', why: player.standing.why });
  if (player.sawMap) return no({ code: 'saw_map' });
  return yes({ type: 'player_restored', by: intent.by, participant: player.id, how: 'unforfeit' });
}

function notReady(
  race: Race,
  player: Participant | undefined,
  intent: Extract<Intent, { type: 'not_ready' }>,
  now: number,
): Judged {
  if (player === undefined) return no({ code: 'not_in_race' });
  const { phase } = race;
  if (phase.status !== 'open' && phase.status !== 'countdown') return holds;
  const { standing } = player;
  const takenBack = intent.reason === 'player' && standing.status === 'registered' && standing.reason !== 'player';
  if (standing.status !== 'ready' && !takenBack) return holds;
  const fact = { type: 'player_not_ready', participant: player.id, reason: intent.reason } as const;
  if (phase.status === 'open' || standing.status !== 'ready') return yes(fact);
  if (phase.startsAt - now < STOP_UNTIL_MS) return no({ code: 'too_late_to_stop' });
  const by = { kind: 'user', user: player.user, name: player.name } as const;
  return yes(fact, { type: 'countdown_stopped', by, participant: player.id });
}
