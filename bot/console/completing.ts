// The Tab key: commands, names of arguments, and what may be typed into one (races, pools, players).

import type { Ask } from '../../server/commands/ask.ts';
import type { Choice } from '../../server/commands/reply.ts';
import { COMMANDS } from '../../server/commands/table.ts';
import { matchCommand, spokenAs } from './parse.ts';

export const TERMINAL_WORDS = ['as ', 'in ', 'help', 'exit'] as const;

export type Completing = {
  complete(ask: Ask, argument: string, typed: string): Promise<readonly Choice[]>;
  /** What an unfinished command would be asked with. */
  ask(command: string): Promise<Ask>;
};

/** As readline's completer: what fits, and the part of the line that it replaces. */
export async function completeLine(line: string, { complete, ask }: Completing): Promise<[string[], string]> {
  const start = line.replace(/^[!/]/, '');
  const tokens = start.split(/\s+/);
  const match = matchCommand(tokens);
  const last = tokens.at(-1) ?? '';
  // `race c` may be the beginning of a longer command as well as a command with an argument.
  const all = [...COMMANDS.flatMap(spokenAs).map((said) => said.join(' ')), ...TERMINAL_WORDS];
  const longer = [...new Set(all)].filter((one) => one.startsWith(start.toLowerCase()));
  if (longer.length > 0 || match === undefined || tokens.length <= match.length) return [longer, start];
  const { command } = match;
  const [, name, typed] = /^([a-z_]+):(.*)$/.exec(last) ?? [];
  const spec = command.args.find((arg) => arg.name === name);
  if (spec !== undefined && typed !== undefined) {
    const choices = await complete(await ask(command.name), spec.name, typed);
    const fixed = (spec.choices ?? []).map((one) => one.value).filter((one) => one.startsWith(typed));
    return [[...fixed, ...choices.map((one) => one.value)].map((value) => `${spec.name}:${value} `), last];
  }
  const names = command.args
    .map((arg) => `${arg.name}:`)
    .filter((one) => one.startsWith(last) && !start.includes(` ${one}`));
  return [names, last];
}
