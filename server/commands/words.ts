// A line of chat as a command: `!race create standard Sunday Showdown`, `!sf lb`, `!forfeit yes`. The longest word wins, letter
// case does not matter, what follows fills the positional arguments. Deliberately absent: who said it, cooldowns.

import { parseRaceCode, type RaceCode } from '../race/ids.ts';
import type { ArgValue } from './ask.ts';
import type { ArgSpec, Command } from './command.ts';
import { COMMANDS } from './table.ts';

export type SpokenAsk = {
  readonly command: Command;
  readonly args: Readonly<Record<string, ArgValue>>;
  /** "yes" was all that followed a word that asks "are you sure". */
  readonly yes: boolean;
  /** The word itself; null: said behind `!sf`, which nobody switches off. */
  readonly word: string | null;
};

/** Also the way around a word that another bot of the channel takes. */
const PREFIX_WORD = 'sf';

/** Undefined: not for us. */
export function parseChat(line: string, mark = '!'): SpokenAsk | undefined {
  // Some chat clients append an invisible character so that the same line can be said twice.
  const text = line.replace(/[\u034F\u200B-\u200D\u2060\uFEFF]|\uDB40[\uDC00-\uDC7F]/g, '').trim();
  if (!text.startsWith(mark)) return undefined;
  const tokens = text.slice(mark.length).split(/\s+/);
  const prefixed = tokens[0]?.toLowerCase() === PREFIX_WORD;
  const said = prefixed ? tokens.slice(1) : tokens;
  const match = longestMatch(said);
  if (match === undefined) return undefined;
  const word = prefixed ? null : said.slice(0, match.length).join(' ').toLowerCase();
  return { ...spoken(match.command, said.slice(match.length)), word };
}

function longestMatch(said: readonly string[]): { readonly command: Command; readonly length: number } | undefined {
  const lower = said.map((token) => token.toLowerCase());
  const fits = COMMANDS.flatMap((command) =>
    command.words
      .filter((word) => word.every((part, index) => lower[index] === part))
      .map((word) => ({ command, length: word.length })),
  );
  return fits.toSorted((a, b) => b.length - a.length)[0];
}

function spoken(command: Command, said: readonly string[]): Omit<SpokenAsk, 'word'> {
  if (command.irreversible !== false && said.length === 1 && said[0]?.toLowerCase() === 'yes') {
    return { command, args: {}, yes: true };
  }
  const race = raceFirst(command, said);
  const rest = race === undefined ? said : said.slice(1);
  const { positional } = command;
  const args: Record<string, ArgValue> = race === undefined ? {} : { race };
  split(command, rest).forEach((value, index) => {
    const name = positional[index];
    if (name !== undefined && value !== '') args[name] = value;
  });
  return { command, args, yes: false };
}

/** A value for each positional argument: the last takes all that is left. Where it is one of few words, the one before it does: `race start off`. */
function split({ positional, args }: Command, rest: readonly string[]): readonly string[] {
  const choice = args.find(({ name }) => name === positional.at(-1))?.choices !== undefined;
  const single = positional.length - 1;
  if (!choice || single === 0 || rest.length <= positional.length) {
    return [...rest.slice(0, single), rest.slice(single).join(' ')];
  }
  return [...rest.slice(0, single - 1), rest.slice(single - 1, -1).join(' '), rest.at(-1) ?? ''];
}

/**
 * A code in capitals right behind a word that takes no race at its end, as an answer to "which one?" writes it: `!forfeit K7Q4X`,
 * `!race cancel K7Q4X no seed`. What is needed besides has to follow, so that a name in capitals stays a name.
 */
function raceFirst(command: Command, rest: readonly string[]): RaceCode | undefined {
  const [first] = rest;
  const takesRace = command.args.some((arg) => arg.kind === 'race') && !command.positional.includes('race');
  const code = first === undefined || !takesRace ? undefined : parseRaceCode(first);
  const needed = command.args.filter((arg) => command.positional.includes(arg.name) && isNeeded(command, arg)).length;
  return code !== first || rest.length <= needed ? undefined : code;
}

/** `!race add` without a name asks whom. */
const isNeeded = (command: Command, arg: ArgSpec): boolean => arg.required || command.name === 'race invite';
