// One fact more: the state after it. Total: it never refuses, and a fact about somebody unknown changes nothing.
// Rules are not asked here; an old fact folds tomorrow to what it folds to today.

import { evolveParticipant } from './evolve-participant.ts';
import type { Fact, FactOf, LoggedFact, Person } from './facts.ts';
import type { ParticipantId, UserId } from './ids.ts';
import { DEFAULT_OPTIONS } from './options.ts';
import { startProgress } from './progress.ts';
import type { Candidate, Departed, Participant, Race } from './race.ts';

/** The state of a log, or undefined where it does not begin with `race_created`. */
export function foldFacts(facts: readonly Fact[], from?: Race): Race | undefined {
  let race = from;
  for (const fact of facts) race = evolve(race, fact);
  return race;
}

export const foldLog = (log: readonly LoggedFact[], from?: Race): Race | undefined =>
  foldFacts(
    log.map((entry) => entry.fact),
    from,
  );

export function evolve(race: Race | undefined, fact: Fact): Race | undefined {
  if (fact.type === 'race_created') return race ?? created(fact);
  if (race === undefined) return undefined;
  return { ...change(race, fact), lastFactAt: fact.at };
}

function created(fact: FactOf<'race_created'>): Race {
  return {
    id: fact.race,
    code: fact.code,
    name: fact.name,
    note: fact.note,
    seed: fact.seed,
    options: { ...DEFAULT_OPTIONS, ...fact.options },
    phase: { status: 'draft' },
    createdAt: fact.at,
    scheduledStart: fact.scheduledStart,
    remindedOf: null,
    calledFor: null,
    again: fact.again ?? null,
    creator: fact.organizer,
    organizers: [fact.organizer],
    casters: [],
    overlayKeys: {},
    channels: fact.channels,
    locked: false,
    packsReleased: false,
    participants: [],
    invited: [],
    asked: [],
    waiting: [],
    departed: [],
    seedDownloaded: false,
    lastFactAt: fact.at,
  };
}

function change(race: Race, fact: Exclude<Fact, { type: 'race_created' }>): Race {
  switch (fact.type) {
    case 'race_opened':
      return race.phase.status === 'draft' ? { ...race, phase: { status: 'open' } } : race;
    case 'race_edited':
      return edited(race, fact.changes);
    case 'channel_added':
      return { ...race, channels: [...without(race, fact.channel.platform, fact.channel.channel), fact.channel] };
    case 'channel_removed':
      return { ...race, channels: without(race, fact.platform, fact.channel) };
    case 'caster_added':
      return { ...race, casters: plus(race.casters, fact.person) };
    case 'caster_removed':
      return { ...race, casters: minus(race.casters, fact.user), overlayKeys: rekeyed(race, fact) };
    case 'organizer_added':
      return { ...race, organizers: plus(race.organizers, fact.person) };
    case 'organizer_removed':
      return { ...race, organizers: minus(race.organizers, fact.user), overlayKeys: rekeyed(race, fact) };
    case 'player_invited':
      return { ...race, invited: plus(race.invited, fact.person) };
    case 'join_requested':
      return { ...race, asked: hoping(race.asked, fact) };
    case 'join_declined':
      return { ...race, ...hopingNoMore(race, fact.user), invited: minus(race.invited, fact.user) };
    case 'player_waiting':
      return {
        ...race,
        asked: minus(race.asked, fact.person.user),
        waiting: hoping(race.waiting, fact),
      };
    case 'player_stopped_waiting':
      return { ...race, ...hopingNoMore(race, fact.user) };
    case 'player_joined':
      return joined(race, fact);
    case 'player_left':
      return gone(race, fact.participant, 'left');
    case 'player_removed':
      return gone(race, fact.participant, 'removed');
    case 'race_locked':
      return { ...race, locked: true };
    case 'race_unlocked':
      return { ...race, locked: false };
    case 'packs_released':
      return { ...race, packsReleased: true };
    case 'start_approached':
      return { ...race, remindedOf: fact.scheduledStart };
    case 'start_time_came':
      return { ...race, calledFor: fact.scheduledStart };
    case 'announcement_made':
    case 'problem_reported':
      return race;
    case 'pack_downloaded':
      return { ...everybody(race, (one) => evolveParticipant(one, fact, race)), seedDownloaded: true };
    case 'seed_rerolled':
      return {
        ...everybody(race, (one) => evolveParticipant(one, fact, race)),
        seed: fact.seed,
        seedDownloaded: false,
      };
    case 'countdown_started':
      return { ...race, phase: { status: 'countdown', startsAt: fact.startsAt, seconds: fact.seconds } };
    case 'countdown_stopped':
      return race.phase.status === 'countdown' ? { ...race, phase: { status: 'open' } } : race;
    case 'race_started':
      return started(race, fact);
    case 'race_finished':
      return race.phase.status === 'running'
        ? {
            ...race,
            phase: { status: 'finished', startedAt: race.phase.startedAt, finishedAt: fact.at, final: false },
          }
        : race;
    case 'race_reopened':
      return race.phase.status === 'finished'
        ? { ...race, phase: { status: 'running', startedAt: race.phase.startedAt } }
        : race;
    case 'results_became_final':
      return race.phase.status === 'finished' ? { ...race, phase: { ...race.phase, final: true } } : race;
    case 'race_cancelled':
      return {
        ...everybody(race, (one) => ({ ...one, generation: one.generation + 1 })),
        phase: { status: 'cancelled', cancelledAt: fact.at, by: fact.by, reason: fact.reason },
      };
    case 'pack_renewed':
    case 'player_ready':
    case 'player_not_ready':
    case 'player_started_late':
    case 'mod_connected':
    case 'mod_disconnected':
    case 'save_reported':
    case 'note_reported':
    case 'gate_passed':
    case 'player_finished':
    case 'player_abandoned':
    case 'player_restored':
    case 'player_warned':
    case 'map_seen':
    case 'result_set':
    case 'result_held':
    case 'result_released':
      return everybody(race, (one) => (one.id === fact.participant ? evolveParticipant(one, fact, race) : one));
  }
}

