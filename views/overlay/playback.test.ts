// The time of a replay, with the clock in the test's hands.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makePlayback } from './playback.ts';

const DURATION = 60_000;

describe('a playback', () => {
  const shown: (readonly [t: number, playing: boolean])[] = [];
  const start = () => makePlayback(DURATION, (t, playing) => shown.push([t, playing]));
  beforeEach(() => {
    shown.length = 0;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    vi.stubGlobal('window', globalThis);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('plays at its speed, stands when paused, goes on from there', () => {
    const playback = start();
    playback.play();
    vi.advanceTimersByTime(2_000);
    expect(shown.at(-1)).toEqual([2_000, true]);
    playback.speed(10);
    vi.advanceTimersByTime(1_000);
    expect(shown.at(-1)).toEqual([12_000, true]);
    playback.pause();
    const told = shown.length;
    vi.advanceTimersByTime(5_000);
    expect(shown.at(-1)).toEqual([12_000, false]);
    expect([shown.length, vi.getTimerCount(), playback.playing()]).toEqual([told, 0, false]);
    playback.play();
    vi.advanceTimersByTime(1_000);
    expect(shown.at(-1)).toEqual([22_000, true]);
  });

  it('jumps to any moment and no further than there are, playing or not', () => {
    const playback = start();
    playback.seek(30_000);
    expect(shown.at(-1)).toEqual([30_000, false]);
    playback.play();
    playback.seek(-1);
    vi.advanceTimersByTime(1_000);
    expect(shown.at(-1)).toEqual([1_000, true]);
    playback.seek(DURATION + 1);
    expect(shown.at(-1)?.[0]).toBe(DURATION);
  });

  it('ends, and begins anew when it is played again or was told to', () => {
    const playback = start();
    playback.rest(DURATION - 500);
    playback.play();
    vi.advanceTimersByTime(10_000);
    expect(shown.at(-1)).toEqual([DURATION, false]);
    expect(vi.getTimerCount()).toBe(0);
    playback.play({ againAfterMs: 3_000 });
    expect(shown.at(-1)).toEqual([0, true]);
    vi.advanceTimersByTime(DURATION + 2_000);
    expect(shown.at(-1)?.[0]).toBe(DURATION);
    vi.advanceTimersByTime(2_000);
    expect(shown.at(-1)).toEqual([1_000, true]);
    playback.pause();
  });
});
