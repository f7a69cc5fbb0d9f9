// A memory of the newest keys; the oldest is forgotten first.

export type BoundedSet = {
  has(key: string): boolean;
  /** False: it was there already. */
  add(key: string): boolean;
};

export function makeBoundedSet(limit: number): BoundedSet {
  const keys = new Set<string>();
  return {
    has: (key) => keys.has(key),
    add(key) {
      if (keys.has(key)) return false;
      keys.add(key);
      if (keys.size > limit) for (const oldest of [...keys].slice(0, keys.size - limit)) keys.delete(oldest);
      return true;
    },
  };
}
