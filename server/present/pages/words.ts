// The words of the pages for statuses and reasons. English; another language would stand beside this file.

import type { AbandonReason } from '../../race/facts.ts';
import type { PlayerStatus, RaceStatus } from '../../race/race.ts';

export const RACE_WORDS: Readonly<Record<RaceStatus, string>> = {
  draft: 'Draft',
  open: 'Open',
  countdown: 'Starting',
  running: 'Running',
  finished: 'Finished',
  cancelled: 'Cancelled',
};

/** Beside a player's name; playing and finished speak through their numbers. */
export const PLAYER_WORDS: Readonly<Record<PlayerStatus, string>> = {
  registered: 'not ready',
  ready: 'ready',
  playing: '',
  finished: '',
  abandoned: 'out',
};

export const OUT_WORDS: Readonly<Record<AbandonReason, string>> = {
  forfeit: 'forfeit',
  inactive: 'inactive',
  no_show: 'no show',
  removed: 'removed',
  disqualified: 'disqualified',
  ended: 'did not finish',
};
