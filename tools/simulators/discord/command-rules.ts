// What an application may register: names, descriptions, options, choices, nesting, and the size of a whole command. User and message commands
// (types 2 and 3) are accepted with the looser name rule; nobody here can use them.
import { z } from 'zod';
import { broke, type Problem, parseBody, refuse, refuseAll } from './refusal.ts';
import type { CommandBody, CommandOption } from './world.ts';

export const OPTION = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;
const CHAT_INPUT = 1;
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const DESCRIPTION_CHARS = 100;
const OPTIONS = 25;
const CHOICES = 25;
const CHOICE_CHARS = 100;
const COMMANDS = 100;
/** Names, descriptions and values of one command together. */
const COMMAND_CHARS = 4000;
const TEXT_OPTION_CHARS = 6000;

const name = z.string().refine((text) => NAME.test(text) && text === text.toLowerCase(), broke('command-name'));
const description = z
  .string()
  .min(1, broke('command-description'))
  .max(DESCRIPTION_CHARS, broke('command-description'));
const localizations = <T extends z.ZodType>(text: T) => z.record(z.string(), text).nullish();

export const choiceSchema = z.object({
  name: z.string().min(1, broke('choice-name')).max(CHOICE_CHARS, broke('choice-name')),
  value: z.union([z.string().max(CHOICE_CHARS, broke('choice-value')), z.number()]),
  name_localizations: localizations(z.string()),
});

const option: z.ZodType<CommandOption> = z.lazy(() =>
  z.object({
    type: z.int().min(OPTION.subcommand, broke('enum')).max(OPTION.attachment, broke('enum')),
    name,
    description,
    name_localizations: localizations(name),
    description_localizations: localizations(description),
    required: z.boolean().optional(),
    autocomplete: z.boolean().optional(),
    choices: z.array(choiceSchema).max(CHOICES, broke('command-choice-count')).optional(),
    options: z.array(option).max(OPTIONS, broke('command-options')).optional(),
    min_value: z.number().optional(),
    max_value: z.number().optional(),
    min_length: z.int().min(0).max(TEXT_OPTION_CHARS).optional(),
    max_length: z.int().min(1).max(TEXT_OPTION_CHARS).optional(),
    channel_types: z.array(z.int()).optional(),
  }),
);

const chatCommand = z.object({
  type: z.literal(CHAT_INPUT).default(CHAT_INPUT),
  name,
  description,
  name_localizations: localizations(name),
  description_localizations: localizations(description),
  options: z.array(option).max(OPTIONS, broke('command-options')).optional(),
  default_member_permissions: z.string().regex(/^\d+$/).nullish(),
  dm_permission: z.boolean().nullish(),
  contexts: z.array(z.int().min(0, broke('enum')).max(2, broke('enum'))).nullish(),
  integration_types: z.array(z.int().min(0, broke('enum')).max(1, broke('enum'))).optional(),
  nsfw: z.boolean().optional(),
});
const menuCommand = chatCommand.extend({
  type: z.int().min(2).max(3),
  name: z.string().min(1, broke('command-name')).max(32, broke('command-name')),
  description: z.literal('').default(''),
});

/** @throws RestRefusal with paths below `at`. */
export function parseCommand(body: unknown, at: readonly (string | number)[] = []): CommandBody {
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : CHAT_INPUT;
  const command: CommandBody =
    type === CHAT_INPUT ? parseBody(chatCommand, body, at) : parseBody(menuCommand, body, at);
  const problems = [...optionProblems(command.options ?? [], ['options'], 0)];
  if (sizeOf(command) > COMMAND_CHARS) problems.push({ rule: 'command-size', path: [] });
  refuseAll(problems.map((problem) => ({ rule: problem.rule, path: [...at, ...problem.path] })));
  return command;
}

/** A bulk overwrite: all or nothing. */
export function parseCommands(body: unknown): CommandBody[] {
  const list = parseBody(z.array(z.unknown()), body);
  if (list.length > COMMANDS) refuse('command-count');
  const commands = list.map((each, index) => parseCommand(each, [index]));
  const names = commands.map((command) => `${command.type} ${command.name}`);
  const twice = names.findIndex((each, index) => names.indexOf(each) !== index);
  if (twice >= 0) refuse('command-duplicate', [twice, 'name']);
  return commands;
}

function* optionProblems(
  options: readonly CommandOption[],
  path: readonly (string | number)[],
  depth: number,
): Generator<Problem> {
  const nests = (each: CommandOption) => each.type === OPTION.subcommand || each.type === OPTION.group;
  if (options.some(nests) && !options.every(nests)) yield { rule: 'command-option-nesting', path };
  let optional = false;
  for (const [index, each] of options.entries()) {
    const here = [...path, index];
    if (options.findIndex((other) => other.name === each.name) !== index)
      yield { rule: 'command-option-duplicate', path: [...here, 'name'] };
    if (!nests(each) && each.required && optional) yield { rule: 'command-option-order', path: [...here, 'required'] };
    if (!nests(each) && !each.required) optional = true;
    if (each.type === OPTION.group && depth > 0) yield { rule: 'command-option-nesting', path: here };
    if (each.type === OPTION.subcommand && depth > 1) yield { rule: 'command-option-nesting', path: here };
    if (each.type === OPTION.group && !each.options?.every((inner) => inner.type === OPTION.subcommand))
      yield { rule: 'command-option-nesting', path: here };
    if (each.type === OPTION.subcommand && each.options?.some(nests))
      yield { rule: 'command-option-nesting', path: here };
    if (!nests(each) && each.options?.length) yield { rule: 'command-option-nesting', path: here };
    const offers = each.type === OPTION.string || each.type === OPTION.integer || each.type === OPTION.number;
    if ((each.autocomplete && (each.choices?.length || !offers)) || (each.choices?.length && !offers)) {
      yield { rule: 'command-choices-autocomplete', path: [...here, 'autocomplete'] };
    }
    for (const [at, choice] of (each.choices ?? []).entries()) {
      if (!fits(each.type, choice.value)) yield { rule: 'choice-value-type', path: [...here, 'choices', at, 'value'] };
    }
    yield* optionProblems(each.options ?? [], [...here, 'options'], depth + (nests(each) ? 1 : 0));
  }
}

/** Whether a value has the type that the option asks for; only for options that offer choices. */
export function fits(optionType: number, value: string | number): boolean {
  if (optionType === OPTION.string) return typeof value === 'string';
  if (optionType === OPTION.integer) return Number.isInteger(value);
  return typeof value === 'number';
}

function longest(text: string, localized: Readonly<Record<string, string>> | null | undefined): number {
  return Math.max(text.length, ...Object.values(localized ?? {}).map((each) => each.length));
}

/** Characters that count towards the limit of a whole command: only the longest localization of each text. */
export function sizeOf(it: CommandBody | CommandOption): number {
  const own = longest(it.name, it.name_localizations) + longest(it.description, it.description_localizations);
  const choices = ('choices' in it ? (it.choices ?? []) : []).reduce(
    (sum, choice) => sum + choice.name.length + String(choice.value).length,
    0,
  );
  return (it.options ?? []).reduce((sum, inner) => sum + sizeOf(inner), own + choices);
}
