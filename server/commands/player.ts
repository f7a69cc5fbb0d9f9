// What a player takes back or gives up: `unready` and `forfeit`.

import type { RaceCommand } from './command.ts';
import { RACE_ARG } from './manage.ts';
import { actorOf, participantOf, refTo, refuse } from './refer.ts';

const PLAYER = {
  about: 'race',
  who: 'player',
  whose: 'own',
  public: false,
  changes: true,
  positional: [],
  args: [RACE_ARG],
} as const;

export const UNREADY: RaceCommand = {
  ...PLAYER,
  name: 'unready',
  description: 'Not ready after all; stops a countdown until 3 s before GO',
  discord: ['unready'],
  words: [['unready']],
  prefers: [['countdown'], ['open']],
  irreversible: false,
  async run(ask, race, house) {
    const ref = refTo(race, house.links);
    const participant = participantOf(race, ask.asker.user);
    if (participant === undefined) return refuse(ask.command, { code: 'not_in_race' }, ref);
    const outcome = await house.submit(race.id, { type: 'not_ready', participant: participant.id, reason: 'player' });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, ref);
    const stoppedCountdown = outcome.facts.some(({ fact }) => fact.type === 'countdown_stopped');
    return { kind: 'unready', race: refTo(outcome.race, house.links), stoppedCountdown, offers: [] };
  },
};

export const FORFEIT: RaceCommand = {
  ...PLAYER,
  name: 'forfeit',
  description: 'Give up the race you are in',
  discord: ['forfeit'],
  words: [['forfeit']],
  prefers: [['running']],
  irreversible: (race, ask) => {
    const status = participantOf(race, ask.asker.user)?.standing.status;
    const racing = race.phase.status === 'running' && status !== undefined;
    return racing && status !== 'finished' && status !== 'abandoned' ? { what: 'forfeit' } : null;
  },
  async run(ask, race, house) {
    const ref = refTo(race, house.links);
    const participant = participantOf(race, ask.asker.user);
    if (participant === undefined) return refuse(ask.command, { code: 'not_in_race' }, ref);
    const by = actorOf(ask.asker);
    const outcome = await house.submit(race.id, { type: 'forfeit', by, participant: participant.id });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, ref);
    return { kind: 'forfeited', race: refTo(outcome.race, house.links), offers: [] };
  },
};
