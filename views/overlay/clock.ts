// The server's clock in this browser: the exchange with the smallest round trip of the last eight stands (PROTOCOL.md,
// Clock). Before the first exchange the `now` of a snapshot serves.

const KEPT = 8;
/** Two clocks drift apart so little between the exchanges that are kept; what differs by more was before a jump. */
const DRIFT_MS = 250;

type Exchange = { readonly offset: number; readonly rtt: number };

export type ServerClock = {
  /** Server epoch ms. */
  now(): number;
  /** A snapshot's `now`; used until an exchange is known. */
  hint(serverNow: number): void;
  /** `t0`: what `mono` said when asking; `t1`, `t2`: the server's. */
  exchanged(t0: number, t1: number, t2: number): void;
};

/** `mono`: a clock that never jumps, ms. */
export function makeServerClock(mono: () => number): ServerClock {
  let exchanges: readonly Exchange[] = [];
  let hinted: number | undefined;
  const offset = (): number => {
    const best = [...exchanges].sort((a, b) => a.rtt - b.rtt)[0];
    return best?.offset ?? hinted ?? Date.now() - mono();
  };
  return {
    now: () => mono() + offset(),
    hint: (serverNow) => {
      hinted = serverNow - mono();
    },
    exchanged: (t0, t1, t2) => {
      const t3 = mono();
      const newest = { offset: (t1 - t0 + (t2 - t3)) / 2, rtt: t3 - t0 - (t2 - t1) };
      exchanges = [...exchanges.filter((one) => agree(one, newest)), newest].slice(-KEPT);
    },
  };
}

/** Each is wrong by half its round trip at most. A clock that stands while the machine sleeps has two that cannot both be true. */
const agree = (a: Exchange, b: Exchange): boolean => Math.abs(a.offset - b.offset) <= (a.rtt + b.rtt) / 2 + DRIFT_MS;
