// What a pool and a seed in it are called and how they are described to people, and which seed a draw takes.
// Deliberately absent: folders and files (server/pools), who has drawn what (server/store), dice.

/** A pool as people read it. `settings` come from the pool's own configuration, for display only. */
export type PoolDescription = {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  /** As written, e.g. "~1h"; null where nobody said. */
  readonly duration: string | null;
  readonly settings: readonly PoolSetting[];
};
export type PoolSetting = { readonly name: string; readonly value: string };

/** A seed in a pool; `number` is the randomizer's and is never shown before the end: with it the seed can be made again. */
export type SeedRef = { readonly pool: string; readonly folder: string; readonly number: number };

export const POOL_TEXT_LIMITS = {
  displayName: 80,
  description: 300,
  duration: 40,
  settings: 60,
  setting: 120,
} as const;

const POOL_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;
const SEED_FOLDER = /^seed_[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** Names that can safely be a folder's; anything else (dots, slashes, blanks) is no pool. */
export const isPoolName = (name: string): boolean => POOL_NAME.test(name);
export const isSeedFolder = (name: string): boolean => SEED_FOLDER.test(name);

/** `dice` in [0, 1). Undefined if there is nothing to draw. */
export const drawSeed = <T>(available: readonly T[], dice: number): T | undefined =>
  available[Math.min(available.length - 1, Math.floor(dice * available.length))];

/**
 * Describes a pool from its entry in pools.toml (`display_name`, `description`, `duration`) and its config.toml, both
 * already parsed. What is missing or of another kind falls back to the name; the duration to "(~1h)" in the display name.
 */
export const describePool = (name: string, entry: unknown, config: unknown): PoolDescription => {
  const called = textOf(entry, 'display_name', POOL_TEXT_LIMITS.displayName) ?? name;
  const inName = /\(([^()]{1,40})\)\s*$/.exec(called)?.[1] ?? null;
  const duration = textOf(entry, 'duration', POOL_TEXT_LIMITS.duration) ?? inName;
  return {
    name,
    // Where a pool is only named, in chat and in lists, it says how long it takes all the same.
    displayName: duration === null || inName !== null ? called : withDuration(called, ` (${duration})`),
    description: textOf(entry, 'description', POOL_TEXT_LIMITS.description) ?? '',
    duration,
    settings: flatten(config, '').slice(0, POOL_TEXT_LIMITS.settings),
  };
};

/** A name too long for both is cut: how long it takes is worth more than its end. */
const withDuration = (called: string, duration: string): string =>
  `${lineOf(called, POOL_TEXT_LIMITS.displayName - duration.length).trimEnd()}${duration}`;

const textOf = (entry: unknown, key: string, most: number): string | undefined => {
  if (typeof entry !== 'object' || entry === null || !Object.hasOwn(entry, key)) return undefined;
  const value: unknown = (entry as Record<string, unknown>)[key];
  const line = typeof value === 'string' ? lineOf(value, most) : '';
  return line === '' ? undefined : line;
};

/** As people read it: one line, nothing that a screen cannot show, no half of a character where it was cut. */
const lineOf = (text: string, most: number): string =>
  text
    .replace(/[\s\p{Cc}\u2028-\u202E\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, most)
    .replace(/\p{Cs}/gu, '');

/** Tables in tables beyond this are nobody's settings. */
const DEEPEST = 8;

const flatten = (value: unknown, prefix: string, depth = 0): PoolSetting[] => {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  return Object.entries(value).flatMap(([key, inner]): PoolSetting[] => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    const isTable = typeof inner === 'object' && inner !== null && !Array.isArray(inner) && !(inner instanceof Date);
    if (isTable) return flatten(inner, name, depth + 1);
    const shown = Array.isArray(inner) ? inner.map(shownItem).join(', ') : String(inner);
    const { setting } = POOL_TEXT_LIMITS;
    return [{ name: lineOf(name, setting), value: lineOf(shown, setting) }];
  });
};

/** A table in a list is of a reader that has no prototype, so that it cannot be made a text as it is. */
const shownItem = (item: unknown): string =>
  typeof item === 'object' && item !== null && !(item instanceof Date) ? '…' : String(item);
