// Ids as Discord makes them: milliseconds since 2015 in the upper bits, a counter below. Always rising, so that sorting
// by id is sorting by age; 17 to 19 digits, because discord.js finds rate limit buckets by that length.
const DISCORD_EPOCH_MS = 1_420_070_400_000;
const COUNTER_BITS = 22n;

export function snowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const fresh = BigInt(Math.floor(now()) - DISCORD_EPOCH_MS) << COUNTER_BITS;
    last = fresh > last ? fresh : last + 1n;
    return String(last);
  };
}

/** Milliseconds since 1970 at which the id was made. */
export function bornAtMs(id: string): number {
  return Number(BigInt(id) >> COUNTER_BITS) + DISCORD_EPOCH_MS;
}

/** Ids compare as numbers; strings of different length would not. */
export function byAge(a: { id: string }, b: { id: string }): number {
  return BigInt(a.id) < BigInt(b.id) ? -1 : 1;
}
