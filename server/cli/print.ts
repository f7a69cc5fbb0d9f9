// How commands speak: one line at a time.
export type Print = (line: string) => void;
