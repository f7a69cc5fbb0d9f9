// A line as it is typed into the Discord pane: which slash command it begins, which options have values, what could come next, and
// the values as the platform sends them. Pure, so that a test can type. Deliberately absent: keys, lists on a screen.

import type { Choice, CommandOption } from '../simulators/discord/world.ts';
import type { Offered, OptionValues } from './wire.ts';

/** Discord's numbers for the types of options. */
const TYPE = { integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10 } as const;

export type Named = { readonly id: string; readonly name: string };
export type Names = {
  readonly people: readonly Named[];
  readonly channels: readonly Named[];
  readonly roles: readonly Named[];
};

/** What was chosen from a list: the line shows the label, the platform gets the value. By option name. */
export type Picked = Readonly<Record<string, Choice>>;

type Given = { readonly option: CommandOption; readonly typed: string; readonly from: number };

export type Line =
  | { readonly kind: 'text' }
  /** No command yet: those that could be meant. */
  | { readonly kind: 'choosing'; readonly fitting: readonly Offered[] }
  | {
      readonly kind: 'command';
      readonly command: Offered;
      readonly given: readonly Given[];
      /** What stands between the command and its first option. */
      readonly loose: string;
    };

export type Next =
  | { readonly what: 'commands'; readonly commands: readonly Offered[] }
  /** `typed`: the beginning of an option's name at the end of the line. */
  | { readonly what: 'options'; readonly options: readonly CommandOption[]; readonly typed: string }
  /** From a list that is known, or (`choices` null) that the bot has to be asked for. */
  | { readonly what: 'values'; readonly given: Given; readonly choices: readonly Choice[] | null }
  /** Anything. */
  | { readonly what: 'free'; readonly given: Given; readonly others: readonly CommandOption[] }
  | { readonly what: 'nothing' };

export function readLine(text: string, commands: readonly Offered[]): Line {
  if (!text.startsWith('/')) return { kind: 'text' };
  const typed = text.slice(1);
  const command = commands
    .filter(({ path }) => typed === path || typed.startsWith(`${path} `))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  if (command === undefined || (typed === command.path && hasLonger(typed, commands))) {
    const wanted = typed.trimEnd().toLowerCase();
    const fitting = commands.filter(({ path }) => path.includes(wanted));
    return { kind: 'choosing', fitting: fitting.toSorted((a, b) => rank(a, wanted) - rank(b, wanted)) };
  }
  return { kind: 'command', command, ...readOptions(text, 1 + command.path.length, command.options) };
}

const hasLonger = (typed: string, commands: readonly Offered[]) =>
  commands.some(({ path }) => path.startsWith(`${typed} `));
const rank = ({ path }: Offered, wanted: string) => (path.startsWith(wanted) ? 0 : 1);

function readOptions(text: string, from: number, options: readonly CommandOption[]) {
  const names = options.map(({ name }) => name.replace(/[^\p{L}\p{N}_-]/gu, ''));
  if (names.length === 0) return { given: [], loose: text.slice(from).trim() };
  const marks = [...text.slice(from).matchAll(new RegExp(`(?<=^|\\s)(${names.join('|')}):`, 'gu'))];
  const given = marks.flatMap((mark, index): Given[] => {
    const option = options.find(({ name }) => name === mark[1]);
    const start = from + mark.index + mark[0].length;
    const next = marks[index + 1];
    const end = next === undefined ? text.length : from + next.index;
    return option === undefined ? [] : [{ option, typed: text.slice(start, end), from: start }];
  });
  const first = marks[0];
  return { given, loose: text.slice(from, first === undefined ? text.length : from + first.index).trim() };
}

