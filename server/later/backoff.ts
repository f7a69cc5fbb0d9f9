// How long to wait before something is tried again.

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** After the first failure (1) a second, then twice as long each time, a minute at most. */
export const backoffMs = (failures: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16));
