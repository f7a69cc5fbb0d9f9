// Chance that can be repeated: the same seed rolls the same numbers, so that a race that went wrong can be run again.

export type Dice = {
  /** 0 to `sides` - 1; 0 for none. */
  roll(sides: number): number;
  /** Whole numbers, both ends included. */
  between(least: number, most: number): number;
  /** Throws for an empty list. */
  pick<T>(from: readonly T[]): T;
  shuffled<T>(list: readonly T[]): readonly T[];
};

/** Mulberry32: 32 bits of state are plenty for a script. */
export function makeDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const roll = (sides: number) => (sides <= 0 ? 0 : Math.floor(next() * sides));
  return {
    roll,
    between: (least, most) => least + roll(most - least + 1),
    pick(from) {
      const chosen = from[roll(from.length)];
      if (chosen === undefined) throw new Error('nothing to choose from');
      return chosen;
    },
    shuffled: (list) =>
      list
        .map((value) => ({ value, at: next() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ value }) => value),
  };
}
