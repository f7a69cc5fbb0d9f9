// What the page of a race says to who looks about themselves, and what they can do there. Deliberately absent: the race itself.

import type { UserId } from '../../race/ids.ts';
import { packsWhen } from '../../race/packs.ts';
import type { Participant, Race } from '../../race/race.ts';
import type { Viewer } from '../../race/sight.ts';
import { type Act, act, type OrganizerActs, organizerActs, playerActs } from './acts.ts';
import { formatDuration } from './format.ts';
import { OUT_WORDS } from './words.ts';

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

const NOTHING = { packPath: null, actions: [], renew: null, loginPath: null } as const;

function strangerOf(race: Race, canLogIn: boolean, path: string): You {
  const over = race.phase.status === 'finished' || race.phase.status === 'cancelled';
  if (over || !canLogIn) return { ...NOTHING, says: '' };
  const says =
    race.phase.status === 'open'
      ? 'Racing in this one? Log in to join or to get your pack.'
      : 'Racing in this one? Log in to get your pack.';
  return { ...NOTHING, says, loginPath: `/api/auth/twitch?next=${encodeURIComponent(path)}` };
}

function playerOf(race: Race, participant: Participant, path: string, out: boolean): You {
  const { status } = race.phase;
  const packs = out && (status === 'open' || status === 'countdown' || status === 'running');
  return {
    says: standingWords(race, participant, out),
    packPath: packs ? `${path}/pack` : null,
    actions: playerActs(race, participant, path),
    renew: packs ? act(path, 'pack', 'New pack', 'quiet', { new: 'yes' }) : null,
    loginPath: null,
  };
}

function standingWords(race: Race, participant: Participant, packsOut: boolean): string {
  const { standing } = participant;
  switch (standing.status) {
    case 'registered':
      if (!packsOut) return 'You are in. Your pack comes here as soon as the packs are out.';
      return participant.downloaded
        ? 'You are in. Start the game from your pack and stay in the main menu: the mod reports you ready.'
        : 'You are in. Get your pack, unzip it anywhere and start launch_speedfog.bat.';
    case 'ready':
      return race.phase.status === 'countdown'
        ? 'You are ready. At GO start a new character.'
        : 'You are ready. Stay in the main menu; at GO start a new character.';
    case 'playing':
      return 'You are racing. The map stays hidden from you until you have finished.';
    case 'finished':
      return `You finished in ${formatDuration(standing.igtMs)}.`;
    case 'abandoned':
      return `You are out of this race (${OUT_WORDS[standing.why]}).`;
  }
}

function bystanderOf(race: Race, user: UserId, path: string, now: number): You {
  const waits = race.waiting.findIndex((person) => person.user === user);
  const leave = act(path, 'leave', 'No longer wait');
  if (waits >= 0) {
    const says = `You are number ${waits + 1} on the waiting list, and come in when somebody leaves.`;
    return { ...NOTHING, says, actions: [leave] };
  }
  if (race.asked.some((person) => person.user === user)) {
    return {
      ...NOTHING,
      says: 'You have asked to join. An organizer decides.',
      actions: [{ ...leave, label: 'Take back' }],
    };
  }
  if (race.casters.some((person) => person.user === user)) return { ...NOTHING, says: 'You cast this race.' };
  const late = comesLate(race, now);
  if ((race.phase.status !== 'open' && !late) || race.locked) return { ...NOTHING, says: '' };
  if (race.options.join === 'invited' && !race.invited.some((person) => person.user === user)) {
    return { ...NOTHING, says: 'This race is for invited players.' };
  }
  const ask = race.options.join === 'ask';
  if (late) return { ...NOTHING, says: '', actions: [act(path, 'join', ask ? 'Ask to join late' : 'Join late')] };
  const label = ask ? 'Ask to join' : 'Join this race';
  return { ...NOTHING, says: 'You are not in this race.', actions: [act(path, 'join', label, 'main')] };
}

const MINUTE_MS = 60_000;
const comesLate = ({ phase, options }: Race, now: number): boolean =>
  phase.status === 'running' && now < phase.startedAt + options.lateMinutes * MINUTE_MS;
