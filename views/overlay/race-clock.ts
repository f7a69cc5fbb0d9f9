// The countdown and the race clock as text, at the server's instant.

import type { PageRace } from '../../server/present/wire/to-page.ts';
import { formatDuration } from './format.ts';

/** After GO the word stays this long before the clock runs. */
const GO_SHOWN_MS = 2_000;

export type ClockText = { readonly label: string; readonly text: string };

/**
 * Null: nothing to show in this status. `now`: server epoch ms. `delayMs`: by how much this viewer sees the race late; the
 * countdown is shown at its real instant.
 */
export function clockText(race: PageRace, now: number, delayMs = 0): ClockText | null {
  if (race.status === 'countdown' && race.starts_at !== null) return countdown(race.starts_at - now, delayMs);
  if (race.status === 'running' && race.started_at !== null) {
    const since = now - delayMs - race.started_at;
    return since < GO_SHOWN_MS ? GO : { label: 'Race clock', text: formatDuration(since) };
  }
  return null;
}

/** The whole race, once it is over. */
export function tookText(race: PageRace): string | null {
  if (race.status !== 'finished' || race.started_at === null || race.finished_at === null) return null;
  return formatDuration(race.finished_at - race.started_at);
}

const GO: ClockText = { label: '', text: 'GO!' };

function countdown(left: number, delayMs: number): ClockText {
  if (left > 0) return { label: 'Starts in', text: inSeconds(left) };
  return delayMs + left > GO_SHOWN_MS ? { label: 'Shown in', text: inSeconds(delayMs + left) } : GO;
}

const inSeconds = (ms: number): string => formatDuration(Math.ceil(ms / 1000) * 1000);
