// What stands beside a player's name wherever the leaderboard is shown: why they are out, and what a judge or a late start has to do
// with their result. Only what every viewer may know. Deliberately absent: who is connected, numbers, what organizers alone are told.

import type { Participant } from '../race/race.ts';
import { formatDuration } from './pages/format.ts';
import { OUT_WORDS, PLAYER_WORDS } from './sentences/en/labels.ts';

/** `ready`, `forfeit` ... and, of results, `late +6:12`, `by hand`, `under review`. */
export function playerNotes({ standing, lateMs, held }: Participant): string[] {
  const word = standing.status === 'abandoned' ? OUT_WORDS[standing.why] : PLAYER_WORDS[standing.status];
  return [
    word,
    lateMs === null ? '' : `late +${formatDuration(lateMs)}`,
    standing.status === 'finished' && standing.byHand ? 'by hand' : '',
    held ? 'under review' : '',
  ].filter((note) => note !== '');
}
