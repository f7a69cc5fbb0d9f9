// English: what a race's page says about the race itself, to everybody.

import type { PacksWhen } from '../../../commands/reply.ts';
import type { RaceOptions } from '../../../race/options.ts';

export const DRAFT = 'A draft: only its organizers see it until they open it.';
export const PROVISIONAL = 'Results are provisional: the organizers may still correct them.';
export const FINAL = 'Results are final.';
export const CLOSED = 'Joining is closed.';
export const late = (seconds: number): string =>
  `What you see here is ${seconds === 1 ? '1 second' : `${seconds} seconds`} late, so that nobody can help the players.`;
export const cancelled = (by: string | null, reason: string | null): string =>
  `Cancelled${by === null ? '' : ` by ${by}`}${reason === null ? '.' : `: ${reason}`}`;

/** How it starts, and whom an announced time waits for. */
export const starts = (autostart: boolean, announced: boolean): string => {
  if (!autostart) return 'when an organizer says so';
  return announced ? 'by itself then, once everybody is ready' : 'by itself, once everybody is ready';
};

/** Null: a time says it. */
export function packs({ out, mode, at }: PacksWhen): string | null {
  if (!out && at !== null) return null;
  return out || mode !== 'manual' ? 'come on joining' : 'come when an organizer sends them out';
}

export const JOINING: Readonly<Record<RaceOptions['join'], string | null>> = {
  anyone: null,
  ask: 'by asking: an organizer lets you in',
  invited: 'by invitation',
};

export const count = (players: number, most: number, waiting: number): string =>
  `${players} of ${most}${waiting === 0 ? '' : `, ${waiting} waiting`}`;
