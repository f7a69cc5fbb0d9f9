import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemTime } from './time.ts';

const MONTH_MS = 30 * 86_400_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each([5, MONTH_MS])('calls once, after %i ms, which may be more than a timer holds', (ms) => {
  let called = 0;
  systemTime.after(ms, () => {
    called += 1;
  });
  vi.advanceTimersByTime(ms - 1);
  expect(called).toBe(0);
  vi.advanceTimersByTime(2 * ms);
  expect([called, vi.getTimerCount()]).toEqual([1, 0]);
});

it.each([1, 0.99 * MONTH_MS])('is called off at any time before, here after %i ms', (ms) => {
  const callOff = systemTime.after(MONTH_MS, () => {
    throw new Error('called');
  });
  vi.advanceTimersByTime(ms);
  callOff();
  vi.advanceTimersByTime(MONTH_MS);
  expect(vi.getTimerCount()).toBe(0);
});

it('a time that has passed comes at once', () => {
  const then = vi.fn();
  systemTime.after(-5, then);
  vi.advanceTimersByTime(1);
  expect(then).toHaveBeenCalledOnce();
});
