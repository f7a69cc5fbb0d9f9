// English: what an edit of a race touched, said in one way to who did it, to everybody, and in the list of who did what.

import { FIELD_OF_OPTION } from '../../pages/options.ts';
import type { Voice } from '../../words/voice.ts';

/** By the name of the command's argument. */
const CHANGED: Readonly<Record<string, string>> = {
  name: 'the name',
  note: 'the note',
  start: 'the start',
  players: 'the number of players',
  join: 'who may join',
  countdown: 'the countdown',
  autostart: 'how it starts',
  late: 'how late one may come',
  packs: 'when packs go out',
  map: 'who sees the map',
  delay: 'the spectators’ delay',
  finished_names: 'whether names of who finished are shown',
  inactive: 'when one counts as inactive',
  warning: 'when one is warned',
  provisional: 'how long results are provisional',
  reminder: 'the reminder',
};

const ARGUMENTS: Readonly<Record<string, string>> = { ...FIELD_OF_OPTION, scheduledStart: 'start' };

/** `names`: of arguments, or of the options and the rest as facts call them; `options` itself says nothing. */
export const changedWords = (names: readonly string[]): string =>
  names
    .filter((name) => name !== 'options')
    .map((name) => CHANGED[ARGUMENTS[name] ?? name] ?? name)
    .join(', ');

/** The start as it is now, where it was touched; null: none is announced any more. */
export const startNow = (start: number | null | undefined, v: Voice): string => {
  if (start === undefined) return '';
  return start === null ? ' No start is announced any more.' : ` It is announced for ${v.moment(start, null)}.`;
};
