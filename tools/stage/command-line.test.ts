// Typing slash commands: which command, which option, which value comes next, and what is sent.
import { describe, expect, test } from 'vitest';
import { type Names, nextOf, type Picked, readLine, valuesOf } from './command-line.ts';
import type { Offered } from './wire.ts';

const COMMANDS: readonly Offered[] = [
  {
    path: 'race create',
    description: 'Make a race',
    options: [
      { type: 3, name: 'name', description: 'What it is called' },
      { type: 3, name: 'pool', description: 'How long', required: true, autocomplete: true },
      { type: 4, name: 'players', description: 'Most players' },
      { type: 5, name: 'draft', description: 'Keep it' },
      { type: 3, name: 'packs', description: 'When', choices: [{ name: 'as soon as somebody joins', value: 'join' }] },
    ],
  },
  { path: 'race start', description: 'Start', options: [] },
  {
    path: 'setup',
    description: 'Settings',
    options: [
      { type: 8, name: 'organizers', description: 'Role' },
      { type: 7, name: 'channel', description: 'Where' },
    ],
  },
];
const NAMES: Names = {
  people: [{ id: '1', name: 'Ann' }],
  channels: [{ id: '2', name: 'races' }],
  roles: [{ id: '3', name: 'Organizers' }],
};

const next = (text: string, picked: Picked = {}) => nextOf(readLine(text, COMMANDS), NAMES, picked);
const sent = (text: string, picked: Picked = {}) => {
  const line = readLine(text, COMMANDS);
  if (line.kind !== 'command') throw new Error(`${text} is no command`);
  return valuesOf(line, NAMES, picked);
};

describe('what comes next', () => {
  test('nothing for plain text', () => expect(next('hello')).toEqual({ what: 'nothing' }));

  test.each([
    ['/', ['race create', 'race start', 'setup']],
    ['/st', ['race start']],
    ['/race c', ['race create']],
    ['/nothing', []],
  ])('commands for %s', (text, paths) => {
    const found = next(text);
    expect(found.what === 'commands' && found.commands.map(({ path }) => path)).toEqual(paths);
  });

  test('options, required ones first', () => {
    const found = next('/race create ');
    expect(found.what === 'options' && found.options.map(({ name }) => name)).toEqual([
      'pool',
      'name',
      'players',
      'draft',
      'packs',
    ]);
  });

  test('the bot is asked for values of an autocompleted option', () => {
    expect(next('/race create pool:sp')).toMatchObject({ what: 'values', choices: null, given: { typed: 'sp' } });
  });

  test('a chosen value makes room for the other options', () => {
    const found = next('/race create pool:Sprint, 8 left ', { pool: { name: 'Sprint, 8 left', value: 'sprint' } });
    expect(found.what === 'options' && found.options.map(({ name }) => name)).not.toContain('pool');
  });

  test('lists that are known', () => {
    expect(next('/setup organizers:@o')).toMatchObject({
      what: 'values',
      choices: [{ name: '@Organizers', value: '3' }],
    });
    expect(next('/race create pool:x draft:')).toMatchObject({ choices: [{ name: 'true' }, { name: 'false' }] });
  });
});

describe('what is sent', () => {
  test('by type, blanks within kept', () => {
    expect(sent('/race create pool:sprint name:Friday  Fog players:8 draft:true')).toEqual({
      values: { pool: 'sprint', name: 'Friday  Fog', players: 8, draft: true },
    });
  });

  test('a chosen label stands for its value, a changed one does not', () => {
    const picked = { pool: { name: 'Sprint, 8 left', value: 'sprint' } };
    expect(sent('/race create pool:Sprint, 8 left name:x', picked)).toEqual({ values: { pool: 'sprint', name: 'x' } });
    expect(sent('/race create pool:Sprint, 8', picked)).toEqual({ values: { pool: 'Sprint, 8' } });
  });

  test('names stand for ids, and unknown ones are told of', () => {
    expect(sent('/setup organizers:@Organizers channel:#races')).toEqual({ values: { organizers: '3', channel: '2' } });
    expect(sent('/setup channel:#nowhere')).toEqual({ problem: 'channel: "#nowhere" is not one of its values' });
    expect(sent('/race create pool:x players:many')).toHaveProperty('problem');
  });
});

test('the beginning of an option behind a chosen value', () => {
  const found = next('/race create pool:Sprint na', { pool: { name: 'Sprint', value: 'sprint' } });
  expect(found).toMatchObject({ what: 'options', options: [{ name: 'name' }], typed: 'na' });
});
