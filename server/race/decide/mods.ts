// What mods say. A race must not stop on a suspicion: what is odd is kept and marked (PROTOCOL.md, Refused).

import type { Mark } from '../facts.ts';
import type { Circumstances, Intent } from '../intents.ts';
import type { Participant, Race } from '../race.ts';
import type { Body, Judged } from './body.ts';
import { findPlayer, holds, no, yes } from './body.ts';
import { report } from './reports.ts';

type ModIntent = Extract<
  Intent,
  { readonly type: 'ready' | 'connected' | 'disconnected' | 'save' | 'note' | 'report' }
>;

export function judgeMod(race: Race, intent: ModIntent, circumstances: Circumstances): Judged {
  const player = findPlayer(race, intent.participant);
  if (player === undefined) return no({ code: 'not_racing' });
  if (intent.type === 'report') return report(race, player, intent, circumstances);
  // Nothing is recorded any more; that is no error of the mod's.
  if (race.phase.status === 'cancelled' || (race.phase.status === 'finished' && race.phase.final)) return holds;
  const participant = player.id;
  switch (intent.type) {
    case 'ready':
      return ready(race, player);
    case 'connected': {
      const { modVersion, gameVersion, pack } = intent;
      const marks: readonly Mark[] = pack !== null && pack !== race.seed.pack ? ['wrong_pack'] : [];
      const fact: Body = { type: 'mod_connected', participant, modVersion, gameVersion, pack, marks };
      return yes(fact, ...startLate(race, player, circumstances.now));
    }
    case 'disconnected':
      return yes({ type: 'mod_disconnected', participant });
    case 'save': {
      const marks: readonly Mark[] = intent.state === 'other' ? ['stale_save'] : [];
      return yes({ type: 'save_reported', participant, state: intent.state, igtMs: intent.igtMs, marks });
    }
    case 'note':
      return yes({ type: 'note_reported', participant, code: intent.code, text: intent.text });
  }
}

function ready(race: Race, player: Participant): Judged {
  const { status } = race.phase;
  if (status === 'draft') return no({ code: 'race_not_running' });
  const may = (status === 'open' || status === 'countdown') && player.standing.status === 'registered';
  return may ? yes({ type: 'player_ready', participant: player.id }) : holds;
}

/**
 * Registered in a running race: the first authenticated connection within `late` plays (ARCHITECTURE.md). Time has passed
 * before: who comes later is a no-show by now.
 */
export function startLate(race: Race, player: Participant, now: number): readonly Body[] {
  if (race.phase.status !== 'running' || player.standing.status !== 'registered') return [];
  const lateMs = Math.max(0, now - race.phase.startedAt);
  return [{ type: 'player_started_late', participant: player.id, lateMs }];
}
