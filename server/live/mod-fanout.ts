// Frames for the mods of one race: the board made once for all who may see the same one, and to each what is its own.
// Deaths, gaps and connections alone go out at most every two seconds; what a fact moved goes at once.

import { makeAuthOk, makeModBoard, needsOwnBoard } from '../present/wire/for-mod.ts';
import { boardDue, ownIsSame, ownModSteps, sharedModSteps, type Told, toldByAuth } from '../present/wire/mod-steps.ts';
import { participantOf, type Scene } from '../present/wire/scene.ts';
import type { ToMod } from '../present/wire/to-mod.ts';
import type { Fact } from '../race/facts.ts';
import type { ParticipantId } from '../race/ids.ts';
import { type Frame, makeFrame, type Outlet } from './outlet.ts';
import { BOARD_EVERY_MS, isPast } from './page-stream.ts';

type Member = { readonly id: ParticipantId; readonly outlet: Outlet; told: Told };

export type ModFanout = {
  readonly size: () => number;
  /** Sends `auth_ok`, then what it leaves unsaid. */
  add(id: ParticipantId, outlet: Outlet, lastSeq: number, scene: Scene): void;
  drop(outlet: Outlet): void;
  show(scene: Scene, facts: readonly Fact[], now: number): void;
  tell(message: ToMod): void;
  /** True while a board waits for its interval or a slow mod. */
  owes(): boolean;
  outlets(): readonly Outlet[];
};

export function makeModFanout(first: Scene, startedAt: number): ModFanout {
  const members = new Map<Outlet, Member>();
  /** Members that were skipped because slow: they get the newest board as soon as they can take it. */
  const late = new Set<Outlet>();
  let boardScene = first;
  let before = first;
  let boardAt = startedAt;
  let owed = false;

  const sendBoard = (member: Member, shared: () => Frame, scene: Scene) => {
    if (member.outlet.busy()) {
      late.add(member.outlet);
      return;
    }
    late.delete(member.outlet);
    const participant = participantOf(scene, member.id);
    const own = participant !== undefined && needsOwnBoard(scene, participant);
    member.outlet.send(own ? makeFrame(makeModBoard(scene, member.id)) : shared());
  };
  const boards = (who: readonly Member[], scene: Scene) => {
    let frame: Frame | undefined;
    const shared = () => {
      frame ??= makeFrame(makeModBoard(scene, null));
      return frame;
    };
    for (const member of who) sendBoard(member, shared, scene);
  };
  const own = (member: Member, scene: Scene) => {
    const { steps, told } = ownModSteps(member.told, scene, member.id);
    member.told = told;
    for (const message of steps) member.outlet.send(makeFrame(message));
  };
  const tell = (message: ToMod) => {
    const frame = makeFrame(message);
    for (const outlet of members.keys()) outlet.send(frame);
  };

  return {
    size: () => members.size,
    add(id, outlet, lastSeq, scene) {
      const participant = participantOf(scene, id);
      if (participant === undefined) return;
      const member: Member = { id, outlet, told: toldByAuth(scene, id) };
      members.set(outlet, member);
      outlet.send(makeFrame(makeAuthOk(scene, participant, lastSeq)));
      boards([member], scene);
      own(member, scene);
    },
    drop(outlet) {
      members.delete(outlet);
      late.delete(outlet);
    },
    show(scene, facts, now) {
      for (const message of sharedModSteps(before, scene, facts)) tell(message);
      const quiet = ownIsSame(before, scene);
      before = scene;
      if (!quiet) for (const member of members.values()) own(member, scene);
      const due = boardDue(boardScene, scene);
      owed = due !== 'no';
      if (due === 'now' || (due === 'soon' && isPast(boardAt, BOARD_EVERY_MS, now))) {
        boardScene = scene;
        boardAt = now;
        owed = false;
        boards([...members.values()], scene);
        return;
      }
      boards(
        [...members.values()].filter((member) => late.has(member.outlet)),
        boardScene,
      );
    },
    tell,
    owes: () => owed || late.size > 0,
    outlets: () => [...members.keys()],
  };
}
