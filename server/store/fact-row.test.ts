// A row of the log is a fact or a fault that names its place; older shapes are lifted step by step.
import { expect, test } from 'vitest';
import type { Fact } from '../race/facts.ts';
import type { RaceId } from '../race/ids.ts';
import { type FactRow, makeFactRow, readFactRow } from './fact-row.ts';

const RACE = '00000000-0000-4000-8000-000000000001' as RaceId;
const AT = new Date('2026-01-01T20:00:00.123Z');
const row = (over: Partial<FactRow>): FactRow => ({ seq: 7, type: 'race_opened', v: 1, at: AT, body: {}, ...over });

test('a fact is its row and back', () => {
  const fact: Fact = { type: 'race_opened', v: 1, at: AT.getTime(), by: { kind: 'system' } };
  const made = makeFactRow({ seq: 7, fact });
  expect(made).toEqual(row({ body: { by: { kind: 'system' } } }));
  expect(readFactRow(RACE, made)).toEqual({ seq: 7, fact });
});

test.each([
  ['a type of tomorrow', { type: 'race_teleported' }, /unknown type "race_teleported"/],
  ['a name that every object has', { type: 'constructor' }, /unknown type/],
  ['a version of tomorrow', { v: 2 }, /version 2 of race_opened/],
  ['a version that nobody lifts', { v: 0 }, /version 0 of race_opened/],
  ['a body that is a list', { body: [] }, /not an object/],
  ['no body', { body: null }, /not an object/],
])('%s is a fault with race and seq', (_what, over, words) => {
  expect(() => readFactRow(RACE, row(over))).toThrow(words);
  expect(() => readFactRow(RACE, row(over))).toThrow(`Race ${RACE}, fact 7`);
});

test('an older shape is lifted one version at a time', () => {
  const upcasters = {
    race_opened: {
      [-1]: (body: object) => ({ ...body, steps: ['first'] }),
      0: (body: { steps?: unknown }) => ({ ...body, steps: [body.steps, 'second'] }),
    },
  };
  expect(readFactRow(RACE, row({ v: -1, body: { by: 'x' } }), upcasters).fact).toEqual({
    type: 'race_opened',
    v: 1,
    at: AT.getTime(),
    by: 'x',
    steps: [['first'], 'second'],
  });
});

test('a time that a row cannot hold is a fault when written', () => {
  const fact = (at: number): Fact => ({ type: 'race_opened', v: 1, at, by: { kind: 'system' } });
  expect(() => makeFactRow({ seq: 1, fact: fact(1.5) })).toThrow(/whole number/);
  expect(() => makeFactRow({ seq: 1, fact: fact(Number.NaN) })).toThrow(/whole number/);
});
