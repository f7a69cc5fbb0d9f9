import { expect, test } from 'vitest';
import type { Ctx } from './ctx.ts';
import { formOf } from './form.ts';

const formOfBody = (body: unknown) => formOf({ request: { body } } as Ctx);

test('the last of several counts, and what is no text is left out', () => {
  expect(formOfBody({ name: ['a', 'b'], other: { x: '1' }, note: 'c' })).toEqual({ name: 'b', note: 'c' });
  expect(formOfBody(undefined)).toEqual({});
});

test.each([
  ['two lines', 'a\r\nb', 'a b'],
  ['blanks around the breaks', ' a \r\n \n\t b ', ' a b '],
  ['many lines', 'a\n\n b \n\rc', 'a b c'],
  ['a break at the end', 'a \n', 'a '],
  ['breaks alone', '\r\n\r\n', ' '],
  ['blanks alone', '  ', '  '],
])('line breaks become blanks: %s', (_what, text, line) => expect(formOfBody({ text })).toEqual({ text: line }));

test('a character that no database keeps is another', () => {
  expect(formOfBody({ session: '\0a' })).toEqual({ session: '\uFFFDa' });
});

test('a form full of blanks takes no longer than another', () => {
  const text = ' '.repeat(1_000_000);
  expect(formOfBody({ text }).text).toHaveLength(text.length);
});
