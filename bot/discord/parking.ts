// What a button asks for where it does not fit into the button: the newest few, in memory, by a key that no earlier process gave.

import type { PressedAsk } from './custom-id.ts';
import { PARKED_BUTTONS } from './limits.ts';

export type Parking = {
  put(ask: PressedAsk): string;
  get(key: string): PressedAsk | undefined;
};

/** `startedAt`: server ms; makes keys differ between processes. */
export function makeParking(startedAt: number): Parking {
  const parked = new Map<string, PressedAsk>();
  let made = 0;
  return {
    put(ask) {
      made += 1;
      const key = `${startedAt.toString(36)}-${made.toString(36)}`;
      parked.set(key, ask);
      const oldest = parked.size > PARKED_BUTTONS ? parked.keys().next().value : undefined;
      if (oldest !== undefined) parked.delete(oldest);
      return key;
    },
    get: (key) => parked.get(key),
  };
}
