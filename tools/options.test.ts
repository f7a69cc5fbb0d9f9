// What numbers of command lines may look like.
import { InvalidArgumentError } from 'commander';
import { expect, it } from 'vitest';
import { wholeNumber } from './options.ts';

it.each([
  ['1', 1],
  ['20', 20],
  [' 7 ', 7],
])('%j is one', (text, number) => {
  expect(wholeNumber(1, 20)(text)).toBe(number);
});

it.each(['0', '21', '1.5', '5x', '', ' ', 'many', 'Infinity'])('%j is none from 1 to 20', (text) => {
  expect(() => wholeNumber(1, 20)(text)).toThrow(new InvalidArgumentError('a whole number from 1 to 20, please.'));
});

it('may have no upper end', () => {
  expect(wholeNumber(1)('1000000')).toBe(1_000_000);
  expect(() => wholeNumber(1)('0')).toThrow('a whole number from 1 on, please.');
});
