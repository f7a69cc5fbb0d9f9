// What can be fuzzed: a parser of outside text, samples of what it really gets, and what must hold for every other text. A check
// throws where it does not hold; a refusal of the parser is fine. Deliberately absent: where texts come from (mutate.ts).

export type FuzzTarget = {
  readonly name: string;
  /** Real inputs, to be mutated; also checked as they are. */
  readonly samples: readonly string[];
  /** Words that mean something to this parser, put in here and there. */
  readonly dictionary?: readonly string[];
  /** Longest text that can reach the parser, UTF-16 units: its own door cuts what is longer. */
  readonly longest: number;
  /** Throws, or rejects, where something does not hold. */
  check(text: string): void | Promise<void>;
  close?(): Promise<void>;
};

/** Opened when its turn comes: some need a house. */
export type TargetSource = { readonly name: string; readonly open: () => FuzzTarget | Promise<FuzzTarget> };

export const source = (name: string, rest: () => Omit<FuzzTarget, 'name'>): TargetSource => ({
  name,
  open: () => ({ name, ...rest() }),
});

export function hold(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** The same as JSON: for values that went through a parser. */
export function same(one: unknown, other: unknown, what: string): void {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
  if (a !== b) throw new Error(`${what}: ${a} is not ${b}`);
}
