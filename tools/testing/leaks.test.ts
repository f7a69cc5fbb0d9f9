import { expect, it } from 'vitest';
import { findLeaks } from './leaks.ts';

const KEY = { what: 'the key', value: 'a secret/with = signs' };
const looking = (text: string) => findLeaks([KEY], [{ where: 'the log', text }]);

it.each([
  ['as it is', KEY.value],
  ['in an address', `https://x/?k=${encodeURIComponent(KEY.value)}`],
  ['in a form', 'k=a+secret%2Fwith+%3D+signs'],
  ['in base64', Buffer.from(KEY.value).toString('base64')],
  ['in base64url', Buffer.from(KEY.value).toString('base64url')],
  ['in hex, as PostgreSQL shows bytes', `\\x${Buffer.from(KEY.value).toString('hex')}`],
])('is found %s, and not said again', (_how, text) => {
  const [leak, ...more] = looking(`before ${text} after`);
  expect(leak).toMatch(/^the key stands in the log.*before .*<\.\.\.>.* after$/);
  expect(leak).not.toContain(KEY.value);
  expect(more).toEqual([]);
});

it('is not found in anything else', () => {
  expect(looking('a secret with signs')).toEqual([]);
});

it("one's own link may stand on one's own screen", () => {
  const link = { what: "ann's link", value: 'https://x/pack/1234', owner: 'ann' };
  const screens = ['ann', 'ben'].map((owner) => ({ where: `${owner}'s messages`, text: link.value, owner }));
  expect(findLeaks([link], screens)).toHaveLength(1);
});

it('what would be found by chance is not looked for', () => {
  expect(() => findLeaks([{ what: 'a pin', value: '1234' }], [])).toThrow(/too short/);
});
