// Dice that always fall the same for the same key: for pictures that are invented once and shown to everybody. Not for secrets.

/** `roll(n)` answers a whole number from 0 to n - 1. */
export type Roll = (sides: number) => number;

/** A linear congruential generator (the constants of Numerical Recipes) started from the key's FNV-1a hash. */
export function seededRoll(key: string): Roll {
  let state = 0x811c9dc5;
  for (const letter of key) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}
