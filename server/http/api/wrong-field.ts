// Which field of a request is wrong, and what it must be, for who writes a client: said of the field as it was sent, without the
// validator's own words. Deliberately absent: what else can be wrong with a request (mount.ts), and rules.

import type { z } from 'zod';
import { doorNo } from '../../present/api/errors.ts';
import type { ApiRefusal } from '../../present/api/refusal.ts';

/** Names of unknown fields are the client's own text. */
const FIELD_SHOWN = 100;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a JSON object',
};

/** Zod's error map of one request: what a schema says itself comes before it. Goes on after the field's name, without a full stop. */
export function wordIssue(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'unrecognized_keys') return 'is not known here';
  if (issue.input === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? `of the type ${issue.expected}`}`;
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      if (issue.origin !== 'string') return `must be at least ${issue.minimum}`;
      return issue.minimum === 1 ? 'must not be empty' : `must have at least ${issue.minimum} characters`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`;
    default:
      return 'cannot be read';
  }
}

/** The first thing that is wrong. One of several values in a text with commas is that text's. */
export function wrongField({ issues: [issue] }: z.ZodError): { readonly refused: ApiRefusal } {
  const path = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])];
  const names = path.filter((step) => typeof step !== 'number');
  return invalidField(names.map(String).join('.').slice(0, FIELD_SHOWN), issue?.message ?? 'cannot be read');
}

/** `says`: what is wrong with the field, to go on after its name, without a full stop. */
export function invalidField(field: string, says: string): { readonly refused: ApiRefusal } {
  const { status } = doorNo('invalid');
  const message = field === '' ? `The request ${says}.` : `“${field}” ${says}.`;
  return { refused: { status, code: 'invalid', message, ...(field === '' ? {} : { field }) } };
}
