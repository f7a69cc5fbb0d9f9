// Sealed text opens with the same key and label only.
import { expect, test } from 'vitest';
import { makeSecretBox } from './secret-box.ts';

const box = makeSecretBox('key one');

test('what was sealed opens, and looks different every time', () => {
  const sealed = box.seal('token', 'secret \u{1F5DD}');
  expect(box.open('token', sealed)).toBe('secret \u{1F5DD}');
  expect(box.seal('token', 'secret \u{1F5DD}')).not.toBe(sealed);
  expect(Buffer.from(sealed, 'base64').includes('secret')).toBe(false);
  expect(box.open('token', box.seal('token', ''))).toBe('');
});

test('another key, another label, a changed byte or nonsense opens nothing', () => {
  const sealed = box.seal('token', 'secret');
  const bytes = Buffer.from(sealed, 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(makeSecretBox('key two').open('token', sealed)).toBeUndefined();
  expect(box.open('other', sealed)).toBeUndefined();
  expect(box.open('token', bytes.toString('base64'))).toBeUndefined();
  expect(box.open('token', 'not sealed at all')).toBeUndefined();
  expect(box.open('token', '')).toBeUndefined();
});
