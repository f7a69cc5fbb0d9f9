// What a fact makes of one participant. Facts of who is out or finished are held back; restoring lets them count.

import type { Fact, FactOf, Mark } from './facts.ts';
import { finishProgress, passGate, startProgress, unfinishProgress } from './progress.ts';
import { progressOf } from './pulses.ts';
import type { Finish, HeldBack, Participant, Progress, Race, Received, Standing } from './race.ts';

type ParticipantFact = Extract<Fact, { readonly participant: unknown }> | FactOf<'seed_rerolled'>;

export function evolveParticipant(one: Participant, fact: ParticipantFact, race: Race): Participant {
  switch (fact.type) {
    case 'seed_rerolled': {
      const generation = one.generation + 1;
      const standing: Standing = { status: 'registered', reason: 'reroll' };
      return { ...one, generation, rerolledTo: generation, downloaded: false, standing };
    }
    case 'pack_renewed':
      return { ...one, generation: fact.generation, downloaded: false };
    case 'pack_downloaded':
      return fact.participant === one.id && fact.generation === one.generation ? { ...one, downloaded: true } : one;
    case 'player_ready':
      return one.standing.status === 'registered' ? { ...one, standing: { status: 'ready' } } : one;
    case 'player_not_ready': {
      const before = one.standing.status === 'ready' || one.standing.status === 'registered';
      return before ? { ...one, standing: { status: 'registered', reason: fact.reason } } : one;
    }
    case 'player_started_late':
      return startedLate(one, fact, race);
    case 'mod_connected':
    case 'save_reported':
      return { ...one, marks: marked(one.marks, fact.marks) };
    case 'mod_disconnected':
    case 'note_reported':
      return one;
    case 'gate_passed':
    case 'player_finished':
      return reported(one, fact, race);
    case 'player_abandoned':
      return abandoned(one, fact);
    case 'player_restored':
      return {
        ...one,
        // Under review stays so where nobody judged: a player's own unforfeit, a fact after inactivity.
        held: one.held && fact.how !== 'restore',
        playsSince: fact.at,
        standing: restored(one, race, fact.at),
      };
    case 'player_warned':
      return { ...one, warnedAt: fact.at };
    case 'map_seen':
      return { ...one, sawMap: true };
    case 'result_set':
      return setResult(one, fact, race);
    case 'result_held':
      return { ...one, held: true };
    case 'result_released':
      return { ...one, held: false };
    case 'player_joined':
    case 'player_left':
    case 'player_removed':
    case 'join_requested':
    case 'player_waiting':
    case 'countdown_stopped':
      return one;
  }
}

function startedLate(one: Participant, fact: FactOf<'player_started_late'>, race: Race): Participant {
  const { lateMs } = fact;
  if (one.standing.status !== 'registered') return one.lateMs === null ? { ...one, lateMs } : one;
  const progress = startProgress(race.seed.startNode, fact.at);
  return { ...one, lateMs, playsSince: fact.at, standing: { status: 'playing', progress } };
}

function reported(one: Participant, fact: HeldBack, race: Race): Participant {
  const received: Received = { subject: fact.subject, igtMs: fact.igtMs, deaths: fact.deaths };
  const known = fact.place === null ? undefined : one.outboxes[fact.place.outbox]?.[fact.place.seq];
  if (known !== undefined) return one;
  const outboxes =
    fact.place === null
      ? one.outboxes
      : { ...one.outboxes, [fact.place.outbox]: { ...one.outboxes[fact.place.outbox], [fact.place.seq]: received } };
  const marks = marked(one.marks, fact.marks);
  return { ...one, outboxes, marks, movedAt: fact.at, standing: counted(one.standing, fact, race) };
}

function counted(standing: Standing, fact: HeldBack, race: Race): Standing {
  if (fact.marks.includes('early_play')) return standing;
  switch (standing.status) {
    case 'registered':
    case 'ready':
      return standing;
    case 'playing':
      return advance(standing.progress, fact, race);
    case 'finished':
    case 'abandoned':
      return { ...standing, heldBack: [...standing.heldBack, fact] };
  }
}

function advance(progress: Progress, fact: HeldBack, race: Race): Standing {
  if (fact.type === 'gate_passed') return { status: 'playing', progress: passGate(progress, fact) };
  const { igtMs, deaths, happenedAt: finishedAt } = fact;
  const done = finishProgress(progress, race.seed.totalLayers, { igtMs, deaths, at: finishedAt });
  return { status: 'finished', progress: done, igtMs, deaths, finishedAt, byHand: false, heldBack: [] };
}

function abandoned(one: Participant, fact: FactOf<'player_abandoned'>): Participant {
  const { standing } = one;
  const { why, reason, at } = fact;
  const heldBack = heldBackOf(standing);
  const finish = finishOf(standing);
  const progress = progressOf(one) ?? null;
  // A disqualification is a judgement: it ends a review.
  const held = one.held && why !== 'disqualified';
  return { ...one, held, standing: { status: 'abandoned', why, reason, at, progress, finish, heldBack } };
}

function finishOf(standing: Standing): Finish | null {
  if (standing.status === 'abandoned') return standing.finish;
  if (standing.status !== 'finished') return null;
  const { igtMs, deaths, finishedAt, byHand } = standing;
  return { igtMs, deaths, finishedAt, byHand };
}

/** Back in: out -> as before with what was held back, finished -> playing (a wrong finish), and what came after it counts. */
function restored(one: Participant, race: Race, at: number): Standing {
  const { standing } = one;
  if (standing.status === 'finished') {
    return replay(unfinishProgress(standing.progress, race.seed.totalLayers), standing.heldBack, race);
  }
  if (standing.status !== 'abandoned') return standing;
  const { finish, heldBack } = standing;
  const progress = standing.progress ?? startProgress(race.seed.startNode, at);
  return finish === null ? replay(progress, heldBack, race) : { status: 'finished', progress, ...finish, heldBack };
}

const replay = (progress: Progress, heldBack: readonly HeldBack[], race: Race): Standing =>
  heldBack.reduce<Standing>((standing, fact) => counted(standing, fact, race), { status: 'playing', progress });

function setResult(one: Participant, fact: FactOf<'result_set'>, race: Race): Participant {
  const before = progressOf(one) ?? startProgress(race.seed.startNode, fact.at);
  const { igtMs } = fact;
  const { deaths } = before;
  const progress = finishProgress(before, race.seed.totalLayers, { igtMs, deaths, at: fact.at });
  return {
    ...one,
    held: false,
    standing: {
      status: 'finished',
      progress,
      igtMs,
      deaths,
      finishedAt: fact.at,
      byHand: true,
      heldBack: heldBackOf(one.standing),
    },
  };
}

export const heldBackOf = (standing: Standing): readonly HeldBack[] =>
  standing.status === 'finished' || standing.status === 'abandoned' ? standing.heldBack : [];

function marked(before: readonly Mark[], more: readonly Mark[]): readonly Mark[] {
  const fresh = more.filter((mark) => !before.includes(mark));
  return fresh.length === 0 ? before : [...before, ...fresh];
}
