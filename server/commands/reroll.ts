// `race reroll`: another seed before the start. Old links and tokens die, new packs go out; asked once more, since whoever has
// a pack has it for nothing.

import type { Race } from '../race/race.ts';
import { booleanOf, textOf } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { POOL_ARG } from './create.ts';
import { drawSeed, keepOrGiveBack } from './draw.ts';
import { RACE_ARG } from './manage.ts';
import { actorOf, refTo, refuse } from './refer.ts';
import type { Reply } from './reply.ts';

export const REROLL: RaceCommand = {
  about: 'race',
  name: 'race reroll',
  description: 'Another seed: packs that are out are dead, new ones go out',
  discord: ['race', 'reroll'],
  words: [],
  positional: ['pool'],
  args: [
    POOL_ARG,
    { name: 'broken', kind: 'boolean', required: false, description: 'The seed is broken: nobody gets it again' },
    RACE_ARG,
  ],
  who: 'organizer',
  public: false,
  changes: true,
  whose: 'place',
  prefers: [['draft', 'open']],
  irreversible: (race, ask) => {
    const { status } = race.phase;
    const broken = booleanOf(ask.args, 'broken') ?? false;
    const packs = race.participants.filter((one) => one.downloaded).length;
    return (status === 'draft' || status === 'open') && (broken || packs > 0)
      ? { what: 'reroll', packs, broken }
      : null;
  },
  run: reroll,
};

async function reroll(ask: Ask, race: Race, house: House): Promise<Reply> {
  const ref = refTo(race, house.links);
  const { status } = race.phase;
  // Nothing is drawn for a race that cannot have it.
  if (status === 'countdown') return refuse(ask.command, { code: 'countdown_running' }, ref);
  if (status !== 'draft' && status !== 'open') {
    return refuse(ask.command, { code: 'wrong_status', status, intent: 'reroll' }, ref);
  }
  const drawn = await drawSeed(textOf(ask.args, 'pool') ?? race.seed.pool, race.id, house);
  if ('refused' in drawn) return refuse(ask.command, drawn.refused, ref);
  const broken = booleanOf(ask.args, 'broken') ?? false;
  const outcome = await keepOrGiveBack(drawn.seed, race.id, house, () =>
    house.submit(race.id, { type: 'reroll', by: actorOf(ask.asker), seed: drawn.seed, broken }),
  );
  if ('refused' in outcome) return refuse(ask.command, outcome.refused, ref);
  house.packs.prepare(drawn.seed).catch(() => undefined);
  return {
    kind: 'done',
    command: ask.command,
    race: refTo(outcome.race, house.links),
    deed: {
      did: 'rerolled',
      pool: drawn.pool?.displayName ?? drawn.seed.pool,
      packsOut: outcome.race.packsReleased,
      discarded: broken,
    },
    offers: [],
  };
}