function edited(race: Race, changes: FactOf<'race_edited'>['changes']): Race {
  const { options, ...rest } = changes;
  return { ...race, ...rest, options: { ...race.options, ...options } };
}

function joined(race: Race, fact: FactOf<'player_joined'>): Race {
  const { user, name } = fact.person;
  const participant: Participant = {
    id: fact.participant,
    user,
    name,
    color: fact.color,
    joinedAt: fact.at,
    broughtIn: fact.by.kind === 'user' && fact.by.user !== user,
    generation: fact.generation,
    rerolledTo: 0,
    downloaded: false,
    standing: { status: 'registered', reason: null },
    lateMs: null,
    playsSince: 0,
    movedAt: 0,
    warnedAt: 0,
    sawMap: false,
    held: false,
    marks: [],
    clockBoundMs: null,
    outboxes: {},
  };
  // The same user twice: two accounts that played the same race and became one person afterwards. Both results stay.
  if (race.participants.some((one) => one.id === fact.participant)) return race;
  return {
    ...race,
    participants: [...race.participants, participant],
    ...hopingNoMore(race, user),
    departed: race.departed.filter((one) => one.id !== fact.participant),
  };
}

function gone(race: Race, id: ParticipantId, how: Departed['how']): Race {
  const participant = race.participants.find((one) => one.id === id);
  if (participant === undefined) return race;
  const departed: Departed = { id, user: participant.user, generation: participant.generation, how };
  return {
    ...race,
    participants: race.participants.filter((one) => one.id !== id),
    departed: [...race.departed.filter((one) => one.user !== participant.user), departed],
    // Who was removed comes back only by another invitation.
    invited: how === 'removed' ? minus(race.invited, participant.user) : race.invited,
  };
}

function started(race: Race, fact: FactOf<'race_started'>): Race {
  const { startedAt } = fact;
  const play = (one: Participant): Participant => {
    const clockBoundMs = fact.clockBoundsMs[one.id] ?? null;
    if (one.standing.status !== 'ready') return { ...one, clockBoundMs };
    const progress = startProgress(race.seed.startNode, startedAt);
    return { ...one, clockBoundMs, playsSince: startedAt, standing: { status: 'playing', progress } };
  };
  return { ...everybody(race, play), phase: { status: 'running', startedAt } };
}

const everybody = (race: Race, next: (participant: Participant) => Participant): Race => ({
  ...race,
  participants: race.participants.map(next),
});

const rekeyed = (
  { overlayKeys }: Race,
  { user, at }: FactOf<'caster_removed' | 'organizer_removed'>,
): Race['overlayKeys'] => ({
  ...overlayKeys,
  [user]: { generation: (overlayKeys[user]?.generation ?? 1) + 1, since: at },
});

const minus = <P extends Person>(people: readonly P[], user: UserId): readonly P[] =>
  people.filter((person) => person.user !== user);

const plus = <P extends Person>(people: readonly P[], person: P): readonly P[] =>
  people.some((one) => one.user === person.user) ? people : [...people, person];

/** The same user twice, too: two accounts that became one person once one of them had given its place up. The other's stays. */
const hoping = (
  people: readonly Candidate[],
  { person, participant }: FactOf<'join_requested' | 'player_waiting'>,
): readonly Candidate[] =>
  people.some((one) => one.participant === participant) ? people : [...people, { ...person, participant }];

function hopingNoMore({ asked, waiting }: Race, user: UserId): Pick<Race, 'asked' | 'waiting'> {
  const first = [...asked, ...waiting].find((one) => one.user === user);
  const others = (people: readonly Candidate[]) => people.filter((one) => one !== first);
  return { asked: others(asked), waiting: others(waiting) };
}

const without = (race: Race, platform: string, channel: string) =>
  race.channels.filter((one) => one.platform !== platform || one.channel !== channel);
