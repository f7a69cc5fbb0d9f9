// Discord's limits of commands, counted (COMMANDS.md; the numbers are those of its documentation).

import type { APIApplicationCommandOption } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../server/commands/command.ts';
import { COMMANDS } from '../../server/commands/table.ts';
import { FAMILY_WORDS } from '../../server/present/sentences/en/discord.ts';
import { makeDefinitions } from './definitions.ts';

const NAME = /^[-_'\p{Ll}\p{N}]{1,32}$/u;
const DEFINITIONS = makeDefinitions(COMMANDS);

type Piece = {
  readonly name: string;
  readonly description: string;
  readonly options?: readonly APIApplicationCommandOption[];
};
const piecesOf = (piece: Piece): readonly Piece[] => [
  piece,
  ...(piece.options ?? []).flatMap((option) => piecesOf(option as Piece)),
];
const choicesOf = (piece: Piece): readonly { readonly name: string; readonly value: string | number }[] =>
  'choices' in piece ? (piece.choices as { name: string; value: string }[]) : [];

describe.each(DEFINITIONS.map((one) => [one.name, one as Piece] as const))('/%s', (_, definition) => {
  const pieces = piecesOf(definition);

  it('has names and descriptions that Discord takes', () => {
    for (const piece of pieces) {
      expect(piece.name).toMatch(NAME);
      expect(piece.description.length).toBeGreaterThanOrEqual(1);
      expect(piece.description.length).toBeLessThanOrEqual(100);
    }
  });

  it('has at most 25 of everything, and 4,000 characters', () => {
    for (const piece of pieces) {
      expect((piece.options ?? []).length).toBeLessThanOrEqual(25);
      expect(choicesOf(piece).length).toBeLessThanOrEqual(25);
      for (const choice of choicesOf(piece)) expect(choice.name.length).toBeLessThanOrEqual(100);
    }
    const texts = pieces.flatMap((piece) => [
      piece.name,
      piece.description,
      ...choicesOf(piece).flatMap((choice) => [choice.name, String(choice.value)]),
    ]);
    expect(texts.join('').length).toBeLessThanOrEqual(4_000);
  });

  it('asks for what is required first', () => {
    for (const piece of pieces) {
      const required = (piece.options ?? []).map((option) => ('required' in option ? option.required === true : false));
      expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)));
    }
  });
});

describe('the table on Discord', () => {
  it('holds every command that is offered there, and no other', () => {
    const registered = DEFINITIONS.flatMap((one) => {
      const below = (one.options ?? []).filter((option) => option.type === 1);
      return below.length === 0 ? [one.name] : below.map((option) => `${one.name} ${option.name}`);
    });
    const offered = COMMANDS.flatMap((command) => (command.discord === null ? [] : [command.discord.join(' ')]));
    expect(registered.toSorted()).toEqual(offered.toSorted());
  });

  it('hides only what the server itself has to allow, and only that is not for direct messages', () => {
    const hidden = DEFINITIONS.filter((one) => one.default_member_permissions !== null).map((one) => one.name);
    expect(hidden).toEqual(['setup']);
    expect(DEFINITIONS.filter((one) => one.contexts?.includes(1) !== true).map((one) => one.name)).toEqual(['setup']);
    expect(DEFINITIONS.find((one) => one.name === 'setup')?.default_member_permissions).toBe(String(1 << 5));
  });

  it('completes races, players and pools while one types', () => {
    const create = DEFINITIONS.find((one) => one.name === 'race')?.options?.find((one) => one.name === 'create');
    expect(piecesOf(create as Piece).find((one) => one.name === 'pool')).toMatchObject({
      autocomplete: true,
      required: true,
    });
  });

  it('says of each family what it is for', () => {
    const families = DEFINITIONS.filter((one) => one.options?.some((option) => option.type === 1));
    expect(families.map((one) => one.name).filter((name) => FAMILY_WORDS[name] === undefined)).toEqual([]);
  });

  it('cannot have a word that is both a command and a family', () => {
    const [first] = COMMANDS;
    if (first === undefined) throw new Error('no command');
    const both: readonly Command[] = [first, { ...first, discord: ['race'] }];
    expect(() => makeDefinitions(both)).toThrow(/cannot be a command and a family/);
  });
});
