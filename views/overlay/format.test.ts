// The browser writes numbers exactly as the server does.

import { describe, expect, it } from 'vitest';
import * as server from '../../server/present/pages/format.ts';
import * as browser from './format.ts';

describe.each([
  ['the server', server],
  ['the browser', browser],
])('%s', (_who, format) => {
  it.each([
    [0, '0:00'],
    [999, '0:00'],
    [59_999, '0:59'],
    [60_000, '1:00'],
    [2_283_000, '38:03'],
    [3_600_000, '1:00:00'],
    [3_723_999, '1:02:03'],
    [360_000_000, '100:00:00'],
    [-5, '0:00'],
  ])('%i ms as %s', (ms, text) => expect(format.formatDuration(ms)).toBe(text));

  it.each([
    [130_100, 125_900, '+0:05'],
    [125_950, 125_900, '+0:00'],
    [125_900, 125_900, ''],
    [125_900, 130_100, '−0:05'],
  ])('%s ms behind a best time of %s as "%s"', (ms, best, text) => expect(format.formatBehind(ms, best)).toBe(text));

  it.each([
    [null, ''],
    [0, ''],
    [12_345, '+0:12'],
    [-12_345, '−0:12'],
    [3_723_000, '+1:02:03'],
    [-999, '+0:00'],
  ])('a gap of %s ms as "%s"', (ms, text) => expect(format.formatGap(ms)).toBe(text));

  it.each([
    [0, 12, '1/12'],
    [7, 12, '8/12'],
    [11, 12, '12/12'],
    [12, 12, '12/12'],
  ])('layer %i of %i as %s', (layer, total, text) => expect(format.formatProgress(layer, total)).toBe(text));
});
