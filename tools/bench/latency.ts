// How long it took from a mod's pulse to the spectator whose frame carries it. A pulse is known by its race and its IGT, which no
// other player of that race ever has: the last three digits are the player's number.

export type Percentiles = { readonly p50: number; readonly p99: number; readonly max: number; readonly count: number };

const PLAYERS_MOST = 1_000;
const FORGET_AFTER = 64;

/** The nearest-rank percentiles of ms; zeros where nothing was measured. */
export function percentiles(samples: readonly number[]): Percentiles {
  const sorted = Float64Array.from(samples).sort();
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1), count: sorted.length };
}

/** IGT of a player's nth pulse; `baseMs` a multiple of 1,000. */
export const pulseIgt = (baseMs: number, player: number, nth: number): number => baseMs + nth * PLAYERS_MOST + player;
const playerOf = (igtMs: number): number => igtMs % PLAYERS_MOST;

/** When the pulses of one race were sent. */
export class SentPulses {
  readonly #at = new Map<number, number>();

  put(igtMs: number, now: number): void {
    this.#at.set(igtMs, now);
    this.#at.delete(igtMs - FORGET_AFTER * PLAYERS_MOST);
  }

  get(igtMs: number): number | undefined {
    return this.#at.get(igtMs);
  }
}

/** One spectator with a watch: each pulse counts when it is seen first. */
export function makeWitness(sent: SentPulses, onSeen: (ms: number) => void): (payload: Buffer) => void {
  const newest = new Map<number, number>();
  return (payload) => {
    const now = performance.now();
    for (const igtMs of igtsIn(payload)) {
      const player = playerOf(igtMs);
      if (igtMs <= (newest.get(player) ?? 0)) continue;
      newest.set(player, igtMs);
      const at = sent.get(igtMs);
      if (at !== undefined) onSeen(now - at);
    }
  };
}

type Told = {
  type?: string;
  players?: [string, number, number][];
  participants?: { igt_ms: number }[];
  player?: { igt_ms: number };
};

/** Every message that carries an IGT to pages (PROTOCOL.md). */
function igtsIn(payload: Buffer): readonly number[] {
  const told = JSON.parse(payload.toString()) as Told;
  if (told.type === 'tick') return (told.players ?? []).map(([, igtMs]) => igtMs);
  if (told.type === 'leaderboard_update') return (told.participants ?? []).map((one) => one.igt_ms);
  return told.player === undefined ? [] : [told.player.igt_ms];
}
