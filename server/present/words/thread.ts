// What a race's thread is called.

import type { Race } from '../../race/race.ts';
import { cut, makeVoice } from './voice.ts';
import { LIMITS } from './words.ts';

/** At most 100 characters, the code always among them. */
export function threadName({ name, code }: Pick<Race, 'name' | 'code'>): string {
  const end = ` (${code})`;
  return `${cut([...makeVoice('plain').quote(name)], LIMITS.threadName - end.length)}${end}`;
}
