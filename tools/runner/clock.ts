// What time it is at the server, as a player's computer works it out: of all exchanges the one with the shortest way stands
// (PROTOCOL.md, Clock).

import type { Time } from '../../server/play/ports/index.ts';
import type { ToModOf } from '../../server/present/wire/to-mod.ts';

export class ServerClock {
  readonly #time: Pick<Time, 'now'>;
  #offsetMs = 0;
  #bestRttMs = Number.POSITIVE_INFINITY;

  constructor(time: Pick<Time, 'now'>) {
    this.#time = time;
  }

  /** Server ms; not whole. Before the first exchange the computer's own. */
  now(): number {
    return this.#time.now() + this.#offsetMs;
  }

  /** The next exchange stands, however long it takes. */
  forget(): void {
    this.#bestRttMs = Number.POSITIVE_INFINITY;
  }

  /** What to tell the server where this exchange was better than all before. */
  measure({ t0, t1, t2 }: ToModOf<'time_sync'>): { readonly rtt_ms: number; readonly bound_ms: number } | undefined {
    const t3 = this.#time.now();
    const rtt = t3 - t0 - (t2 - t1);
    if (rtt >= this.#bestRttMs) return undefined;
    this.#bestRttMs = rtt;
    this.#offsetMs = (t1 - t0 + (t2 - t3)) / 2;
    return { rtt_ms: Math.max(0, rtt), bound_ms: Math.max(0, rtt / 2) };
  }
}
