// Signals as they come from people, terminals and npm: one wish is one, and who insists is heard again.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onStopWish, type Self } from './stop-wish.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function started(env: Readonly<Record<string, string>>) {
  const heard: (() => void)[] = [];
  const self = { ppid: 7, env, on: (_: string, hear: () => void) => heard.push(hear) } satisfies Self;
  const stop = vi.fn();
  onStopWish(stop, self);
  return { self, stop, signal: () => heard[0]?.() };
}
const BY_NPM = { npm_lifecycle_event: 'start' };

it('a Ctrl-C that npm hands on is one wish, a second Ctrl-C is another', () => {
  const { stop, signal } = started(BY_NPM);
  signal();
  vi.advanceTimersByTime(20);
  signal();
  expect(stop).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  signal();
  expect(stop).toHaveBeenCalledTimes(2);
});

it('who was started by npm stops once when that has ended', () => {
  const { self, stop, signal } = started(BY_NPM);
  vi.advanceTimersByTime(60_000);
  expect(stop).not.toHaveBeenCalled();
  self.ppid = 1;
  vi.advanceTimersByTime(60_000);
  expect(stop).toHaveBeenCalledTimes(1);
  signal();
  expect(stop).toHaveBeenCalledTimes(2);
});

it('an end of npm after a signal is no further wish', () => {
  const { self, stop, signal } = started(BY_NPM);
  signal();
  self.ppid = 1;
  vi.advanceTimersByTime(60_000);
  expect(stop).toHaveBeenCalledTimes(1);
});

it('who was started by a shell outlives it', () => {
  const { self, stop } = started({});
  self.ppid = 1;
  vi.advanceTimersByTime(60_000);
  expect(stop).not.toHaveBeenCalled();
});
