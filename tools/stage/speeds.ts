// How fast simulated players race: through the same seed with less time in each zone, on a clock of the game that never outruns the wall's.

/** A real sprint takes about half an hour. */
const REAL_MS = 30 * 60_000;
const MAX_SPEED = 600;

export const SPEEDS = [1, 10, 30, 90] as const;
/** Three minutes. */
export const PLAY_SPEED = 10;

/** Milliseconds from GO to the last finish. */
export const durationAt = (speed: number): number => Math.round(REAL_MS / speed);

export const isSpeed = (speed: number): boolean => speed > 0 && speed <= MAX_SPEED;

export function labelOf(speed: number): string {
  const ms = durationAt(speed);
  const long = ms >= 60_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 1000)} s`;
  return `${speed}× · about ${long}`;
}
