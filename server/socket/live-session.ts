// The conversation with a page on a live address: it watches whatever race its channel has. When another one takes its place the
// same socket goes on with a snapshot of that; a race that is over stays on screen until then.

import type { PageSeat } from '../live/live.ts';
import { makeFrame, type Outlet } from '../live/outlet.ts';
import { type CurrentRaces, currentFor, type LivePlace } from '../play/current-race.ts';
import { CLOSE } from '../present/wire/codes.ts';
import type { RaceId } from '../race/ids.ts';
import type { Viewer } from '../race/sight.ts';
import type { LivePlaces } from './live-places.ts';
import { type PagePorts, pageTalk } from './page-session.ts';
import type { Wire, WireHandlers } from './wire.ts';

export type LivePorts = PagePorts & {
  readonly places: Pick<LivePlaces, 'follow'>;
  /** Who looks at this race through this socket. */
  readonly viewerOf: (race: RaceId) => Promise<Viewer>;
  /** Who it is, once that is known. */
  readonly known: (viewer: Viewer) => void;
};

export function makeLiveSession(wire: Wire, place: LivePlace, ports: LivePorts): WireHandlers {
  let seat: PageSeat | undefined;
  /** The race asked for last, as often as it was asked; what comes late for an earlier one is dropped. */
  let turn = 0;
  const isStill = (mine: number): boolean => mine === turn && wire.isOpen();
  const outletOf = (mine: number): Outlet => ({
    send(frame) {
      if (mine === turn) wire.send(frame);
    },
    busy: () => wire.busy(),
    close(code, reason) {
      if (mine === turn && code !== CLOSE.race_gone) wire.close(code, reason);
    },
  });
  const leave = () => {
    seat?.leave();
    seat = undefined;
  };
  const watch = async (race: RaceId, mine: number) => {
    const viewer = await ports.viewerOf(race);
    if (!isStill(mine)) return;
    ports.known(viewer);
    const found = await ports.live.watch(race, viewer, outletOf(mine));
    if (!isStill(mine)) return found?.leave();
    if (found === undefined) return wire.close(CLOSE.try_again, 'try again');
    seat = found;
  };
  /** Null: nobody was asked yet. */
  let watched: RaceId | undefined | null = null;
  const move = async (races: CurrentRaces, isNewest: () => boolean) => {
    const race = (await currentFor(races, ports.viewerOf))?.id;
    if (!isNewest() || race === watched) return;
    watched = race;
    turn += 1;
    leave();
    if (race === undefined) wire.send(makeFrame({ type: 'no_race' }));
    else await watch(race, turn);
  };
  let told = 0;
  const stopFollowing = ports.places.follow(place, (races) => {
    told += 1;
    const mine = told;
    const isNewest = () => mine === told && wire.isOpen();
    move(races, isNewest).catch((fault: unknown) => {
      ports.log.error({ err: fault, race: races.delayed?.id }, 'a page could not be let in');
      if (isNewest()) wire.close(CLOSE.try_again, 'try again');
    });
  });
  return {
    ...pageTalk(wire, ports, { place }, () => seat),
    async onClose() {
      told += 1;
      turn += 1;
      stopFollowing();
      leave();
    },
  };
}
