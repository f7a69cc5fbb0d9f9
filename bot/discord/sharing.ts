// `share:true` shows an answer to the whole channel, once a minute and channel; in between answers stay private.

import type { Time } from '../../server/play/ports/index.ts';
import { SHARE_EVERY_MS } from './limits.ts';

export type Sharing = {
  /** Takes the channel's turn, or says no. */
  take(channel: string): boolean;
  /** Nothing was shown after all. */
  giveBack(channel: string): void;
};

export function makeSharing(time: Pick<Time, 'now'>): Sharing {
  /** Oldest first. */
  const sharedAt = new Map<string, number>();
  return {
    take(channel) {
      const now = time.now();
      for (const [known, at] of sharedAt) {
        // One that is still to come is of a clock that was set back since.
        if (at <= now && now - at < SHARE_EVERY_MS) break;
        sharedAt.delete(known);
      }
      if (sharedAt.has(channel)) return false;
      sharedAt.set(channel, now);
      return true;
    },
    giveBack: (channel) => void sharedAt.delete(channel),
  };
}
