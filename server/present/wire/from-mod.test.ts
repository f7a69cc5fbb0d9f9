// What the door lets in and what it answers to the rest.

import { describe, expect, it } from 'vitest';
import { MAX_DEATHS, TEXT_LIMITS } from './codes.ts';
import { fromMod, parseFromMod } from './from-mod.ts';
import { parseFromPage } from './from-page.ts';
import { readStatus } from './read-status.ts';

const flag = { type: 'event_flag', seq: 5, flag_id: 1, igt_ms: 10, death_count: 0, at: null };
const read = (message: unknown) => parseFromMod(JSON.stringify(message));

describe('accepted', () => {
  it.each([
    ['a fact of a client without outbox', { type: 'zone_entered', to_zone: 'a', igt_ms: 5 }],
    ['a finish with nothing but its IGT', { type: 'finished', igt_ms: 5 }],
    ['auth with the token alone', { type: 'auth', mod_token: 'x' }],
    ['an IGT that the rules will refuse', { ...flag, igt_ms: -1.5 }],
    ['a clock exchange before anything is known', { type: 'time_sync', t0: 0.25, rtt_ms: null, bound_ms: null }],
    ['a flag up to i64', { ...flag, flag_id: 2 ** 62 }],
    ['a status without a place', { type: 'status_update', igt_ms: 1, death_count: 0 }],
  ])('%s', (_what, message) => {
    expect(read(message)).toEqual({ message });
  });

  it('unknown fields are ignored', () => {
    expect(read({ type: 'ready', colour: 'red' })).toEqual({ message: { type: 'ready' } });
  });
});

describe('malformed', () => {
  it.each([
    ['our fact without its number', { ...flag, seq: undefined }, null],
    ['our fact without death_count', { ...flag, death_count: undefined }, 5],
    ['a flag that is not whole', { ...flag, flag_id: 1.5 }, 5],
    ['a flag beyond i64', { ...flag, flag_id: 1e19 }, 5],
    ['a flag as text', { ...flag, flag_id: '1' }, 5],
    ['seq 0', { ...flag, seq: 0 }, 0],
    ['a negative time', { ...flag, at: -1 }, 5],
    ['negative deaths', { ...flag, death_count: -1 }, 5],
    ['an unknown reason', { type: 'not_ready', reason: 'tired' }, null],
    ['a long token', { type: 'auth', mod_token: 'x'.repeat(TEXT_LIMITS.token + 1) }, null],
    ['an outbox without a name', { type: 'auth', mod_token: 'x', outbox: '' }, null],
    ['a long note', { type: 'note', code: 'c', text: 'x'.repeat(TEXT_LIMITS.noteText + 1) }, null],
    ['no type', { seq: 3 }, 3],
    ['a list', [], null],
    ['null', null, null],
  ])('%s', (_what, message, seq) => {
    expect(read(message)).toMatchObject({ malformed: { code: 'malformed', seq } });
  });

  it.each(['', '{', 'ready', '"ready"', '\u0000'])('not JSON: %j', (frame) => {
    expect(parseFromMod(frame)).toMatchObject({ malformed: { code: 'malformed', seq: null } });
  });

  it('an unknown type is told apart and keeps its number', () => {
    expect(read({ type: 'dance', seq: 9 })).toMatchObject({ malformed: { code: 'unknown_type', seq: 9 } });
    expect(read({ type: '__proto__' })).toMatchObject({ malformed: { code: 'unknown_type' } });
    expect(parseFromPage('{"type":"auth","mod_token":"x"}')).toMatchObject({ malformed: { code: 'unknown_type' } });
  });

  it('the reason is short whatever was sent', () => {
    const answer = read({ type: 'x'.repeat(10_000) });
    expect('malformed' in answer && answer.malformed.detail.length).toBeLessThanOrEqual(200);
  });
});

describe('a pulse is read by hand as the schema would', () => {
  const fields = {
    igt_ms: [0, -1.5, 2 ** 60, '1', null, Number.NaN],
    death_count: [0, MAX_DEATHS, MAX_DEATHS + 1, -1, 0.5, '1', null],
    current_zone: [undefined, null, '', 'a', 'x'.repeat(TEXT_LIMITS.zone), 'x'.repeat(TEXT_LIMITS.zone + 1), 7],
    current_layer: [undefined, null, 0, -3, 2 ** 62, 2 ** 64, 0.5, '1'],
    map_id: [undefined, null, 'm10', 'x'.repeat(TEXT_LIMITS.map + 1), {}],
    type: ['status_update', 'ready', undefined],
  } as const;
  const good = { type: 'status_update', igt_ms: 5, death_count: 1 };
  const cases = Object.entries(fields).flatMap(([field, values]) =>
    values.map((value) => ({ ...good, [field]: value })),
  );

  it.each(cases)('%j', (message) => {
    const json = JSON.parse(JSON.stringify(message)) as object;
    const read = readStatus(json);
    const judged = fromMod.safeParse(json);
    if (read !== undefined) expect(judged).toEqual({ success: true, data: read });
    // The schema has the word on whatever is not a common pulse, and on those only.
    else expect(judged.success && judged.data.type === 'status_update' && isCommon(judged.data)).toBe(false);
  });

  const isCommon = ({ current_layer: layer }: { current_layer?: number | null | undefined }) =>
    layer == null || Number.isSafeInteger(layer);

  it('leaves out what it does not know', () => {
    expect(read({ ...good, colour: 'red' })).toEqual({ message: good });
  });
});
