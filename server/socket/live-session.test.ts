// A channel whose race changes while an earlier one is still being loaded: a page never falls back to the earlier one.

import { expect, it } from 'vitest';
import { manualTime } from '../../tools/testing/manual-time.ts';
import type { Live, PageSeat } from '../live/live.ts';
import type { Outlet } from '../live/outlet.ts';
import type { CurrentRaces, LivePlace } from '../play/current-race.ts';
import { CLOSE } from '../present/wire/codes.ts';
import type { RaceId } from '../race/ids.ts';
import type { Race } from '../race/race.ts';
import type { Viewer } from '../race/sight.ts';
import { running } from '../race/story.test-kit.ts';
import { makeLiveSession } from './live-session.ts';
import type { Wire } from './wire.ts';

const [FIRST, NEXT] = ['first', 'next'] as unknown as [RaceId, RaceId];
/** The first has a delay. */
const raceOf = (id: RaceId): Race => ({ ...running(1, { spectatorDelaySeconds: id === FIRST ? 300 : 0 }).race, id });
const settle = () => new Promise((done) => setImmediate(done));

function open(viewer: Viewer = { kind: 'anonymous', notRacing: true }) {
  const seen = { sent: [] as string[], closed: [] as number[], left: [] as string[] };
  const rooms = new Map<RaceId, (found: PageSeat | undefined) => void>();
  const outlets = new Map<RaceId, Outlet>();
  const wire: Wire = {
    send: (frame) => void seen.sent.push(String(frame)),
    busy: () => false,
    close: (code) => void seen.closed.push(code),
    closedBy: () => undefined,
    isOpen: () => true,
  };
  const watch: Live['watch'] = (race, _viewer, outlet) => {
    outlets.set(race, outlet);
    return new Promise((resolve) => rooms.set(race, resolve));
  };
  let moveTo: (races: CurrentRaces) => void = () => {};
  makeLiveSession(wire, 'ann' as LivePlace, {
    live: { watch },
    time: manualTime(0),
    log: { warn() {}, error() {} },
    places: {
      follow: (_place, told) => {
        moveTo = told;
        return () => {};
      },
    },
    viewerOf: async () => viewer,
    known() {},
  });
  return {
    seen,
    /** `delayed`: where that is another one. */
    async at(race: RaceId, delayed = race) {
      moveTo({ live: raceOf(race), delayed: raceOf(delayed) });
      await settle();
    },
    /** The room is loaded: it sends its snapshot, as rooms do, then answers. */
    async loaded(race: RaceId, found = true) {
      if (found) outlets.get(race)?.send(Buffer.from(`snapshot of ${race}`));
      rooms.get(race)?.(found ? { resync() {}, leave: () => void seen.left.push(race) } : undefined);
      await settle();
    },
    says: (race: RaceId, text: string) => outlets.get(race)?.send(Buffer.from(text)),
    ends: (race: RaceId) => outlets.get(race)?.close(CLOSE.race_gone, 'race gone'),
    restarts: (race: RaceId) => outlets.get(race)?.close(CLOSE.restarting, 'restarting'),
  };
}

it('hears nothing of a race that was loaded too late, and leaves it', async () => {
  const page = open();
  await page.at(FIRST);
  await page.at(NEXT);
  await page.loaded(NEXT);
  await page.loaded(FIRST);
  page.says(FIRST, 'a tick of the first');
  page.says(NEXT, 'a tick of the next');
  expect(page.seen).toEqual({ sent: ['snapshot of next', 'a tick of the next'], closed: [], left: ['first'] });
});

it('does not mind that an earlier race cannot be loaded, only that the present one cannot', async () => {
  const page = open();
  await page.at(FIRST);
  await page.at(NEXT);
  await page.loaded(FIRST, false);
  expect(page.seen.closed).toEqual([]);
  await page.loaded(NEXT, false);
  expect(page.seen.closed).toEqual([CLOSE.try_again]);
});

it('stays when its race is over, and goes when everybody is told to', async () => {
  const page = open();
  await page.at(FIRST);
  await page.loaded(FIRST);
  page.ends(FIRST);
  expect(page.seen.closed).toEqual([]);
  page.restarts(FIRST);
  expect(page.seen.closed).toEqual([CLOSE.restarting]);
});

it('shows the race that has ended to who is delayed until they have seen its end, and the next one to who is not', async () => {
  const [delayed, live] = [open(), open({ kind: 'keyed' })];
  for (const page of [delayed, live]) {
    await page.at(FIRST);
    await page.loaded(FIRST);
    await page.at(NEXT, FIRST);
  }
  await live.loaded(NEXT);
  delayed.says(FIRST, 'a tick of the first');
  expect(delayed.seen).toEqual({ sent: ['snapshot of first', 'a tick of the first'], closed: [], left: [] });
  expect(live.seen).toEqual({ sent: ['snapshot of first', 'snapshot of next'], closed: [], left: ['first'] });
  await delayed.at(NEXT);
  await delayed.loaded(NEXT);
  expect(delayed.seen.left).toEqual(['first']);
});
