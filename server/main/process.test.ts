// What a person reads where the process could not go on.

import { describe, expect, it } from 'vitest';
import { databaseError, sentenceOf } from './process.ts';

describe('an error, for a person', () => {
  it.each([
    ['its message', new Error('Port 3000 is taken.'), 'Port 3000 is taken.'],
    [
      'one for each address of a name',
      new AggregateError([
        new Error('connect ECONNREFUSED ::1:5432'),
        new Error('connect ECONNREFUSED 127.0.0.1:5432'),
      ]),
      'connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432',
    ],
    ['its name where it has no message', new RangeError(), 'RangeError'],
  ])('%s', (_what, error, sentence) => expect(sentenceOf(error)).toBe(sentence));

  it('names the variable that led to a database, and leaves errors of the built-in one alone', () => {
    const error = new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:5432')]);
    expect(sentenceOf(databaseError({ databaseUrl: 'postgres://here/x' }, error))).toBe(
      'The database of DATABASE_URL cannot be used: connect ECONNREFUSED 127.0.0.1:5432',
    );
    expect(databaseError({ databaseUrl: null }, error)).toBe(error);
  });
});
