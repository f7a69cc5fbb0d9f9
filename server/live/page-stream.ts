// One stream of messages to pages: everybody of one look at the race, live or delayed. Each message is made once and the same
// bytes go to all; who is slow is skipped and continues with a snapshot. Versions count here.

import { type Look, makePageGraph, makePicture, makeRaceState, type PagePicture } from '../present/wire/for-page.ts';
import { boardStep, type PageStep, pageSteps, tickOf } from '../present/wire/page-steps.ts';
import type { Scene } from '../present/wire/scene.ts';
import type { PageGraph, ToPage } from '../present/wire/to-page.ts';
import { type Frame, makeFrame, type Outlet } from './outlet.ts';

/** A board whose gaps alone grew goes out at most this often. */
export const BOARD_EVERY_MS = 2_000;
const SNAPSHOT_KEPT_MS = 250;

/** Whether so much time has passed; also where the clock was set back since, which would silence everybody until it is there again. */
export const isPast = (since: number, ms: number, now: number): boolean => now - since >= ms || now < since;

export type PageStream = {
  readonly size: () => number;
  /** Joins and gets a snapshot. */
  add(outlet: Outlet): void;
  drop(outlet: Outlet): void;
  /** The next scene: differences at once, ticks too where `tick`. */
  show(scene: Scene, tick: boolean): void;
  /** An unversioned message for all. */
  tell(message: ToPage): void;
  /** False: it is slow, and owed one. */
  snapshot(outlet: Outlet): boolean;
  /** True while somebody slow waits for a snapshot, or a tick or a board is owed. */
  owes(): boolean;
};

/** `late`: the race with its spectator delay. */
export function makePageStream(look: Look, late: boolean, first: Scene, clock: () => number): PageStream {
  const members = new Set<Outlet>();
  /** Members that were skipped because slow: they are owed a snapshot, and nothing else. */
  const skipped = new Set<Outlet>();
  let version = 0;
  let scene = first;
  let picture = makePicture(first, look, late);
  let ticked = picture;
  let boardAt = clock();
  let boardOwed = false;
  let graph: { readonly of: Scene['graph']; readonly page: PageGraph } | undefined;
  let whole: { readonly at: number; readonly frame: Frame } | undefined;

  const snapshotFrame = (): Frame => {
    if (graph === undefined || graph.of !== scene.graph) graph = { of: scene.graph, page: makePageGraph(scene, look) };
    const now = clock();
    // Its `now` tells a page how old it is: many who come at once share the bytes, who comes later gets new ones.
    if (whole === undefined || isPast(whole.at, SNAPSHOT_KEPT_MS, now)) {
      whole = { at: now, frame: makeFrame(makeRaceState(scene, picture, graph.page, { version, now })) };
    }
    return whole.frame;
  };
  const deliver = (frame: Frame) => {
    for (const outlet of members) {
      if (skipped.has(outlet)) continue;
      if (outlet.busy()) skipped.add(outlet);
      else outlet.send(frame);
    }
  };
  const snapshot = (outlet: Outlet): boolean => {
    if (!members.has(outlet)) return true;
    if (outlet.busy()) {
      skipped.add(outlet);
      return false;
    }
    skipped.delete(outlet);
    outlet.send(snapshotFrame());
    return true;
  };
  const step = (message: PageStep) => {
    version += 1;
    whole = undefined;
    if (members.size > 0) deliver(makeFrame({ ...message, version } as ToPage));
    if (message.type === 'leaderboard_update') boardSent();
  };
  const boardSent = () => {
    boardAt = clock();
    boardOwed = false;
    ticked = picture;
  };
  const tick = () => {
    if (boardOwed && isPast(boardAt, BOARD_EVERY_MS, clock())) step(boardStep(picture));
    const message = tickOf(ticked, picture);
    ticked = picture;
    if (message !== undefined && members.size > 0) deliver(makeFrame(message));
  };

  return {
    size: () => members.size,
    add(outlet) {
      members.add(outlet);
      snapshot(outlet);
    },
    drop(outlet) {
      members.delete(outlet);
      skipped.delete(outlet);
    },
    show(next, withTick) {
      const before: PagePicture = picture;
      const redrawn = next.graph !== scene.graph;
      scene = next;
      picture = makePicture(next, look, late, picture);
      whole = undefined;
      const { steps, snapshot: redraw, boardSoon } = pageSteps(before, picture);
      for (const message of steps) step(message);
      boardOwed ||= boardSoon;
      if (redraw || redrawn) {
        boardSent();
        if (members.size > 0) deliver(snapshotFrame());
      }
      if (withTick) tick();
      for (const outlet of skipped) snapshot(outlet);
    },
    tell: (message) => deliver(makeFrame(message)),
    snapshot,
    owes: () => boardOwed || tickOf(ticked, picture) !== undefined || skipped.size > 0,
  };
}
