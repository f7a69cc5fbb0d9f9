// The names of things in a race, each its own type, each with the one parser that lets it in from outside.
// Nothing here makes an id: dice belong to the caller, facts store what they gave.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type RaceId = Branded<'RaceId'>;
export type ParticipantId = Branded<'ParticipantId'>;
export type UserId = Branded<'UserId'>;
export type SeedId = Branded<'SeedId'>;
/** What people type and say: five letters and digits, no vowels, none easily confused (COMMANDS.md). */
export type RaceCode = Branded<'RaceCode'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function parseUuid(text: string): string | undefined {
  const lower = text.toLowerCase();
  return UUID.test(lower) ? lower : undefined;
}

/** A lower-case UUID, or undefined. */
export const parseRaceId = (text: string): RaceId | undefined => parseUuid(text) as RaceId | undefined;
export const parseParticipantId = (text: string): ParticipantId | undefined =>
  parseUuid(text) as ParticipantId | undefined;
export const parseUserId = (text: string): UserId | undefined => parseUuid(text) as UserId | undefined;
export const parseSeedId = (text: string): SeedId | undefined => parseUuid(text) as SeedId | undefined;

/** No vowels (no words), no 0/O, 1/I/L, 5/S, 8/B, 2/Z look-alikes. */
export const CODE_ALPHABET = 'CDFGHJKMNPQRTVWXY34679';
export const CODE_LENGTH = 5;

/** A race code as typed by a person: case and surrounding blanks do not matter. */
export function parseRaceCode(text: string): RaceCode | undefined {
  const upper = text.trim().toUpperCase();
  if (upper.length !== CODE_LENGTH) return undefined;
  return [...upper].every((letter) => CODE_ALPHABET.includes(letter)) ? (upper as RaceCode) : undefined;
}

/** A race code from dice: `roll(n)` answers a whole number from 0 to n - 1. */
export function makeRaceCode(roll: (sides: number) => number): RaceCode {
  let code = '';
  for (let i = 0; i < CODE_LENGTH; i += 1) code += CODE_ALPHABET[roll(CODE_ALPHABET.length)];
  return code as RaceCode;
}
