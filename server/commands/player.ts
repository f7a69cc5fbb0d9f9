// What a player takes back or gives up: `unready`, `forfeit`, `unforfeit`, the map.

import type { Race } from '../race/race.ts';
import type { RaceCommand } from './command.ts';
import { done } from './invite.ts';
import { RACE_ARG } from './manage.ts';
import { actorOf, offer, participantOf, refTo, refuse } from './refer.ts';
import type { Offer, RaceRef } from './reply.ts';

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
    const { status } = outcome.race.phase;
    // Games may say it at any time: the rules take it, and nothing comes of it.
    if (status !== 'open' && status !== 'countdown') {
      return refuse(ask.command, { code: 'wrong_status', status, intent: 'not_ready' }, ref);
    }
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
    const after = refTo(outcome.race, house.links);
    return { kind: 'forfeited', race: after, offers: outOffers(after, outcome.race) };
  },
};

export const UNFORFEIT: RaceCommand = {
  ...PLAYER,
  name: 'unforfeit',
  description: 'Go on after all, while the race runs',
  discord: ['unforfeit'],
  words: [['unforfeit']],
  prefers: [['running']],
  irreversible: false,
  async run(ask, race, house) {
    const ref = refTo(race, house.links);
    const participant = participantOf(race, ask.asker.user);
    if (participant === undefined) return refuse(ask.command, { code: 'not_in_race' }, ref);
    const by = actorOf(ask.asker);
    const outcome = await house.submit(race.id, { type: 'unforfeit', by, participant: participant.id });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, ref);
    return done(ask, outcome.race, { did: 'unforfeited' }, house);
  },
};

/** A button only: after it there is no way back into the race. */
export const MAP: RaceCommand = {
  ...PLAYER,
  name: 'map',
  description: 'See the map, once you are out; you cannot come back then',
  discord: null,
  words: [],
  prefers: [['running'], ['finished']],
  irreversible: (race, ask) => {
    const player = participantOf(race, ask.asker.user);
    const isOut = player?.standing.status === 'abandoned' && !player.sawMap;
    return isOut && race.phase.status === 'running' && race.options.map !== 'after' ? { what: 'see_map' } : null;
  },
  async run(ask, race, house) {
    const ref = refTo(race, house.links);
    const participant = participantOf(race, ask.asker.user);
    if (participant === undefined) return refuse(ask.command, { code: 'not_in_race' }, ref);
    const outcome = await house.submit(race.id, { type: 'see_map', participant: participant.id });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, ref);
    return done(ask, outcome.race, { did: 'map_shown' }, house);
  },
};

const outOffers = (ref: RaceRef, race: Race): readonly Offer[] =>
  race.phase.status !== 'running'
    ? []
    : [
        offer('unforfeit', 'secondary', 'unforfeit', ref),
        ...(race.options.map === 'after' ? [] : [offer('see_map', 'secondary', 'map', ref)]),
      ];
