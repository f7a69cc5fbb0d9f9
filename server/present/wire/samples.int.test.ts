// Every message type has one sample per direction and every sample a type; parsed and written back they are the same.
// The Rust side reads the same files: what drifts fails on one of the two sides.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ABANDON_REASONS, NOT_READY_REASONS } from '../../race/facts.ts';
import { PLAYER_STATUSES, RACE_STATUSES } from '../../race/race.ts';
import {
  AUTH_ERROR_CODES,
  CLOSE,
  ERROR_CODES,
  FINAL_CLOSE,
  KEEP_CODES,
  MOD_NOT_READY_REASONS,
  NOTICE_LEVELS,
  SAVE_STATES,
  UPGRADE_ERROR_CODES,
} from './codes.ts';
import { FROM_MOD_TYPES, parseFromMod } from './from-mod.ts';
import { FROM_PAGE_TYPES, parseFromPage } from './from-page.ts';
import type { Parsed } from './parts.ts';
import { parseToMod, TO_MOD_TYPES } from './to-mod.ts';
import { parseToPage, TO_PAGE_TYPES } from './to-page.ts';

const SAMPLES = new URL('../samples/', import.meta.url);
const directions: readonly (readonly [string, ReadonlySet<string>, (frame: string) => Parsed<unknown>])[] = [
  ['from-mod', FROM_MOD_TYPES, parseFromMod],
  ['to-mod', TO_MOD_TYPES, parseToMod],
  ['from-page', FROM_PAGE_TYPES, parseFromPage],
  ['to-page', TO_PAGE_TYPES, parseToPage],
];

describe.each(directions)('samples/%s', (folder, types, parse) => {
  it('has one file for each type of the union, and no other', () => {
    const names = readdirSync(new URL(`${folder}/`, SAMPLES)).map((name) => name.replace(/\.json$/, ''));
    expect(names.toSorted()).toEqual([...types].toSorted());
  });

  it.each([...types])('%s is read and written back the same', (type) => {
    const text = readFileSync(new URL(`${folder}/${type}.json`, SAMPLES), 'utf8');
    const read = parse(text);
    expect(read).toEqual({ message: JSON.parse(text) });
    const written = 'message' in read ? JSON.stringify(read.message) : '';
    expect(JSON.parse(written)).toEqual(JSON.parse(text));
    expect(JSON.parse(written).type).toBe(type);
  });
});

it('codes.json lists the codes of this side', () => {
  const codes = JSON.parse(readFileSync(new URL('codes.json', SAMPLES), 'utf8'));
  expect(codes).toEqual({
    close: CLOSE,
    final_close: FINAL_CLOSE,
    auth_error: AUTH_ERROR_CODES,
    error: ERROR_CODES,
    keep: KEEP_CODES,
    upgrade_error: UPGRADE_ERROR_CODES,
    not_ready: MOD_NOT_READY_REASONS,
    registered: NOT_READY_REASONS,
    abandoned: ABANDON_REASONS,
    save: SAVE_STATES,
    notice: NOTICE_LEVELS,
    race_status: RACE_STATUSES,
    player_status: PLAYER_STATUSES,
  });
});

it('the palette has at least 16 different colours, each readable on a dark overlay', () => {
  const palette: { name: string; hex: string }[] = JSON.parse(
    readFileSync(new URL('../palette.json', import.meta.url), 'utf8'),
  );
  expect(palette.length).toBeGreaterThanOrEqual(16);
  expect(new Set(palette.map((one) => one.hex)).size).toBe(palette.length);
  expect(new Set(palette.map((one) => one.name)).size).toBe(palette.length);
  for (const { hex, name } of palette) {
    expect(hex, name).toMatch(/^#[0-9A-F]{6}$/);
    expect(contrastWithBlack(hex), name).toBeGreaterThan(4.5);
  }
});

/** WCAG contrast ratio against black. */
function contrastWithBlack(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) / 0.05;
}
