import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PickedRange, pickRange } from './range.ts';

const whole: PickedRange = { kind: 'whole' };
const none: PickedRange = { kind: 'unsatisfiable' };
const part = (start: number, end: number): PickedRange => ({ kind: 'part', start, end });
const ask = (range: string | undefined, ifRange?: string) => pickRange({ range, ifRange, etag: '"abc"', size: 1_000 });

describe('a Range of 1,000 bytes', () => {
  it.each([
    [undefined, whole],
    ['', whole],
    ['bytes=0-', part(0, 999)],
    ['bytes=0-0', part(0, 0)],
    ['bytes=0-999', part(0, 999)],
    ['bytes=500-', part(500, 999)],
    ['BYTES=500-600', part(500, 600)],
    ['bytes=999-5000', part(999, 999)],
    ['bytes=-1', part(999, 999)],
    ['bytes=-5000', part(0, 999)],
    ['bytes=1000-', none],
    ['bytes=1000-1001', none],
    ['bytes=-0', none],
    ['bytes=600-500', whole],
    ['bytes=-', whole],
    ['bytes=0-1,5-6', whole],
    ['bytes=a-b', whole],
    ['lines=0-5', whole],
    ['bytes=0x10-', whole],
    [`bytes=${'9'.repeat(40)}-`, whole],
  ])('%j means %j', (range, expected) => {
    expect(ask(range)).toEqual(expected);
  });

  it.each([
    ['"abc"', part(5, 999)],
    ['"old"', whole],
    ['W/"abc"', whole],
    ['Sun, 22 Nov 2026 13:00:00 GMT', whole],
  ])('with If-Range %s: %j', (ifRange, expected) => {
    expect(ask('bytes=5-', ifRange)).toEqual(expected);
  });

  it('never leaves the file', () => {
    const number = fc.oneof(fc.constant(''), fc.nat(2_000).map(String));
    fc.assert(
      fc.property(number, number, (from, to) => {
        const picked = ask(`bytes=${from}-${to}`);
        if (picked.kind !== 'part') return;
        expect(picked.start).toBeGreaterThanOrEqual(0);
        expect(picked.start).toBeLessThanOrEqual(picked.end);
        expect(picked.end).toBeLessThan(1_000);
      }),
    );
  });
});
