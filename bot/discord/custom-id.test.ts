import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../server/commands/table.ts';
import type { Button } from '../../server/present/words/index.ts';
import { makeCustomId, parseCustomId } from './custom-id.ts';
import { CUSTOM_ID_LENGTH, PARKED_BUTTONS } from './limits.ts';
import { makeParking } from './parking.ts';

const STARTED = Date.UTC(2026, 5, 1);

const asking = (
  command: string,
  args: Readonly<Record<string, string | number | boolean>>,
  confirmed = false,
  expiresAt: number | null = null,
): Button => ({ label: 'x', style: 'primary', action: { kind: 'ask', command, args, confirmed }, expiresAt });

test('messages that people have in their channels go on working: these ids never change their meaning', () => {
  const nowhere = { put: () => 'never', get: () => undefined };
  const meant = [
    ['1|a||join|race=K7Q2X', asking('join', { race: 'K7Q2X' })],
    ['1|c|mpufzeo0|race cancel|race=K7Q2X', asking('race cancel', { race: 'K7Q2X' }, true, STARTED)],
    ['1|d|', { label: 'x', style: 'secondary', action: { kind: 'dismiss' }, expiresAt: null }],
  ] as const;
  for (const [id, button] of meant) expect(makeCustomId(button, nowhere)).toBe(id);
  expect(parseCustomId('1|a||join|race=K7Q2X', nowhere)).toEqual({
    kind: 'ask',
    ask: { command: 'join', args: { race: 'K7Q2X' }, confirmed: false },
    expiresAt: null,
  });
  expect(parseCustomId('1|d|', nowhere)).toEqual({ kind: 'dismiss' });
});

test('a link has none', () => {
  const link: Button = { label: 'x', style: 'link', action: { kind: 'link', url: 'https://x' }, expiresAt: null };
  expect(makeCustomId(link, makeParking(STARTED))).toBeUndefined();
});

test('whatever a button asks for comes back as it was, in 100 characters at most', () => {
  const name = fc.stringMatching(/^[a-z_]{1,12}$/);
  const button = fc.record({
    command: fc.constantFrom(...COMMANDS.map((command) => command.name)),
    args: fc.dictionary(name, fc.oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.integer()), { maxKeys: 4 }),
    confirmed: fc.boolean(),
    expiresAt: fc.option(fc.integer({ min: 0, max: 2 ** 45 })),
  });
  fc.assert(
    fc.property(button, ({ command, args, confirmed, expiresAt }) => {
      const parking = makeParking(STARTED);
      const id = makeCustomId(asking(command, args, confirmed, expiresAt), parking) ?? '';
      expect(id.length).toBeLessThanOrEqual(CUSTOM_ID_LENGTH);
      const said = Object.fromEntries(Object.entries(args).map(([key, value]) => [key, String(value)]));
      expect(parseCustomId(id, parking)).toEqual({ kind: 'ask', ask: { command, args: said, confirmed }, expiresAt });
    }),
  );
});

test('what was parked is forgotten by the next process, and when too much was parked after it', () => {
  const parking = makeParking(STARTED);
  const long = asking('race cancel', { reason: 'x'.repeat(200) }, true);
  const id = makeCustomId(long, parking) ?? '';
  expect(parseCustomId(id, parking)).toMatchObject({ kind: 'ask' });
  expect(parseCustomId(id, makeParking(STARTED + 1))).toEqual({ kind: 'forgotten' });
  for (let made = 0; made < PARKED_BUTTONS; made += 1) makeCustomId(long, parking);
  expect(parseCustomId(id, parking)).toEqual({ kind: 'forgotten' });
});

test.each([
  '',
  'join:7',
  '2|a||join|race=K7Q2X',
  '1|a',
  '1|a|',
  '1|a||join',
  '1|x||join|',
  '1|a|!|join|',
  '1|a||b|c|d',
])('none of ours: "%s"', (id) => {
  expect(parseCustomId(id, makeParking(STARTED))).toBeUndefined();
});