/** What could be typed or chosen at the end of the line. */
export function nextOf(line: Line, names: Names, picked: Picked): Next {
  if (line.kind === 'text') return { what: 'nothing' };
  if (line.kind === 'choosing') return { what: 'commands', commands: line.fitting };
  const left = leftOver(line);
  const last = line.given.at(-1);
  const typed = last === undefined ? line.loose : behindValue(last, names, picked);
  if (last === undefined || typed !== undefined) {
    const begun = (typed ?? '').toLowerCase();
    return { what: 'options', options: left.filter(({ name }) => name.startsWith(begun)), typed: typed ?? '' };
  }
  const known = listOf(last.option, names);
  if (known !== undefined) {
    const typed = last.typed.trim().toLowerCase();
    return { what: 'values', given: last, choices: known.filter(({ name }) => name.toLowerCase().includes(typed)) };
  }
  if (last.option.autocomplete) return { what: 'values', given: last, choices: null };
  return { what: 'free', given: last, others: left };
}

/** Required ones first, as they have to be said. */
function leftOver({ command, given }: Extract<Line, { kind: 'command' }>): readonly CommandOption[] {
  const left = command.options.filter(({ name }) => !given.some(({ option }) => option.name === name));
  return left.toSorted((a, b) => Number(b.required ?? false) - Number(a.required ?? false));
}

export function missingOf(line: Extract<Line, { kind: 'command' }>): CommandOption | undefined {
  const empty = line.given.find(({ option, typed }) => option.required && typed.trim() === '');
  return empty?.option ?? leftOver(line).find(({ required }) => required);
}

/** What follows a value that was chosen or written out in full, and a blank; undefined while the value is being typed. */
function behindValue({ option, typed }: Given, names: Names, picked: Picked): string | undefined {
  const chosen = picked[option.name];
  const full = [...(chosen === undefined ? [] : [chosen]), ...(listOf(option, names) ?? [])];
  const value = full.find(({ name }) => typed.startsWith(`${name} `));
  return value === undefined ? undefined : typed.slice(value.name.length).trim();
}

/** The closed list of an option's values, where there is one. */
function listOf(option: CommandOption, names: Names): readonly Choice[] | undefined {
  const marked = (mark: string, all: readonly Named[]) =>
    all.map(({ id, name }) => ({ name: `${mark}${name.replace(/^@/, '')}`, value: id }));
  if (option.choices !== undefined && option.choices.length > 0) return option.choices;
  switch (option.type) {
    case TYPE.boolean:
      return ['true', 'false'].map((word) => ({ name: word, value: word }));
    case TYPE.user:
      return marked('@', names.people);
    case TYPE.role:
      return marked('@', names.roles);
    case TYPE.mentionable:
      return [...marked('@', names.people), ...marked('@', names.roles)];
    case TYPE.channel:
      return marked('#', names.channels);
    default:
      return undefined;
  }
}

/** Values by option; a problem is a sentence for whoever types. Empty options are left out. */
export function valuesOf(
  line: Extract<Line, { kind: 'command' }>,
  names: Names,
  picked: Picked,
): { readonly values: OptionValues } | { readonly problem: string } {
  const values: Record<string, string | number | boolean> = {};
  for (const { option, typed } of line.given) {
    const text = typed.trim();
    if (text === '') continue;
    const value = readValue(option, text, names, picked[option.name]);
    if (value === undefined) return { problem: `${option.name}: "${text}" is not one of its values` };
    values[option.name] = value;
  }
  return { values };
}

function readValue(option: CommandOption, text: string, names: Names, picked: Choice | undefined) {
  if (picked?.name === text) return picked.value;
  const list = listOf(option, names);
  const lower = text.toLowerCase();
  const chosen = list?.find(({ name, value }) => name.toLowerCase() === lower || String(value).toLowerCase() === lower);
  if (list !== undefined && chosen === undefined) return undefined;
  if (option.type === TYPE.boolean) return chosen?.value === 'true';
  if (chosen !== undefined) return chosen.value;
  if (option.type === TYPE.integer || option.type === TYPE.number)
    return Number.isFinite(Number(text)) ? Number(text) : undefined;
  return text;
}
