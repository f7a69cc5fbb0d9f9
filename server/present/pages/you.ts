// What the page of a race says to who looks about themselves, and what they can do there. Deliberately absent: the race itself.

import { isFull } from '../../race/decide/joining.ts';
import { lateUntil } from '../../race/decide/late.ts';
import type { UserId } from '../../race/ids.ts';
import { packsWhen } from '../../race/packs.ts';
import type { Participant, Race } from '../../race/race.ts';
import type { Viewer } from '../../race/sight.ts';
import * as say from '../sentences/en/you.ts';
import { type Act, act, type OrganizerActs, organizerActs, playerActs } from './acts.ts';
import { formatDuration } from './format.ts';

/** What the page says to this viewer about themselves. */
export type You = {
  readonly says: string;
  /** Where the own pack is, once packs are out. */
  readonly packPath: string | null;
  readonly actions: readonly Act[];
  /** A new pack, for who has one that leaked. */
  readonly renew: Act | null;
  /** A login would tell more: the address to start it. */
  readonly loginPath: string | null;
  /** They wait for something that the page's connection does not tell: the page asks again by and by. */
  readonly waits: boolean;
};

/** What an organizer has besides: the likely buttons, the others, and the pages to go on to. */
export type Organizing = OrganizerActs & { readonly managePath: string; readonly editPath: string | null };

/** `now`: server ms that the page is of. */
export function youOf(race: Race, viewer: Viewer, path: string, canLogIn: boolean, now: number): You {
  if (viewer.kind !== 'user') return strangerOf(race, canLogIn, path);
  const participant = race.participants.find((one) => one.user === viewer.user);
  if (participant !== undefined) return playerOf(race, participant, path, packsWhen(race).out);
  return bystanderOf(race, viewer.user, path, now);
}

/** On the site a race's organizers are those it names, and administrators. */
export const organizes = (viewer: Viewer, race: Race): boolean =>
  viewer.kind === 'user' && (viewer.admin || race.organizers.some((person) => person.user === viewer.user));

export function organizingOf(race: Race, viewer: Viewer, path: string): Organizing | null {
  if (!organizes(viewer, race)) return null;
  const { status } = race.phase;
  const editPath = status === 'draft' || status === 'open' ? `${path}/edit` : null;
  return { ...organizerActs(race, path, 'race'), managePath: `${path}/manage`, editPath };
}

const NOTHING = { packPath: null, actions: [], renew: null, loginPath: null, waits: false } as const;

function strangerOf(race: Race, canLogIn: boolean, path: string): You {
  const over = race.phase.status === 'finished' || race.phase.status === 'cancelled';
  if (over) return { ...NOTHING, says: '' };
  const joins = race.phase.status === 'open';
  if (!canLogIn) return { ...NOTHING, says: joins ? say.JOIN_IN_DISCORD : say.PACK_IN_DISCORD };
  const says = joins ? say.LOG_IN_TO_JOIN : say.LOG_IN_FOR_PACK;
  return { ...NOTHING, says, loginPath: `/api/auth/twitch?next=${encodeURIComponent(path)}` };
}

function playerOf(race: Race, participant: Participant, path: string, out: boolean): You {
  const { status } = race.phase;
  const packs = out && (status === 'open' || status === 'countdown' || status === 'running');
  return {
    // Why a race was cancelled stands above it.
    says: status === 'cancelled' ? '' : standingWords(race, participant, out),
    packPath: packs ? `${path}/pack` : null,
    actions: playerActs(race, participant, path),
    renew: packs ? act(path, 'pack', say.YOU_BUTTONS.newPack, 'quiet', { new: 'yes' }) : null,
    loginPath: null,
    waits: !out && status === 'open',
  };
}

function standingWords(race: Race, participant: Participant, packsOut: boolean): string {
  const { standing, downloaded } = participant;
  const { phase } = race;
  switch (standing.status) {
    case 'registered': {
      if (!packsOut) return say.IN_WITHOUT_PACKS;
      const late = phase.status === 'running' ? lateUntil(race, participant, phase.startedAt) - phase.startedAt : 0;
      return say.getReady(phase.status, downloaded, Math.round(late / MINUTE_MS));
    }
    case 'ready':
      return phase.status === 'countdown' ? say.READY_AND_COUNTING : say.READY;
    case 'playing':
      return say.RACING;
    case 'finished':
      return say.finished(formatDuration(standing.igtMs));
    case 'abandoned':
      return say.out(standing.why, standing.reason, phase.status === 'running');
  }
}

function bystanderOf(race: Race, user: UserId, path: string, now: number): You {
  const { waitNoLonger, takeBack } = say.YOU_BUTTONS;
  const waits = race.waiting.findIndex((person) => person.user === user);
  if (waits >= 0) {
    return { ...NOTHING, says: say.waiting(waits + 1), actions: [act(path, 'leave', waitNoLonger)] };
  }
  if (race.asked.some((person) => person.user === user)) {
    return { ...NOTHING, says: say.ASKED, actions: [act(path, 'leave', takeBack)] };
  }
  if (race.casters.some((person) => person.user === user)) return { ...NOTHING, says: say.CASTS };
  return newcomerOf(race, user, path, now);
}

/** Who may come in, and by which button; the rules are asked when it is pressed. */
function newcomerOf(race: Race, user: UserId, path: string, now: number): You {
  const late = comesLate(race, now);
  if ((race.phase.status !== 'open' && !late) || race.locked) return { ...NOTHING, says: '' };
  const invited = race.invited.some((person) => person.user === user);
  if (!invited && race.departed.some((one) => one.user === user && one.how === 'removed')) {
    return { ...NOTHING, says: say.REMOVED_BEFORE };
  }
  if (!invited && race.options.join === 'invited') return { ...NOTHING, says: say.INVITED_ONLY };
  const { join, ask, wait, joinLate, askLate } = say.YOU_BUTTONS;
  if (!invited && race.options.join === 'ask') {
    const label = late ? askLate : ask;
    return { ...NOTHING, says: late ? '' : say.NOT_IN, actions: [act(path, 'join', label, late ? 'quiet' : 'main')] };
  }
  const full = isFull(race);
  if (late) {
    if (full) return { ...NOTHING, says: say.FULL_AND_RUNNING };
    return { ...NOTHING, says: '', actions: [act(path, 'join', joinLate)] };
  }
  return { ...NOTHING, says: full ? say.FULL : say.NOT_IN, actions: [act(path, 'join', full ? wait : join, 'main')] };
}

const MINUTE_MS = 60_000;
const comesLate = ({ phase, options }: Race, now: number): boolean =>
  phase.status === 'running' && now < phase.startedAt + options.lateMinutes * MINUTE_MS;
