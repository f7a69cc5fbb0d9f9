// `race edit`: anything about a race but its seed, until the countdown. What is left out stays as it is.

import type { Intent } from '../race/intents.ts';
import { textOf } from './arguments.ts';
import type { RaceCommand } from './command.ts';
import { NAME_ARG, NOTE_ARG } from './create.ts';
import { RACE_ARG } from './manage.ts';
import { OPTION_ARGS, readOptions } from './race-options.ts';
import { actorOf, refTo, refuse } from './refer.ts';
import { START_ARG, startTime } from './start-time.ts';

type Changes = Extract<Intent, { type: 'edit' }>['changes'];

export const EDIT: RaceCommand = {
  about: 'race',
  name: 'race edit',
  description: 'Change a race before its countdown',
  discord: ['race', 'edit'],
  words: [],
  positional: [],
  args: [
    NAME_ARG,
    { ...START_ARG, description: 'A time, or “none”' },
    { ...NOTE_ARG, description: 'On the card; “none” takes it away' },
    ...OPTION_ARGS,
    RACE_ARG,
  ],
  who: 'organizer',
  public: false,
  changes: true,
  whose: 'place',
  prefers: [['draft', 'open']],
  irreversible: false,
  async run(ask, race, house) {
    const ref = refTo(race, house.links);
    const read = readOptions(ask);
    if ('refused' in read) return refuse(ask.command, read.refused, ref);
    const [name, note] = [textOf(ask.args, 'name'), textOf(ask.args, 'note')];
    const start = await startTime(ask, race, house);
    if ('reply' in start) return start.reply;
    const changes: Changes = {
      ...(name === null ? {} : { name }),
      ...(start.at === undefined ? {} : { scheduledStart: start.at }),
      ...(note === null ? {} : { note: isNone(note) ? null : note }),
      ...(Object.keys(read.options).length === 0 ? {} : { options: read.options }),
    };
    const changed = Object.keys(ask.args).filter((arg) => arg !== 'race');
    if (changed.length === 0) return refuse(ask.command, { code: 'nothing_to_change' }, ref);
    const outcome = await house.submit(race.id, { type: 'edit', by: actorOf(ask.asker), changes });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, ref);
    return {
      kind: 'done',
      command: ask.command,
      race: refTo(outcome.race, house.links),
      deed: { did: 'edited', changed, ...(start.at === undefined ? {} : { start: start.at }) },
      offers: [],
    };
  },
};

export const isNone = (typed: string): boolean => ['none', 'no', '-'].includes(typed.trim().toLowerCase());
