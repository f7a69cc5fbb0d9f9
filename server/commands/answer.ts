// The one door for everything that people say: find the command, check its arguments, find the race, check the asker's rights,
// ask once more where it cannot be undone, run it. Faults are thrown: the mouth that called says "try again".

import type { Race } from '../race/race.ts';
import { checkArguments } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { findRace } from './find-race.ts';
import { dismiss, offer, refTo, refuse } from './refer.ts';
import type { Reply } from './reply.ts';
import { refuseWho } from './rights.ts';
import { commandNamed } from './table.ts';

/** How long a question "are you sure" may be answered (COMMANDS.md). */
export const CONFIRM_MS = { button: 60_000, chat: 30_000 } as const;

export async function answer(ask: Ask, house: House): Promise<Reply> {
  const command = commandNamed(ask.command);
  if (command === undefined) return refuse(ask.command, { code: 'unknown_command' });
  // Who may not say it at all is told that, not what is wrong with its arguments.
  const no = command.about === 'house' ? await refuseWho(command.who, ask.asker, null, house) : null;
  if (no !== null) return refuse(command.name, no);
  const checked = checkArguments(command.args, ask.args);
  if ('problem' in checked) return refuse(command.name, { code: 'bad_argument', ...checked });
  const clean: Ask = { ...ask, command: command.name, args: checked.args };
  return command.about === 'race' ? answerAboutRace(command, clean, house) : command.run(clean, house);
}

async function answerAboutRace(command: RaceCommand, ask: Ask, house: House): Promise<Reply> {
  const found = await findRace(command, ask, house);
  if ('refused' in found) return refuse(command.name, found.refused);
  const { race } = found;
  const no = await refuseWho(command.who, ask.asker, race, house);
  if (no !== null) return refuse(command.name, no, refTo(race, house.links));
  return (ask.confirmed ? undefined : question(command, ask, race, house)) ?? command.run(ask, race, house);
}

function question(command: RaceCommand, ask: Ask, race: Race, house: House): Reply | undefined {
  const subject = command.irreversible === false ? null : command.irreversible(race, ask);
  if (subject === null) return undefined;
  const ref = refTo(race, house.links);
  const chat = ask.asker.place.platform === 'twitch';
  const expiresAt = house.time.now() + (chat ? CONFIRM_MS.chat : CONFIRM_MS.button);
  const { race: _, ...args } = ask.args;
  const yes = offer('yes', 'danger', command.name, ref, { args, confirmed: true, expiresAt });
  return {
    kind: 'confirm',
    command: command.name,
    race: ref,
    subject,
    expiresAt,
    offers: [yes, dismiss('no', expiresAt)],
  };
}
