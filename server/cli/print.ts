// How commands speak: one line at a time.
export type Print = (line: string) => void;

/** `1 seed`, `2 seeds`. */
export const several = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;
