import { describe, expect, it } from 'vitest';
import { COMMANDS } from './table.ts';
import { parseChat } from './words.ts';

const spoken = (line: string) => {
  const said = parseChat(line);
  return said && [said.command.name, said.args, said.yes];
};

describe('what is said in chat', () => {
  it.each([
    ['!race create standard Sunday  Showdown', ['race create', { pool: 'standard', name: 'Sunday Showdown' }, false]],
    ['!RACE Create standard', ['race create', { pool: 'standard' }, false]],
    ['!race', ['race status', {}, false]],
    ['!race K7Q2X', ['race status', { race: 'K7Q2X' }, false]],
    ['!race start force', ['race start', { missing: 'force' }, false]],
    ['!race cancel the seed is broken', ['race cancel', { reason: 'the seed is broken' }, false]],
    ['!race cancel YES', ['race cancel', {}, true]],
    ['!race cancel yes it rains', ['race cancel', { reason: 'yes it rains' }, false]],
    ['!forfeit yes', ['forfeit', {}, true]],
    ['!lb', ['leaderboard', {}, false]],
    ['!sf lb', ['leaderboard', {}, false]],
    ['!sf race open', ['race open', {}, false]],
    ['!join k7q2x', ['join', { race: 'k7q2x' }, false]],
    ['!overlay', ['race overlay', {}, false]],
    ['!racehelp', ['help', {}, false]],
    ['!race add @Dan', ['race invite', { twitch: '@Dan' }, false]],
    ['!race remove Big Dan', ['race remove', { player: 'Big Dan' }, false]],
    ['!race unlock', ['race unlock', {}, false]],
    ['!race again', ['race again', {}, false]],
    ['!race word race start off', ['race word', { word: 'race start', state: 'off' }, false]],
    ['!race word lb off', ['race word', { word: 'lb', state: 'off' }, false]],
    ['!race show k7q2x', ['race show', { race: 'k7q2x' }, false]],
    ['!race hide', ['race hide', {}, false]],
    ['!unforfeit', ['unforfeit', {}, false]],
    ['!forfeit K7Q4X', ['forfeit', { race: 'K7Q4X' }, false]],
    ['!race start K7Q4X force', ['race start', { race: 'K7Q4X', missing: 'force' }, false]],
    ['!race cancel K7Q4X no seed', ['race cancel', { race: 'K7Q4X', reason: 'no seed' }, false]],
    ['!race cancel crypt of fog', ['race cancel', { reason: 'crypt of fog' }, false]],
    ['!race add FRXNK', ['race invite', { twitch: 'FRXNK' }, false]],
    ['!race add K7Q4X FRXNK', ['race invite', { race: 'K7Q4X', twitch: 'FRXNK' }, false]],
    ['!race remove FRXNK', ['race remove', { player: 'FRXNK' }, false]],
    ['!progress Ann', ['progress', { player: 'Ann' }, false]],
    [' !join \u{E0000}', ['join', {}, false]],
  ])('%s', (line, said) => {
    expect(spoken(line)).toEqual(said);
  });

  it.each(['join', '! join', '!joined', '!sf', 'hello !join', '', '!', '!setup', '!help'])(
    '%j is not for us',
    (line) => {
      expect(spoken(line)).toBeUndefined();
    },
  );
});

// Discord: names of 1 to 32, descriptions to 100, 25 options, 25 subcommands, 4,000 characters in all of a command (COMMANDS.md).
describe('what Discord takes', () => {
  it.each(COMMANDS.map((command) => [command.name, command] as const))('%s', (_name, command) => {
    for (const part of command.discord ?? []) expect(part).toMatch(/^[a-z_]{1,32}$/);
    expect(command.description.length).toBeLessThanOrEqual(100);
    expect(command.args.length).toBeLessThanOrEqual(25);
    const required = command.args.map((arg) => arg.required);
    expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)));
    for (const arg of command.args) {
      expect(arg.name).toMatch(/^[a-z_]{1,32}$/);
      expect(arg.description.length).toBeLessThanOrEqual(100);
      for (const choice of arg.choices ?? []) expect(choice.name.length).toBeLessThanOrEqual(100);
      expect(arg.choices?.length ?? 0).toBeLessThanOrEqual(25);
    }
    for (const name of command.positional) expect(command.args.map((arg) => arg.name)).toContain(name);
  });

  it('has room for all subcommands and their characters', () => {
    const families = new Map<string, number[]>();
    for (const command of COMMANDS) {
      const [first] = command.discord ?? [];
      if (first === undefined) continue;
      const texts = command.args.flatMap((arg) => [
        arg.name,
        arg.description,
        ...(arg.choices ?? []).flatMap((choice) => [choice.name, choice.value]),
      ]);
      const size = [command.name, command.description, ...texts].join('').length;
      families.set(first, [...(families.get(first) ?? []), size]);
    }
    for (const [family, sizes] of families) {
      expect(sizes.length, family).toBeLessThanOrEqual(25);
      expect(
        sizes.reduce((sum, size) => sum + size, 0),
        family,
      ).toBeLessThan(4_000);
    }
  });

  it('has every name and every word once', () => {
    const names = COMMANDS.map((command) => command.name);
    const words = COMMANDS.flatMap((command) => command.words.map((word) => word.join(' ')));
    const paths = COMMANDS.flatMap((command) => (command.discord === null ? [] : [command.discord.join(' ')]));
    for (const all of [names, words, paths]) expect(new Set(all).size).toBe(all.length);
  });
});
