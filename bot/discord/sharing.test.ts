import { expect, it } from 'vitest';
import { SHARE_EVERY_MS } from './limits.ts';
import { makeSharing } from './sharing.ts';

function open() {
  const clock = { at: 10 * SHARE_EVERY_MS };
  return { clock, sharing: makeSharing({ now: () => clock.at }) };
}

it('lets one answer a minute into each channel', () => {
  const { clock, sharing } = open();
  expect([sharing.take('a'), sharing.take('a'), sharing.take('b')]).toEqual([true, false, true]);
  clock.at += SHARE_EVERY_MS - 1;
  expect(sharing.take('a')).toBe(false);
  clock.at += 1;
  expect(sharing.take('a')).toBe(true);
});

it('waits for no clock that was set back to come as far again', () => {
  const { clock, sharing } = open();
  sharing.take('a');
  clock.at -= 5 * SHARE_EVERY_MS;
  expect(sharing.take('a')).toBe(true);
});
