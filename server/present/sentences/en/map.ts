// English: why the map of a race is hidden from who looks, and what they can do about it.

import type { RaceStatus } from '../../../race/race.ts';

/** `beforeTheStart`: it is hidden from everybody. `racing`: they play, or may come in. `out`: they may still come back. */
export type HiddenWhy = 'beforeTheStart' | 'cancelled' | 'racing' | 'out' | 'unsaid' | 'casters' | 'after';

export const hiddenMap: Readonly<Record<HiddenWhy, string>> = {
  beforeTheStart: 'The map is hidden until the start: this is its size, not its shape.',
  cancelled: 'The race was cancelled: its map stays hidden.',
  racing: 'The map stays hidden from you until you have finished: this is its size, not its shape.',
  out: 'The map is hidden while you can come back into the race. “Show me the map” ends that.',
  unsaid: 'Not racing in this one? Say so, and you see the map.',
  casters: 'Only organizers and casters see the map before the end.',
  after: 'Nobody sees the map before the end.',
};

/** Beside a map that others do not see. */
export const insideOnly = (status: RaceStatus): string =>
  status === 'running' ? 'Only organizers and casters see this map before the end. Keep it off the stream.' : '';
