// `race start`: the countdown, or who is missing with what can be done about it; says who has played this seed before.

import { missingPlayers } from '../race/decide/starting.ts';
import type { Race } from '../race/race.ts';
import { CONFIRM_MS } from './answer-times.ts';
import { textOf } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { RACE_ARG } from './manage.ts';
import { actorOf, dismiss, offer, refTo, refuse } from './refer.ts';
import type { Offer, RaceRef, Refused, Reply } from './reply.ts';

/** `force`: they may come late, as far as the race lets anybody. `without`: they are removed. */
const MISSING = ['force', 'without'] as const;

export const START: RaceCommand = {
  about: 'race',
  name: 'race start',
  description: 'Start the countdown, or hear who is missing',
  discord: ['race', 'start'],
  words: [['race', 'start']],
  positional: ['missing'],
  args: [
    {
      name: 'missing',
      kind: 'text',
      required: false,
      description: 'What about players who are not ready',
      choices: [
        { name: 'start; they may come within “late”', value: 'force' },
        { name: 'start without them: they are removed', value: 'without' },
      ],
    },
    RACE_ARG,
  ],
  who: 'organizer',
  public: false,
  changes: true,
  whose: 'place',
  prefers: [['open'], ['countdown']],
  irreversible: (race, ask, { views, time }) => {
    if (ask.args.missing !== 'without' || race.phase.status !== 'open') return null;
    const removed = missingPlayers(race, views.liveness(race.id), time.now()).map((one) => one.name);
    return removed.length === 0 ? null : { what: 'start_without', removed };
  },
  run: start,
};

async function start(ask: Ask, race: Race, house: House): Promise<Reply> {
  const choice = MISSING.find((one) => one === textOf(ask.args, 'missing'));
  const missing = choice === 'force' ? 'late' : (choice ?? 'strict');
  const outcome = await house.submit(race.id, { type: 'start', by: actorOf(ask.asker), missing });
  if ('refused' in outcome) {
    const ref = refTo(race, house.links);
    const offers = outcome.refused.code === 'players_missing' ? offersFor(ref, outcome.refused, house.time.now()) : [];
    return refuse(ask.command, outcome.refused, ref, offers);
  }
  const after = outcome.race;
  if (after.phase.status !== 'countdown') {
    // The countdown that already held has run out meanwhile.
    return refuse(
      ask.command,
      { code: 'wrong_status', status: after.phase.status, intent: 'start' },
      refTo(after, house.links),
    );
  }
  return {
    kind: 'countdown',
    race: refTo(after, house.links),
    startsAt: after.phase.startsAt,
    seconds: Math.max(0, Math.round((after.phase.startsAt - house.time.now()) / 1000)),
    playedBefore: await playedBefore(after, house),
    offers: [],
  };
}

type PlayersMissing = Extract<Refused, { readonly code: 'players_missing' }>;

/**
 * A start needs a ready player, so that with none only waiting is left. Who is removed stands in the answer, and is somebody else a while
 * later: that button lives no longer than another question.
 */
const offersFor = (race: RaceRef, { ready, late }: PlayersMissing, now: number): readonly Offer[] =>
  ready === 0
    ? [dismiss('wait')]
    : [
        dismiss('wait'),
        late
          ? offer('start_late', 'primary', 'race start', race, { args: { missing: 'force' } })
          : offer('start_anyway', 'danger', 'race start', race, { args: { missing: 'force' } }),
        offer('start_without', 'danger', 'race start', race, {
          args: { missing: 'without' },
          confirmed: true,
          expiresAt: now + CONFIRM_MS.button,
        }),
      ];

async function playedBefore(race: Race, house: House): Promise<readonly string[]> {
  const users = race.participants.map((participant) => participant.user);
  const known = new Set(await house.log.playedSeed(race.seed.id, users, race.id));
  return race.participants.filter((participant) => known.has(participant.user)).map((participant) => participant.name);
}
