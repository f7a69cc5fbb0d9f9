// Times as people type them. Rules of the zones are those of the IANA database: Paris sets its clocks forward on 28 March 2027 at 2:00
// and back on 31 October 2027 at 3:00; New York forward on 14 March 2027 at 2:00.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseWhen } from './when.ts';

/** Sunday, 22 November 2026, 14:30 UTC: 15:30 in Paris, 9:30 in New York. */
const NOW = Date.UTC(2026, 10, 22, 14, 30);
const PARIS = 'Europe/Paris';
const NEW_YORK = 'America/New_York';
const utc = (text: string) => Date.parse(`${text}Z`);
const at = (typed: string, zone: string | null = PARIS, now = NOW) => {
  const when = parseWhen(typed, zone, now);
  return 'at' in when ? new Date(when.at).toISOString() : when.problem;
};

describe('a time', () => {
  it.each([
    ['tomorrow 8pm', PARIS, '2026-11-23T19:00'],
    ['Tomorrow at 8 pm', PARIS, '2026-11-23T19:00'],
    ['tomorrow 8pm Europe/Paris', null, '2026-11-23T19:00'],
    ['tomorrow 8pm europe/paris', NEW_YORK, '2026-11-23T19:00'],
    ['tomorrow 20:00', NEW_YORK, '2026-11-24T01:00'],
    ['8pm', PARIS, '2026-11-22T19:00'],
    ['8:00', PARIS, '2026-11-23T07:00'],
    ['9:00', NEW_YORK, '2026-11-23T14:00'],
    ['friday 9pm', PARIS, '2026-11-27T20:00'],
    ['5 June 2027 8:30pm', PARIS, '2027-06-05T18:30'],
    ['2026-12-24 18:00', PARIS, '2026-12-24T17:00'],
    ['2026-12-24 18:00 UTC', PARIS, '2026-12-24T18:00'],
    ['2026-12-24 18:00 UTC+2', null, '2026-12-24T16:00'],
    ['2026-12-24 18:00 GMT-5:30', null, '2026-12-24T23:30'],
    ['in 30 minutes', null, '2026-11-22T15:00'],
    ['in 2 hours', NEW_YORK, '2026-11-22T16:30'],
    ['2026-12-24T18:00:00Z', null, '2026-12-24T18:00'],
    ['2026-12-24T18:00+01:00', null, '2026-12-24T17:00'],
    ['2026-12-24T18:00:00+0100', null, '2026-12-24T17:00'],
    ['2026/12/01 20:00', PARIS, '2026-12-01T19:00'],
    ['tomorrow 20:00 +02:00', null, '2026-11-23T18:00'],
    ['tomorrow 8pm -0500', null, '2026-11-24T01:00'],
    ['tomorrow 20h', PARIS, '2026-11-23T19:00'],
    ['20h30 Europe/Paris', null, '2026-11-22T19:30'],
    ['friday 21 h 15', PARIS, '2026-11-27T20:15'],
    ['in 2h', null, '2026-11-22T16:30'],
    ['2h 30m', null, '2026-11-22T17:00'],
    ['in 1.5 hours', null, '2026-11-22T16:00'],
    ['1 day 2h', null, '2026-11-23T16:30'],
    ['<t:1798135200:F>', null, '2026-12-24T18:00'],
    ['31 October 2027 1:59am', PARIS, '2027-10-30T23:59'],
    ['31 October 2027 3:00am', PARIS, '2027-10-31T02:00'],
    ['31 October 2027 2:30am UTC', PARIS, '2027-10-31T02:30'],
  ])('%s, said in %s', (typed, zone, expected) => {
    expect(at(typed, zone)).toBe(`${expected}:00.000Z`);
  });

  it('near midnight is of the day in the zone of who says it', () => {
    const late = utc('2026-11-23T03:00');
    expect(at('tomorrow 8pm', NEW_YORK, late)).toBe('2026-11-24T01:00:00.000Z');
    expect(at('tomorrow 8pm', PARIS, late)).toBe('2026-11-24T19:00:00.000Z');
  });

  it('tells the zone that was typed, by its proper name', () => {
    expect(parseWhen('tomorrow 8pm europe/paris', null, NOW)).toMatchObject({ zone: PARIS, named: PARIS });
    expect(parseWhen('tomorrow 8pm', PARIS, NOW)).toMatchObject({ zone: PARIS, named: null });
    expect(parseWhen('tomorrow 8pm UTC', PARIS, NOW)).toMatchObject({ zone: 'UTC', named: null });
  });
});

describe('on a machine whose own clock leaves out the hour from 2 to 3', () => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = PARIS;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  it.each([
    ['in 30 minutes', PARIS, '2027-03-28T00:45', '2027-03-28T01:15'],
    ['in 30 minutes', null, '2027-03-28T02:15', '2027-03-28T02:45'],
    ['in 2 hours', NEW_YORK, '2027-03-28T05:30', '2027-03-28T07:30'],
    ['in 26 hours', PARIS, '2027-03-27T23:30', '2027-03-29T01:30'],
  ])('%s, said in %s at %s', (typed, zone, now, expected) => {
    expect(at(typed, zone, utc(now))).toBe(`${expected}:00.000Z`);
  });
});

describe('no time', () => {
  it.each([
    ['tomorrow 8pm', null, { why: 'zone_needed' }],
    ['tomorrow', PARIS, { why: 'no_hour' }],
    ['yesterday 8pm', PARIS, { why: 'past' }],
    ['2026-11-22 14:00 UTC', PARIS, { why: 'past' }],
    ['2020-01-01T00:00:00Z', null, { why: 'past' }],
    ['5 June 2030 8pm', PARIS, { why: 'too_far' }],
    ['05/06/2027 8pm', PARIS, { why: 'which_day' }],
    ['20h', PARIS, { why: 'which_hour' }],
    ['2h30', PARIS, { why: 'which_hour' }],
    ['now', PARIS, { why: 'past' }],
    ['2026-13-01 20:00', PARIS, { why: 'not_a_time' }],
    ['2026-12-32 20:00', PARIS, { why: 'not_a_time' }],
    ['tomorrow 8pm Europe/Atlantis', PARIS, { why: 'unknown_zone', zone: 'Europe/Atlantis' }],
    ['tomorrow 8pm UTC+25', PARIS, { why: 'unknown_zone', zone: 'UTC+25' }],
    ['tomorrow 8pm CST', PARIS, { why: 'short_zone', zone: 'CST' }],
    ['28 March 2027 2:30am', PARIS, { why: 'gap', zone: PARIS }],
    ['14 March 2027 2:30am', NEW_YORK, { why: 'gap', zone: NEW_YORK }],
    ['31 October 2027 2:30am', PARIS, { why: 'overlap', zone: PARIS }],
    ['whenever', PARIS, { why: 'not_a_time' }],
    ['', PARIS, { why: 'not_a_time' }],
    ['32 January 2027 8pm', PARIS, { why: 'not_a_time' }],
    ['8pm to 10pm', PARIS, { why: 'not_a_time' }],
    ['8:00-10:00', PARIS, { why: 'not_a_time' }],
    ['2027-02-30T20:00Z', PARIS, { why: 'not_a_time' }],
    ['8pm if it does not rain', PARIS, { why: 'not_a_time' }],
    ["8pm'; drop table races; --", PARIS, { why: 'not_a_time' }],
    ['25:99', PARIS, { why: 'not_a_time' }],
  ])('%j, said in %s', (typed, zone, problem) => {
    expect(at(typed, zone)).toEqual(problem);
  });
});
