// `race caster`, `race organizer`: who sees the map live, and who may do all this.

import type { Intent } from '../race/intents.ts';
import type { Race } from '../race/race.ts';
import { textOf } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { ArgSpec, House, RaceCommand } from './command.ts';
import { done } from './invite.ts';
import { RACE_ARG } from './manage.ts';
import { accountNamed } from './people.ts';
import { actorOf, personOf, refTo, refuse } from './refer.ts';
import type { Reply } from './reply.ts';

const CHANGES = ['add', 'remove'] as const;
type Change = (typeof CHANGES)[number];

const ARGS: readonly ArgSpec[] = [
  {
    name: 'change',
    kind: 'text',
    required: true,
    description: 'What',
    choices: CHANGES.map((value) => ({ name: value, value })),
  },
  { name: 'user', kind: 'user', required: true, description: 'Whom' },
  RACE_ARG,
];

const CREW = {
  about: 'race',
  words: [],
  positional: ['change', 'user'],
  args: ARGS,
  who: 'organizer',
  public: false,
  changes: true,
  whose: 'place',
  prefers: [['draft', 'open', 'countdown', 'running'], ['finished']],
  irreversible: false,
} as const;

export const CASTER: RaceCommand = {
  ...CREW,
  name: 'race caster',
  description: 'Casters see the map live; they cannot race',
  discord: ['race', 'caster'],
  run: (ask, race, house) => change(ask, race, house, 'caster'),
};

export const ORGANIZER: RaceCommand = {
  ...CREW,
  name: 'race organizer',
  description: 'Who may manage this race',
  discord: ['race', 'organizer'],
  run: (ask, race, house) => change(ask, race, house, 'organizer'),
};

async function change(ask: Ask, race: Race, house: House, role: 'caster' | 'organizer'): Promise<Reply> {
  const ref = refTo(race, house.links);
  const what: Change = CHANGES.find((one) => one === ask.args.change) ?? 'add';
  const typed = textOf(ask.args, 'user') ?? '';
  const user = await accountNamed(typed, house);
  if (user === undefined) return refuse(ask.command, { code: 'unknown_person', name: typed }, ref);
  const by = actorOf(ask.asker);
  const intent: Intent =
    what === 'add'
      ? { type: `add_${role}`, by, person: personOf(user) }
      : { type: `remove_${role}`, by, user: user.id };
  const outcome = await house.submit(race.id, intent);
  if ('refused' in outcome) return refuse(ask.command, outcome.refused, ref);
  const did = `${role}_${what === 'add' ? 'added' : 'removed'}` as const;
  return done(ask, outcome.race, { did, person: user.name }, house);
}
