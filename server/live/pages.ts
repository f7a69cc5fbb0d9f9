// Everybody who watches one race on a page or an overlay: each in the stream of what they may see, live or delayed. A change
// of sight moves them to another stream, which begins with a snapshot. Rules of sight are server/race/sight.ts.

import { CLOSE } from '../present/wire/codes.ts';
import type { Look } from '../present/wire/for-page.ts';
import type { Scene } from '../present/wire/scene.ts';
import type { Race } from '../race/race.ts';
import { sight, type Viewer } from '../race/sight.ts';
import type { Outlet } from './outlet.ts';
import { isPast, makePageStream, type PageStream } from './page-stream.ts';

type Timing = 'live' | 'delayed';
/** One of the four streams that there may be; always the same object. */
type Place = { readonly look: Look; readonly timing: Timing };
const PLACES: Readonly<Record<Look, Readonly<Record<Timing, Place>>>> = {
  full: { live: { look: 'full', timing: 'live' }, delayed: { look: 'full', timing: 'delayed' } },
  blurred: { live: { look: 'blurred', timing: 'live' }, delayed: { look: 'blurred', timing: 'delayed' } },
};
/** The scenes of this instant: they are one and the same where nothing is delayed. */
export type Scenes = Readonly<Record<Timing, Scene>>;

export type Pages = {
  readonly size: () => number;
  add(outlet: Outlet, viewer: Viewer, scenes: Scenes): void;
  drop(outlet: Outlet): void;
  resync(outlet: Outlet): void;
  show(scenes: Scenes, tick: boolean): void;
  owes(): boolean;
  closeAll(code: Parameters<Outlet['close']>[0], reason: string): void;
};

type Member = { readonly viewer: Viewer; place: Place };
type Move = { readonly outlet: Outlet; readonly member: Member; readonly to: Place };

/** How many watch is told to all of them: where thousands come and go it would be as many messages as the race itself. */
const COUNT_EVERY_MS = 2_000;

export function makePages(clock: () => number): Pages {
  const members = new Map<Outlet, Member>();
  const streams = new Map<Place, PageStream>();
  /** Somebody came or went since the count was told. */
  let countOwed = false;
  let countedAt = Number.NEGATIVE_INFINITY;
  let seen: Readonly<Record<Timing, Race>> | undefined;

  const streamAt = (place: Place, scenes: Scenes): PageStream => {
    const { look, timing } = place;
    const stream = streams.get(place) ?? makePageStream(look, timing === 'delayed', scenes[timing], clock);
    streams.set(place, stream);
    return stream;
  };
  const leave = (outlet: Outlet, place: Place) => {
    const stream = streams.get(place);
    stream?.drop(outlet);
    if (stream?.size() === 0) streams.delete(place);
  };
  /** Whose sight these scenes change. */
  const movesTo = (scenes: Scenes): readonly Move[] => {
    if (seen?.live === scenes.live.race && seen.delayed === scenes.delayed.race) return [];
    const moves: Move[] = [];
    for (const [outlet, member] of members) {
      const to = placeOf(member.viewer, scenes);
      if (to !== member.place) moves.push({ outlet, member, to });
    }
    return moves;
  };
  const move = ({ outlet, member, to }: Move, scenes: Scenes) => {
    leave(outlet, member.place);
    member.place = to;
    streamAt(to, scenes).add(outlet);
  };
  const count = () => {
    if (!countOwed || !isPast(countedAt, COUNT_EVERY_MS, clock())) return;
    countOwed = false;
    countedAt = clock();
    for (const stream of streams.values()) stream.tell({ type: 'spectators', count: members.size });
  };
  /** Whose race is gone hears its last state and is let go. */
  const letGo = (scenes: Scenes) => {
    if (!isOver(scenes.live.race) && !isOver(scenes.delayed.race)) return;
    for (const [outlet, { place }] of members) {
      if (!isOver(scenes[place.timing].race)) continue;
      // Who is slow gets it, and goes, when they can take it.
      if (streams.get(place)?.snapshot(outlet) === false) continue;
      leave(outlet, place);
      members.delete(outlet);
      countOwed = true;
      outlet.close(CLOSE.race_gone, 'race gone');
    }
  };

  return {
    size: () => members.size,
    add(outlet, viewer, scenes) {
      const place = placeOf(viewer, scenes);
      members.set(outlet, { viewer, place });
      countOwed = true;
      streamAt(place, scenes).add(outlet);
      letGo(scenes);
    },
    drop(outlet) {
      const member = members.get(outlet);
      if (member === undefined) return;
      members.delete(outlet);
      countOwed = true;
      leave(outlet, member.place);
    },
    resync(outlet) {
      const member = members.get(outlet);
      if (member !== undefined) streams.get(member.place)?.snapshot(outlet);
    },
    show(scenes, tick) {
      // Who may see less from now on does not get to see this scene first; who may see more hears why, then sees it.
      const moves = movesTo(scenes);
      for (const one of moves) if (one.to.look === 'blurred') move(one, scenes);
      for (const [{ timing }, stream] of streams) stream.show(scenes[timing], tick);
      for (const one of moves) if (one.to.look === 'full') move(one, scenes);
      seen = { live: scenes.live.race, delayed: scenes.delayed.race };
      letGo(scenes);
      if (tick) count();
    },
    owes: () => countOwed || [...streams.values()].some((stream) => stream.owes()),
    closeAll(code, reason) {
      for (const outlet of members.keys()) outlet.close(code, reason);
    },
  };
}

/** Results final or cancelled: nothing more will come. */
export const isOver = ({ phase }: Race): boolean =>
  phase.status === 'cancelled' || (phase.status === 'finished' && phase.final);

/**
 * Who somebody is comes from the race as it is (who just joined is blurred at once); what the delayed may know comes from
 * the race as they see it. Full only where both say so.
 */
function placeOf(viewer: Viewer, scenes: Scenes): Place {
  const present = sight(viewer, scenes.live.race);
  if (present.delaySeconds === 0) return PLACES[present.graph].live;
  const past = sight(viewer, scenes.delayed.race);
  const look = present.graph === 'full' && past.graph === 'full' ? 'full' : 'blurred';
  return PLACES[look].delayed;
}
