// The words for a picture that may be old. Empty while it is fresh.

import { formatDuration } from './format.ts';

/** A page that has just loaded is given this long to connect before it says that it has not. */
const GRACE_MS = 4_000;

export function staleText(stale: { readonly since: number; readonly over: boolean } | null, now: number): string {
  if (stale === null) return '';
  if (stale.over) return 'No longer live. Reload to see what became of it.';
  const age = now - stale.since;
  return age < GRACE_MS ? '' : `Connection lost ${formatDuration(age)} ago. Trying again.`;
}
