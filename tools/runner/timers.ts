// All timers of one game, which end together when it crashes or is closed.

import type { Time } from '../../server/play/ports/index.ts';

export class Timers {
  readonly #time: Pick<Time, 'after'>;
  readonly #running = new Set<() => void>();

  constructor(time: Pick<Time, 'after'>) {
    this.#time = time;
  }

  /** Returns what calls it off. */
  readonly after = (ms: number, then: () => void): (() => void) => {
    const off = this.#time.after(ms, () => {
      this.#running.delete(off);
      then();
    });
    this.#running.add(off);
    return () => {
      this.#running.delete(off);
      off();
    };
  };

  end(): void {
    for (const off of this.#running) off();
    this.#running.clear();
  }
}
