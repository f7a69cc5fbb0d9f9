// `help`: told from the table, so that it never lacks a word. What everybody may say comes first; a line of chat is short, so
// that viewers do not get organizers' words there. Asked for by name, every command is explained to everybody.

import { textOf } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { Command, GeneralCommand, House } from './command.ts';
import type { HelpLine } from './reply.ts';
import { mayCreate } from './rights.ts';

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
    // A button alone is not said.
    const all = commands().filter((command) => command.discord !== null || command.words.length > 0);
    const named = all.filter((command) => wanted !== undefined && saidAs(command).includes(wanted));
    const told = named.length > 0 ? named : await fitFor(all, ask, house);
    return { kind: 'help', lines: told.map(lineOf), site: house.links.origin, offers: [] };
  },
});

const isForAll = ({ who }: Command): boolean => who === 'anybody' || who === 'player';

/** Anybody's, but chat answers it to organizers alone. */
const OVERLAY_NAME = 'race overlay';

async function fitFor(all: readonly Command[], { asker }: Ask, house: House): Promise<readonly Command[]> {
  const forAll = all.filter(isForAll);
  const isViewer = asker.place.platform === 'twitch' && (await mayCreate(asker, house)) !== null;
  return isViewer
    ? forAll.filter(({ name }) => name !== OVERLAY_NAME)
    : [...forAll, ...all.filter((command) => !isForAll(command))];
}

const saidAs = (command: Command): readonly string[] => [
  command.name,
  ...(command.discord === null ? [] : [command.discord.join(' ')]),
  ...command.words.map((word) => word.join(' ')),
];

const lineOf = (command: Command): HelpLine => ({
  command: command.name,
  description: command.description,
  discord: command.discord?.join(' ') ?? null,
  // The shortest way to say it.
  chat: command.words.map((word) => word.join(' ')).toSorted((a, b) => a.length - b.length)[0] ?? null,
  args: command.args
    .filter((arg) => arg.name !== 'share')
    .map(({ name, description, required }) => ({ name, description, required })),
});
