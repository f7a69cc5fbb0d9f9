// A line of chat as a command: `!race create standard Sunday Showdown`, `!sf lb`, `!forfeit yes`. The longest word wins, letter
// case does not matter, what follows fills the positional arguments. Deliberately absent: who said it, cooldowns.

import type { ArgValue } from './ask.ts';
import type { Command } from './command.ts';
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

function spoken(command: Command, rest: readonly string[]): Omit<SpokenAsk, 'word'> {
  if (command.irreversible !== false && rest.length === 1 && rest[0]?.toLowerCase() === 'yes') {
    return { command, args: {}, yes: true };
  }
  const { positional } = command;
  const args: Record<string, ArgValue> = {};
  positional.forEach((name, index) => {
    const last = index === positional.length - 1;
    const value = last ? rest.slice(index).join(' ') : rest[index];
    if (value !== undefined && value !== '') args[name] = value;
  });
  return { command, args, yes: false };
}
