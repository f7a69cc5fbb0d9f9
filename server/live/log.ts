// The two words that live says to the log; pino's logger fits.

export type Log = {
  warn(about: object, sentence: string): void;
  error(about: object, sentence: string): void;
};
