// The countdown and the race clock as text, at the server's instant.

import type { PageRace } from '../../server/present/wire/to-page.ts';
import { formatDuration } from './format.ts';

/** After GO the word stays this long before the clock runs. */
const GO_SHOWN_MS = 2_000;

export type ClockText = { readonly label: string; readonly text: string };

/** Null: nothing to show in this status. `now`: server epoch ms. */
export function clockText(race: PageRace, now: number): ClockText | null {
  if (race.status === 'countdown' && race.starts_at !== null) return countdown(race.starts_at - now);
  if (race.status === 'running' && race.started_at !== null) {
    const since = now - race.started_at;
    return since < GO_SHOWN_MS ? GO : { label: 'Race clock', text: formatDuration(since) };
  }
  return null;
}

const GO: ClockText = { label: '', text: 'GO!' };

const countdown = (left: number): ClockText =>
  left <= 0 ? GO : { label: 'Starts in', text: formatDuration(Math.ceil(left / 1000) * 1000) };
