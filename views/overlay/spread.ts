// Everybody sees a change of a race at the same moment: what they ask the server for then is spread over a little while.

const SPREAD_MS = 1_500;

/** How long this one waits, ms. */
export const spread = (): number => Math.random() * SPREAD_MS;
