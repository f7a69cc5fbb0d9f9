// Open connections by what they have in common: a user, a session. Nothing stays of those that are gone.

import type { Wire } from './wire.ts';

export type Shelf<Key> = {
  /** Null: it has nothing in common with any. */
  put(key: Key | null, wire: Wire): void;
  drop(key: Key | null, wire: Wire): void;
  all(key: Key): readonly Wire[];
};

export function makeShelf<Key>(): Shelf<Key> {
  const kept = new Map<Key, Set<Wire>>();
  return {
    put(key, wire) {
      if (key !== null) kept.set(key, (kept.get(key) ?? new Set()).add(wire));
    },
    drop(key, wire) {
      if (key === null) return;
      const wires = kept.get(key);
      wires?.delete(wire);
      if (wires?.size === 0) kept.delete(key);
    },
    all: (key) => [...(kept.get(key) ?? [])],
  };
}
