// The judge's words: out, back in, a result by hand, under review.

import { foldFacts } from '../evolve.ts';
import type { Intent } from '../intents.ts';
import type { Race } from '../race.ts';
import type { Body, Judged } from './body.ts';
import { factsOf, findPlayer, holds, no, yes } from './body.ts';

/** 100 hours: above it an IGT is not one (PROTOCOL.md, bad_igt). */
export const MAX_IGT_MS = 360_000_000;

export const isIgt = (igtMs: number): boolean => Number.isInteger(igtMs) && igtMs >= 0 && igtMs <= MAX_IGT_MS;

type JudgeIntent = Extract<
  Intent,
  { readonly type: 'disqualify' | 'restore' | 'set_result' | 'hold' | 'release_hold' }
>;

export function judgeJudge(race: Race, intent: JudgeIntent): Judged {
  const { by } = intent;
  const player = findPlayer(race, intent.participant);
  if (player === undefined) return no({ code: 'not_in_race' });
  const participant = player.id;
  switch (intent.type) {
    case 'disqualify': {
      const { standing } = player;
      const { reason } = intent;
      // Another reason corrects the one before; everybody hears it.
      const isOut = standing.status === 'abandoned' && standing.why === 'disqualified';
      if (isOut && standing.reason === reason) return holds;
      return yes({ type: 'player_abandoned', by, participant, why: 'disqualified', reason, lastMovedAt: null });
    }
    case 'restore':
      return restore(race, intent);
    case 'set_result':
      if (!isIgt(intent.igtMs)) return no({ code: 'bad_igt' });
      return yes({ type: 'result_set', by, participant, igtMs: intent.igtMs, reason: intent.reason });
    case 'hold':
      return player.held ? holds : yes({ type: 'result_held', by, participant });
    case 'release_hold':
      return player.held ? yes({ type: 'result_released', by, participant }) : holds;
  }
}

/** Back in, also after a wrong finish. Reopens a race whose results are provisional when somebody plays again. */
function restore(race: Race, { by, participant }: Extract<Intent, { type: 'restore' }>): Judged {
  const player = findPlayer(race, participant);
  if (player === undefined) return no({ code: 'not_in_race' });
  const { standing } = player;
  const out = standing.status === 'abandoned';
  if (!out && standing.status !== 'finished') {
    return player.held ? yes({ type: 'result_released', by, participant }) : holds;
  }
  const back: Body = { type: 'player_restored', by, participant, how: 'restore' };
  const after = foldFacts(factsOf([back], race.lastFactAt), race) ?? race;
  const plays = findPlayer(after, participant)?.standing.status === 'playing';
  // A result that was reached before is no coming back into the race.
  if (plays && out && player.sawMap) return no({ code: 'saw_map' });
  return race.phase.status === 'finished' && plays ? yes(back, { type: 'race_reopened', by }) : yes(back);
}
