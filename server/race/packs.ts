// When the packs of a race go out (COMMANDS.md, Packs). Deliberately absent: links and files.

import type { PackMode } from './options.ts';
import type { Race } from './race.ts';

/** `auto`, with a scheduled start: so long before it. */
export const PACKS_BEFORE_START_MINUTES = 30;

/** `at` null and not out: by hand, or so long before a start that is not scheduled. */
export type PacksWhen = { readonly out: boolean; readonly mode: PackMode; readonly at: number | null };

export function packsWhen(race: Race, now: number): PacksWhen {
  const { packs: mode } = race.options;
  const at = plannedAt(race);
  const begun = race.phase.status !== 'draft' && race.phase.status !== 'open';
  const atJoin = mode === 'join' || (mode === 'auto' && race.scheduledStart === null);
  return { out: race.packsReleased || begun || atJoin || (at !== null && now >= at), mode, at };
}

function plannedAt(race: Race): number | null {
  const { packs: mode } = race.options;
  if (race.scheduledStart === null || mode === 'join' || mode === 'manual') return null;
  const minutes = mode === 'auto' ? PACKS_BEFORE_START_MINUTES : mode.minutesBefore;
  return race.scheduledStart - minutes * 60_000;
}
