// The conversation with one page or overlay. It may ask for a snapshot and for the time; all else comes from live.

import type { Live, PageSeat } from '../live/live.ts';
import type { Log } from '../live/log.ts';
import { makeFrame } from '../live/outlet.ts';
import type { Time } from '../play/ports/index.ts';
import { CLOSE } from '../present/wire/codes.ts';
import { parseFromPage } from '../present/wire/from-page.ts';
import type { RaceId } from '../race/ids.ts';
import type { Viewer } from '../race/sight.ts';
import type { Wire, WireHandlers } from './wire.ts';

export type PagePorts = { readonly live: Pick<Live, 'watch'>; readonly time: Time; readonly log: Log };

/** What a page may say, whatever it watches. `about`: for the log. */
export const pageTalk = (
  wire: Wire,
  { time, log }: PagePorts,
  about: object,
  seat: () => PageSeat | undefined,
): Omit<WireHandlers, 'onClose'> => ({
  onFrame({ text, at }) {
    const read = parseFromPage(text);
    // A page that says what nobody understands is a page of another version: it is left alone.
    if ('malformed' in read) return;
    if (read.message.type === 'resync') seat()?.resync();
    if (read.message.type === 'time_sync') {
      wire.send(makeFrame({ type: 'time_sync', t0: read.message.t0, t1: at, t2: time.now() }));
    }
  },
  onTooFast() {},
  onFault(_arrival, fault) {
    log.error({ err: fault, ...about }, 'what a page said could not be handled');
  },
});

export function makePageSession(wire: Wire, raceId: RaceId, viewer: Viewer, ports: PagePorts): WireHandlers {
  let seat: PageSeat | undefined;
  const watching = ports.live
    .watch(raceId, viewer, wire)
    .then((found) => {
      if (found === undefined) return wire.close(CLOSE.try_again, 'try again');
      seat = found;
      if (!wire.isOpen()) seat.leave();
    })
    .catch((fault: unknown) => {
      ports.log.error({ err: fault, race: raceId }, 'a page could not be let in');
      wire.close(CLOSE.try_again, 'try again');
    });
  return {
    ...pageTalk(wire, ports, { race: raceId }, () => seat),
    async onClose() {
      await watching;
      seat?.leave();
    },
  };
}
