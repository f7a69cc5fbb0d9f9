// The one door for everything that people say: find the command, check its arguments, find the race, check the asker's rights,
// ask once more where it cannot be undone, run it. Faults are thrown: the mouth that called says "try again".

import type { Race } from '../race/race.ts';
import { checkArguments } from './arguments.ts';
import { asSeen } from './as-seen.ts';
import type { Ask } from './ask.ts';
import type { GeneralCommand, Heard, House, RaceCommand } from './command.ts';
import { findRace } from './find-race.ts';
import { askOnce, refTo, refuse } from './refer.ts';
import type { Offer, Refused, Reply } from './reply.ts';
import { mayCreate, refuseWho } from './rights.ts';
import { wordsOff } from './show.ts';
import { commandNamed } from './table.ts';

export async function answer(ask: Ask, house: House): Promise<Reply> {
  const asked = house.time.now();
  const { platform } = ask.asker.place;
  const told = (outcome: Heard['outcome']) => {
    const command = commandNamed(ask.command)?.name ?? 'unknown';
    house.heard?.({ command, platform, outcome, ms: house.time.now() - asked });
  };
  try {
    const reply = await decideReply(ask, house);
    told(outcomeOf(reply));
    return reply;
  } catch (fault) {
    told('fault');
    throw fault;
  }
}

function outcomeOf({ kind }: Reply): Heard['outcome'] {
  if (kind === 'refused') return 'refused';
  return kind === 'confirm' ? 'asked_again' : 'done';
}

async function decideReply(ask: Ask, house: House): Promise<Reply> {
  const command = commandNamed(ask.command);
  if (command === undefined) return refuse(ask.command, { code: 'unknown_command' });
  if (await isSwitchedOff(ask, house)) return refuse(command.name, { code: 'word_off' });
  return command.about === 'race' ? answerAboutRace(command, ask, house) : answerInGeneral(command, ask, house);
}

async function isSwitchedOff({ word, asker }: Ask, house: House): Promise<boolean> {
  const { place } = asker;
  if (place.platform !== 'twitch') return false;
  // Also behind `!sf`, so that nobody is faster than who asked before.
  const off = await wordsOff(place.channel, house);
  return word !== undefined && off.includes(word);
}

// Whoever may not say a word at all is told that, not what is wrong with its arguments: chat stays silent then.

async function answerInGeneral(command: GeneralCommand, said: Ask, house: House): Promise<Reply> {
  const no = await refuseWho(command.who, said.asker, null, house);
  if (no !== null) return refuse(command.name, no);
  const checked = checkArguments(command.args, said.args);
  if ('problem' in checked) return refuse(command.name, { code: 'bad_argument', ...checked });
  return command.run({ ...said, command: command.name, args: checked.args }, house);
}

async function answerAboutRace(command: RaceCommand, said: Ask, house: House): Promise<Reply> {
  const found = await findRace(command, said, house);
  if ('refused' in found) {
    return refuseRace(command, said, (await elsewhere(command, said, found.refused, house)) ?? found.refused);
  }
  const { race } = found;
  const ref = refTo(race, house.links);
  const no = await refuseWho(command.who, said.asker, race, house);
  if (no !== null) return refuse(command.name, no, ref);
  const checked = checkArguments(command.args, said.args);
  if ('problem' in checked) return refuse(command.name, { code: 'bad_argument', ...checked }, ref);
  const ask: Ask = { ...said, command: command.name, args: checked.args };
  const asked = ask.confirmed ? undefined : question(command, ask, race, house);
  return asked ?? asSeen(await command.run(ask, race, house), race, command, ask, house);
}

/** `!race edit` is no race that is called “edit”, but a word that chat does not have: said to whom it may concern. */
async function elsewhere(
  { name }: RaceCommand,
  { args, asker }: Ask,
  no: Refused,
  house: House,
): Promise<Refused | undefined> {
  if (asker.place.platform !== 'twitch' || name !== 'race status' || typeof args.race !== 'string') return undefined;
  const meant = commandNamed(`race ${args.race.split(' ')[0]?.toLowerCase()}`);
  if (meant === undefined || meant.discord === null || meant.words.length > 0) return undefined;
  if ((await mayCreate(asker, house)) !== null) {
    if (no.code === 'no_race_here') return undefined;
    if (meant.who !== 'anybody' && meant.who !== 'player') return { code: 'not_organizer' };
  }
  return { code: 'not_in_chat', command: meant.name };
}

/** Where several races can be meant each is a button, and in chat the next thing to say. */
function refuseRace(command: RaceCommand, said: Ask, no: Refused): Reply {
  if (no.code !== 'which_race') return refuse(command.name, no);
  const rest = command.positional.flatMap((name) => (name === 'race' ? [] : (said.args[name] ?? []))).join(' ');
  const offers = no.races.map((race): Offer => {
    const ask = { command: command.name, args: { ...said.args, race: race.code }, confirmed: said.confirmed };
    return { label: 'this_race', about: race, style: 'secondary', ask, expiresAt: null };
  });
  return refuse(command.name, { ...no, rest }, null, offers);
}

function question(command: RaceCommand, ask: Ask, race: Race, house: House): Reply | undefined {
  const subject = command.irreversible === false ? null : command.irreversible(race, ask, house);
  return subject === null ? undefined : askOnce(ask, subject, refTo(race, house.links), house.time.now());
}
