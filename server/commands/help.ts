// `help`: told from the table, so that it never lacks a word.

import { textOf } from './arguments.ts';
import type { Command, GeneralCommand } from './command.ts';
import type { HelpLine } from './reply.ts';

/** `commands` is asked when somebody asks: the table contains this command too. */
export const makeHelp = (commands: () => readonly Command[]): GeneralCommand => ({
  about: 'house',
  name: 'help',
  description: 'What one can say here',
  discord: ['help'],
  words: [['racehelp']],
  positional: ['command'],
  args: [{ name: 'command', kind: 'text', required: false, description: 'Only this one', maxLength: 40 }],
  who: 'anybody',
  public: true,
  changes: false,
  irreversible: false,
  run: async (ask, house) => {
    const wanted = textOf(ask.args, 'command')?.toLowerCase().replace(/^[/!]/, '');
    const all = commands();
    const named = all.filter((command) => wanted !== undefined && saidAs(command).includes(wanted));
    return { kind: 'help', lines: (named.length > 0 ? named : all).map(lineOf), site: house.links.origin, offers: [] };
  },
});

const saidAs = (command: Command): readonly string[] => [
  command.name,
  ...(command.discord === null ? [] : [command.discord.join(' ')]),
  ...command.words.map((word) => word.join(' ')),
];

const lineOf = (command: Command): HelpLine => ({
  command: command.name,
  description: command.description,
  discord: command.discord?.join(' ') ?? null,
  chat: command.words[0]?.join(' ') ?? null,
  args: command.args
    .filter((arg) => arg.name !== 'share')
    .map(({ name, description, required }) => ({ name, description, required })),
});
