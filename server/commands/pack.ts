// `pack`: a player's own link again; `new` kills the one before and its token. In chat only the race's address is said.

import { packsWhen } from '../race/packs.ts';
import { booleanOf } from './arguments.ts';
import type { RaceCommand } from './command.ts';
import { packFor } from './join.ts';
import { RACE_ARG } from './manage.ts';
import { actorOf, offer, participantOf, refTo, refuse } from './refer.ts';

export const PACK: RaceCommand = {
  about: 'race',
  name: 'pack',
  description: 'Your pack for the race, privately',
  discord: ['pack'],
  words: [['pack']],
  positional: [],
  args: [
    { name: 'new', kind: 'boolean', required: false, description: 'A new pack: the one before is dead at once' },
    RACE_ARG,
  ],
  who: 'player',
  public: false,
  changes: true,
  whose: 'own',
  prefers: [['open', 'countdown', 'running'], ['draft'], ['finished']],
  irreversible: false,
  async run(ask, race, house) {
    const participant = participantOf(race, ask.asker.user);
    const ref = refTo(race, house.links);
    if (participant === undefined) {
      const join = race.phase.status === 'open' ? [offer('join', 'success', 'join', ref)] : [];
      return refuse(ask.command, { code: 'not_in_race' }, ref, join);
    }
    const packs = packsWhen(race);
    if (race.phase.status === 'cancelled') {
      return refuse(ask.command, { code: 'wrong_status', status: 'cancelled', intent: 'renew_pack' }, ref);
    }
    if (!packs.out) return refuse(ask.command, { code: 'packs_not_out', packs }, ref);
    if (booleanOf(ask.args, 'new') !== true) {
      return {
        kind: 'pack',
        race: ref,
        pack: await packFor(participant, race, ask, house),
        renewed: false,
        offers: [],
      };
    }
    const by = actorOf(ask.asker);
    const outcome = await house.submit(race.id, { type: 'renew_pack', by, participant: participant.id });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, ref);
    const renewed = participantOf(outcome.race, ask.asker.user) ?? participant;
    const pack = await packFor(renewed, outcome.race, ask, house);
    return { kind: 'pack', race: refTo(outcome.race, house.links), pack, renewed: true, offers: [] };
  },
};
