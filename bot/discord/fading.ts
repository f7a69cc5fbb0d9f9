// Buttons that live for a minute look dead afterwards: the answer is edited once their time is over. After a restart nobody remembers
// them; a press then says that it was too late. Deliberately absent: judging presses (ears.ts).

import type { Time } from '../../server/play/ports/index.ts';
import type { Button } from '../../server/present/words/index.ts';
import { FADING_ANSWERS } from './limits.ts';

export type Fading = {
  /** `fade` shows the message with those of its buttons dead. Whatever was known of the message before is forgotten. */
  watch(message: string, buttons: readonly Button[], fade: () => Promise<unknown>): void;
  /** It was pressed: what stands there now is somebody else's. */
  forget(message: string): void;
  stop(): void;
};

export function makeFading(time: Time): Fading {
  /** Oldest first. */
  const timers = new Map<string, () => void>();
  const forget = (message: string) => {
    timers.get(message)?.();
    timers.delete(message);
  };
  return {
    watch(message, buttons, fade) {
      forget(message);
      const last = Math.max(...buttons.map((button) => button.expiresAt ?? 0), 0);
      if (last === 0) return;
      const wait = last - time.now() + 1;
      const stop = time.after(Math.max(0, wait), () => {
        timers.delete(message);
        // Somebody may have put the answer away, or the connection is gone: it looks alive then, and says that it is not.
        fade().catch(() => {});
      });
      timers.set(message, stop);
      const [oldest] = timers.size > FADING_ANSWERS ? timers.keys() : [];
      if (oldest !== undefined) forget(oldest);
    },
    forget,
    stop() {
      for (const stop of timers.values()) stop();
      timers.clear();
    },
  };
}
