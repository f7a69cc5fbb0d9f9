// What the page says about what happens: lines that stay, and the spotlight on whoever is typing.

import type { Caption, Spotlight } from './wire.ts';

const KEPT = 60;

type Omitted<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export type Captions = {
  say(text: string, kind?: Caption['kind']): void;
  light(spot: Omitted<Spotlight, 'id'> | null): void;
  shown(): readonly Caption[];
  spotlight(): Spotlight | null;
  clear(): void;
};

export function makeCaptions(onChange: () => void): Captions {
  let lines: readonly Caption[] = [];
  let spot: Spotlight | null = null;
  let last = 0;
  return {
    say: (text, kind = 'step') => {
      last += 1;
      lines = [...lines, { id: last, text, kind }].slice(-KEPT);
      onChange();
    },
    light: (next) => {
      last += 1;
      spot = next === null ? null : { ...next, id: last };
      onChange();
    },
    shown: () => lines,
    spotlight: () => spot,
    clear: () => {
      lines = [];
      onChange();
    },
  };
}
