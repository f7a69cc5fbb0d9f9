// The limits that an organizer's words must keep.

import type { Refusal } from './intents.ts';
import type { RaceOptions } from './options.ts';
import { NAME_MAX_LENGTH, OPTION_LIMITS } from './options.ts';

export function checkName(name: string): Refusal | undefined {
  const { length } = name.trim();
  return length === 0 || length > NAME_MAX_LENGTH ? { code: 'bad_name' } : undefined;
}

export function checkOptions(options: Partial<RaceOptions>): Refusal | undefined {
  const given: Partial<Record<string, unknown>> = options;
  for (const [option, [min, max]] of Object.entries(OPTION_LIMITS)) {
    const value = given[option];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      return { code: 'bad_option', option, min, max };
    }
  }
  return undefined;
}
