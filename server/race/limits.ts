// The limits that an organizer's words must keep.

import type { Refusal } from './intents.ts';
import type { RaceOptions } from './options.ts';
import { NAME_MAX_LENGTH, NOTE_MAX_LENGTH, OPTION_LIMITS, PACK_MINUTES_LIMITS, TEXT_MAX_LENGTH } from './options.ts';

export function checkName(name: string): Refusal | undefined {
  const { length } = name.trim();
  return length === 0 || length > NAME_MAX_LENGTH ? { code: 'bad_name' } : undefined;
}

export const checkNote = (note: string | null): Refusal | undefined =>
  note !== null && note.length > NOTE_MAX_LENGTH ? { code: 'bad_text', max: NOTE_MAX_LENGTH } : undefined;

/** What is announced or reported: something, and not too much. */
export const checkText = (text: string): Refusal | undefined =>
  text.trim().length === 0 || text.length > TEXT_MAX_LENGTH ? { code: 'bad_text', max: TEXT_MAX_LENGTH } : undefined;

export function checkOptions(options: Partial<RaceOptions>): Refusal | undefined {
  const given: Partial<Record<string, unknown>> = options;
  for (const [option, [min, max]] of Object.entries(OPTION_LIMITS)) {
    const value = given[option];
    if (value === undefined) continue;
    if (!isWithin(value, min, max)) return { code: 'bad_option', option, min, max };
  }
  const { packs } = options;
  const [min, max] = PACK_MINUTES_LIMITS;
  const badPacks = typeof packs === 'object' && !isWithin(packs.minutesBefore, min, max);
  return badPacks ? { code: 'bad_option', option: 'packs', min, max } : undefined;
}

const isWithin = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
