// Who may know what (ARCHITECTURE.md, Sight). Every surface asks this one function and sends only what it allows.

import type { UserId } from './ids.ts';
import type { Race } from './race.ts';

/** Who looks. A chat channel or a public post is a viewer that may always be a racing player. */
export type Viewer =
  | { readonly kind: 'user'; readonly user: UserId; readonly admin: boolean }
  /** Nobody known. `notRacing`: said "I am not racing in this one" (a page asks, an overlay address counts as said). */
  | { readonly kind: 'anonymous'; readonly notRacing: boolean }
  /**
   * A keyed overlay address of a caster or an organizer. `user`: whose, for an organizer may race too; absent: nobody's in
   * particular. `generation` of a race's key, `madeAt` (server ms) of one of live addresses: the race may have left either behind
   * (`overlayKeys`). `session`: who is logged in where it is opened.
   */
  | {
      readonly kind: 'keyed';
      readonly user?: UserId;
      readonly generation?: number;
      readonly madeAt?: number;
      readonly session?: UserId;
    }
  | { readonly kind: 'public_chat' };

export type Audience = 'player' | 'public' | 'inside';

export type Sight = {
  /** Which stream of messages this viewer shares with others of the same sight. */
  readonly audience: Audience;
  /** Nodes, names and edges as they are, or an invented picture of the same size. */
  readonly graph: 'full' | 'blurred';
  /** Whether anybody's node and path are shown. */
  readonly positions: boolean;
  /** Seconds by which everything after the start is late. */
  readonly delaySeconds: number;
};

/** Whether a viewer may know that the race exists: a draft is its organizers' alone, and theirs whom they put in it. */
export function mayKnow(viewer: Viewer, race: Race): boolean {
  if (race.phase.status !== 'draft') return true;
  const user = viewer.kind === 'user' ? viewer.user : undefined;
  const isIn = [...race.participants, ...race.invited].some((one) => one.user === user);
  return isIn || audienceOf(withoutDeadKey(viewer, race), race) === 'inside';
}

export function sight(anyViewer: Viewer, race: Race): Sight {
  const viewer = withoutDeadKey(anyViewer, race);
  const audience = audienceOf(viewer, race);
  // A player's page too: whoever may be a player must not see more than the public does.
  const delaySeconds = audience === 'inside' ? 0 : race.options.spectatorDelaySeconds;
  const full = seesMap(audience, viewer, race);
  return { audience, graph: full ? 'full' : 'blurred', positions: full, delaySeconds };
}

function audienceOf(viewer: Viewer, race: Race): Audience {
  switch (viewer.kind) {
    case 'public_chat':
      return 'player';
    case 'keyed':
      return usersOf(viewer).some((user) => mayRace(user, race)) ? 'player' : 'inside';
    case 'anonymous':
      return viewer.notRacing ? 'public' : 'player';
    case 'user': {
      // A participant is a player whatever else they are.
      if (mayRace(viewer.user, race)) return 'player';
      return isInside(viewer.user, race) || viewer.admin ? 'inside' : 'public';
    }
  }
}

const isInside = (user: UserId, race: Race): boolean =>
  [...race.organizers, ...race.casters].some((person) => person.user === user);

/** A key whose holder is not of the race, or was taken away and came back with another, is as none. */
function withoutDeadKey(viewer: Viewer, race: Race): Viewer {
  if (viewer.kind !== 'keyed' || viewer.user === undefined) return viewer;
  const { user, generation, madeAt, session } = viewer;
  const current = race.overlayKeys[user] ?? { generation: 1, since: 0 };
  const isOld =
    generation === undefined ? madeAt !== undefined && madeAt < current.since : generation !== current.generation;
  if (!isOld && isInside(user, race)) return viewer;
  return session === undefined ? { kind: 'anonymous', notRacing: true } : { kind: 'user', user: session, admin: false };
}

/** Everybody known to be behind a viewer. */
export function usersOf(viewer: Viewer): readonly UserId[] {
  if (viewer.kind === 'user') return [viewer.user];
  if (viewer.kind !== 'keyed') return [];
  return [viewer.user, viewer.session].filter((user) => user !== undefined);
}

/** In the race, or with a way into it that an organizer has only to open. */
const mayRace = (user: UserId, race: Race): boolean =>
  [...race.participants, ...race.asked, ...race.waiting].some((one) => one.user === user);

function seesMap(audience: Audience, viewer: Viewer, race: Race): boolean {
  switch (race.phase.status) {
    case 'draft':
    case 'open':
    case 'countdown':
    case 'cancelled':
      return false;
    case 'finished':
      // While results are provisional a restore may send players back into the race.
      return true;
    case 'running':
      return runningSight(audience, viewer, race);
  }
}

function runningSight(audience: Audience, viewer: Viewer, race: Race): boolean {
  if (audience === 'player') {
    const players = usersOf(viewer).filter((user) => mayRace(user, race));
    return players.length > 0 && players.every((user) => isDone(user, race)) && race.options.map !== 'after';
  }
  if (race.options.map === 'after') return false;
  return race.options.map === 'live' || audience === 'inside';
}

/** Finished, or out and past coming back because they asked to see the map. */
function isDone(user: UserId, race: Race): boolean {
  const participant = race.participants.find((one) => one.user === user);
  if (participant === undefined) return false;
  return participant.standing.status === 'finished' || participant.sawMap;
}
