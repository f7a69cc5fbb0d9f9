// The same commands, typed in a terminal: for development, demos and tests. Whoever sits there may be anybody (`as ann`) and
// anywhere (`in twitch:streamer`); so it belongs to the operator alone. Deliberately absent: rules, sentences of commands.

import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { type Ask, type Asker, NO_RIGHTS, type Place } from '../../server/commands/ask.ts';
import { type Choice, type Reply, tryAgain } from '../../server/commands/reply.ts';
import type { Accounts, Time } from '../../server/play/ports/index.ts';
import { wordReply } from '../../server/present/words/index.ts';
import { completeLine } from './completing.ts';
import { parseTyped, type Typed } from './parse.ts';
import { LOBBY, makePlace, parsePlace } from './place.ts';
import { type Choices, renderWords } from './render.ts';

export type ConsoleOptions = {
  /** Faults reject. */
  answer(ask: Ask): Promise<Reply>;
  complete(ask: Ask, argument: string, typed: string): Promise<readonly Choice[]>;
  readonly accounts: Pick<Accounts, 'ofIdentity'>;
  readonly input: Readable;
  readonly output: Writable;
  readonly time: Pick<Time, 'now'>;
  /** The person typed `exit`, or the input has ended, and everything before it is answered. */
  readonly onEnd?: () => void;
};

export type Console = {
  /** Resolves after the last line is answered. */
  readonly ended: Promise<void>;
  stop(): void;
};

const HISTORY = 200;
const EXPLAINED = [
  'Commands as on Discord and Twitch, for example: race create pool:sprint name:"Sunday". Tab completes, a number chooses.',
  'as NAME [organizer]: who types. in twitch:CHANNEL, discord:SERVER/CHANNEL, console:ROOM: where. help, exit.',
];

export function startConsole(options: ConsoleOptions): Console {
  const { answer, complete, accounts, input, output, time } = options;
  const organizers = new Set(['host']);
  let name = 'host';
  let place: Place = LOBBY;
  let choices: Choices = [];
  let closed = false;
  let left = false;

  const print = (lines: readonly string[]) => void output.write(`${lines.join('\n')}\n`);

  const asker = async (): Promise<Asker> => {
    const id = name.toLowerCase();
    const user = await accounts.ofIdentity({ platform: 'console', id, login: id, displayName: name, avatarUrl: null });
    const may = organizers.has(id);
    const rights = { ...NO_RIGHTS, manageServer: may, manageEvents: may, broadcaster: may, moderator: may };
    return { user, place, rights };
  };

  const say = async (command: string, args: Ask['args'], confirmed: boolean) => {
    let reply: Reply;
    try {
      reply = await answer({ command, args, confirmed, asker: await asker() });
    } catch (fault) {
      print([fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)]);
      reply = tryAgain(command);
    }
    const rendered = renderWords(wordReply(reply, 'plain'));
    choices = rendered.choices;
    print(rendered.lines);
  };

  const choose = async (number: number) => {
    const button = choices[number - 1];
    if (button?.action.kind !== 'ask') return print(['There is nothing to choose by that number.']);
    if (button.expiresAt !== null && button.expiresAt < time.now()) return print(['Too late: say the command again.']);
    await say(button.action.command, button.action.args, button.action.confirmed);
  };

  const act = async (typed: Typed): Promise<void> => {
    switch (typed.kind) {
      case 'nothing':
        return;
      case 'unknown':
        return print(['Not a command. help lists them; exit ends.']);
      case 'end':
        left = true;
        return lines.close();
      case 'as':
        name = typed.name;
        if (typed.organizer) organizers.add(name.toLowerCase());
        return;
      case 'in': {
        const next = parsePlace(typed.place);
        if (next === undefined)
          return print(['Somewhere like twitch:streamer, discord:server/channel, console:lobby.']);
        place = next;
        return;
      }
      case 'choice':
        return choose(typed.number);
      case 'command':
        return say(typed.command.name, typed.args, false);
    }
  };

  const lines = createInterface({
    input,
    output,
    historySize: HISTORY,
    removeHistoryDuplicates: true,
    completer: (line: string, done: (fault: Error | null, result: [string[], string]) => void) => {
      const ask = async (command: string): Promise<Ask> => ({
        command,
        args: {},
        confirmed: false,
        asker: await asker(),
      });
      completeLine(line, { complete, ask }).then(
        (result) => done(null, result),
        () => done(null, [[], line]),
      );
    },
  });
  const prompt = () => {
    if (closed) return;
    lines.setPrompt(`${name}@${makePlace(place)}> `);
    lines.prompt();
  };

  // One after the other, so that pasted lines happen in their order.
  let last: Promise<void> = Promise.resolve();
  lines.on('line', (line) => {
    last = last.then(() => (left ? undefined : act(parseTyped(line)))).then(prompt);
  });
  const ended = new Promise<void>((resolve) => {
    lines.once('close', () => {
      closed = true;
      // Lines that came before the end are still answered.
      last.then(() => {
        options.onEnd?.();
        resolve();
      });
    });
  });
  print(EXPLAINED);
  prompt();
  return { ended, stop: () => lines.close() };
}
