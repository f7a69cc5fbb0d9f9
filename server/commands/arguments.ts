// Arguments as people typed them, checked against what a command asks for: missing, too long, out of range, of another kind.
// Deliberately absent: whether a race, a pool or a person of that name exists.

import type { ArgValue } from './ask.ts';
import type { ArgSpec } from './command.ts';
import type { ArgumentProblem } from './reply.ts';

export type Arguments = Readonly<Record<string, ArgValue>>;
export type CheckedArguments =
  | { readonly args: Arguments }
  | { readonly argument: string; readonly problem: ArgumentProblem };

/** Longest text where an argument names no limit of its own. */
export const TEXT_MAX_LENGTH = 300;

/** Names that the command does not know are dropped; blank texts count as absent. */
export function checkArguments(specs: readonly ArgSpec[], given: Arguments): CheckedArguments {
  const args: Record<string, ArgValue> = {};
  for (const spec of specs) {
    const raw = Object.hasOwn(given, spec.name) ? given[spec.name] : undefined;
    const value = typeof raw === 'string' ? raw.trim() : raw;
    if (value === undefined || value === '') {
      if (spec.required) return { argument: spec.name, problem: { why: 'missing' } };
      continue;
    }
    const read = readArgument(spec, value);
    if ('problem' in read) return { argument: spec.name, problem: read.problem };
    args[spec.name] = read.value;
  }
  return { args };
}

type Read = { readonly value: ArgValue } | { readonly problem: ArgumentProblem };

function readArgument(spec: ArgSpec, value: ArgValue): Read {
  switch (spec.kind) {
    case 'integer':
      return readInteger(spec, value);
    case 'boolean':
      return readBoolean(value);
    case 'text':
    case 'user':
    case 'race':
    case 'player':
    case 'pool':
    case 'channel':
    case 'role':
      return readText(spec, String(value));
  }
}

function readInteger(spec: ArgSpec, value: ArgValue): Read {
  const number = typeof value === 'number' ? value : /^[+-]?\d{1,9}$/.test(String(value)) ? Number(value) : Number.NaN;
  if (!Number.isInteger(number)) return { problem: { why: 'not_a_number' } };
  const [min, max] = [spec.min ?? null, spec.max ?? null];
  const outside = (min !== null && number < min) || (max !== null && number > max);
  return outside ? { problem: { why: 'out_of_range', min, max } } : { value: number };
}

const YES = ['true', 'yes', 'on', '1'];
const NO = ['false', 'no', 'off', '0'];

function readBoolean(value: ArgValue): Read {
  const word = String(value).toLowerCase();
  if (YES.includes(word)) return { value: true };
  return NO.includes(word) ? { value: false } : { problem: { why: 'not_yes_or_no' } };
}

function readText(spec: ArgSpec, text: string): Read {
  if (hasControlCharacters(text)) return { problem: { why: 'control_characters' } };
  const max = spec.maxLength ?? TEXT_MAX_LENGTH;
  if ([...text].length > max) return { problem: { why: 'too_long', max } };
  if (spec.choices === undefined) return { value: text };
  const choice = spec.choices.find((one) => one.value === text.toLowerCase());
  if (choice === undefined) {
    return { problem: { why: 'not_a_choice', choices: spec.choices.map((one) => one.value) } };
  }
  return { value: choice.value };
}

/**
 * Controls, halves of characters, line and paragraph separators, and marks that turn the direction of the text around them; and
 * texts in which nothing at all can be seen (blanks of every kind, fillers), which would be names that nobody can point at.
 */
const hasControlCharacters = (text: string): boolean =>
  /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(text) || !SEEN.test(text);
const SEEN = /[^\p{C}\p{Z}\p{M}\u115F\u1160\u2800\u3164\uFFA0]/u;

export const textOf = (args: Arguments, name: string): string | null => {
  const value = args[name];
  return typeof value === 'string' ? value : null;
};
export const numberOf = (args: Arguments, name: string): number | undefined => {
  const value = args[name];
  return typeof value === 'number' ? value : undefined;
};
export const booleanOf = (args: Arguments, name: string): boolean | undefined => {
  const value = args[name];
  return typeof value === 'boolean' ? value : undefined;
};
