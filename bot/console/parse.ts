// A line typed in a terminal: a command of the table with its arguments (`race create pool:sprint name:"Sunday Showdown"`, or
// in the order of chat: `race create sprint Sunday Showdown`), a choice by its number, or a word of the terminal itself.

import type { ArgValue } from '../../server/commands/ask.ts';
import type { Command } from '../../server/commands/command.ts';
import { COMMANDS } from '../../server/commands/table.ts';

export type Typed =
  | { readonly kind: 'command'; readonly command: Command; readonly args: Readonly<Record<string, ArgValue>> }
  | { readonly kind: 'choice'; readonly number: number }
  /** `as ann`, `as ann organizer`: who types from here on. */
  | { readonly kind: 'as'; readonly name: string; readonly organizer: boolean }
  /** `in twitch:streamer`: where. */
  | { readonly kind: 'in'; readonly place: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown' };

export function parseTyped(line: string): Typed {
  const tokens = tokensOf(line.trim().replace(/^[!/]/, ''));
  const [first, second, third] = tokens.map((token) => token.raw);
  if (first === undefined) return { kind: 'nothing' };
  if (tokens.length === 1 && /^\d{1,2}$/.test(first)) return { kind: 'choice', number: Number(first) };
  const word = first.toLowerCase();
  if (tokens.length === 1 && (word === 'exit' || word === 'quit')) return { kind: 'end' };
  if (word === 'as' && second !== undefined) return { kind: 'as', name: second, organizer: third === 'organizer' };
  if (word === 'in' && second !== undefined) return { kind: 'in', place: second };
  const match = matchCommand(tokens.map((token) => token.raw));
  if (match === undefined) return { kind: 'unknown' };
  return { kind: 'command', command: match.command, args: argsOf(match.command, tokens.slice(match.length)) };
}

/** Every way to say a command, longest first: its name, its words in chat. */
export const spokenAs = ({ name, words }: Command): readonly (readonly string[])[] => [name.split(' '), ...words];

export function matchCommand(
  tokens: readonly string[],
): { readonly command: Command; readonly length: number } | undefined {
  const lower = tokens.map((token) => token.toLowerCase());
  const fits = COMMANDS.flatMap((command) =>
    spokenAs(command)
      .filter((said) => said.every((part, index) => lower[index] === part))
      .map((said) => ({ command, length: said.length })),
  );
  return fits.toSorted((a, b) => b.length - a.length)[0];
}

/** `raw`: with its name, without quotes. */
type Token = { readonly name: string | null; readonly text: string; readonly raw: string };

/** `name:value`, `name:"a value"`, `"a value"`, `value`. */
const TOKEN = /(?:([a-z_]+):)?"([^"]*)"|([a-z_]+):(?!\/\/)(\S+)|(\S+)/gi;

const tokensOf = (text: string): readonly Token[] =>
  [...text.matchAll(TOKEN)].map(([, quotedName, quoted, unquotedName, value, bare]) => {
    const name = quotedName ?? unquotedName;
    const said = quoted ?? value ?? bare ?? '';
    return { name: name?.toLowerCase() ?? null, text: said, raw: name === undefined ? said : `${name}:${said}` };
  });

function argsOf(command: Command, tokens: readonly Token[]): Readonly<Record<string, ArgValue>> {
  const args: Record<string, ArgValue> = {};
  const known = command.args.map((arg) => arg.name);
  const isNamed = (token: Token): token is Token & { readonly name: string } =>
    token.name !== null && known.includes(token.name);
  for (const token of tokens) if (isNamed(token)) args[token.name] = token.text;
  const rest = tokens.filter((token) => !isNamed(token)).map((token) => token.raw);
  const open = positionalOf(command).filter((name) => args[name] === undefined);
  open.forEach((name, index) => {
    const value = index === open.length - 1 ? rest.slice(index).join(' ') : rest[index];
    if (value !== undefined && value !== '') args[name] = value;
  });
  return args;
}

/** As in chat; where chat has no order, that of the arguments. */
const positionalOf = (command: Command): readonly string[] =>
  command.positional.length > 0
    ? command.positional
    : command.args.map((arg) => arg.name).filter((name) => name !== 'share');
