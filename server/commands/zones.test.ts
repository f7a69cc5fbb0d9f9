// Zones by their names of today, whatever the runtime calls them.

import { describe, expect, it } from 'vitest';
import { canonicalZone, ZONES } from './zones.ts';

describe('the name of a zone', () => {
  it.each([
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['europe/kyiv', 'Europe/Kyiv'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
    ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['Europe/Paris', 'Europe/Paris'],
    ['utc', 'UTC'],
    ['Europe/Atlantis', undefined],
    ['', undefined],
  ])('%s is %s', (typed, name) => expect(canonicalZone(typed)).toBe(name));
});

describe('the zones to choose from', () => {
  it('are each listed once, by the name that they keep', () => {
    expect(new Set(ZONES).size).toBe(ZONES.length);
    expect(ZONES.filter((zone) => canonicalZone(zone) !== zone)).toEqual([]);
  });

  it('leave out no zone of the runtime', () => {
    const missing = Intl.supportedValuesOf('timeZone').filter((zone) => !ZONES.includes(canonicalZone(zone) ?? ''));
    expect(missing).toEqual([]);
    expect(ZONES[0]).toBe('UTC');
  });
});
