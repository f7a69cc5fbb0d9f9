// Whether the packs of a race are out, and else when they will be (COMMANDS.md, Packs). Deliberately absent: links and files.

import { packsOutAt } from './decide/time.ts';
import type { PackMode } from './options.ts';
import type { Race } from './race.ts';

/** `at` null and not out: when the race opens, by hand, or so long before a start that is not scheduled. */
export type PacksWhen = { readonly out: boolean; readonly mode: PackMode; readonly at: number | null };

export const packsWhen = (race: Race): PacksWhen => ({
  out: race.packsReleased,
  mode: race.options.packs,
  at: packsOutAt(race),
});
