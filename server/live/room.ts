// One race being watched: its state, what ticks, who is there, and when to tell whom. A fact is told at once; what ticks is
// gathered and told at most four times a second. Deliberately absent: sockets, storage, rules.

import type { Change, RaceView, Time } from '../play/ports/index.ts';
import { CLOSE } from '../present/wire/codes.ts';
import { lastSeqOf } from '../present/wire/for-mod.ts';
import { makeScene, participantOf, type Scene } from '../present/wire/scene.ts';
import type { ToMod } from '../present/wire/to-mod.ts';
import { isIgt } from '../race/decide/judging.ts';
import type { LoggedFact } from '../race/facts.ts';
import type { Graph } from '../race/graph.ts';
import type { ParticipantId, SeedId } from '../race/ids.ts';
import type { Liveness } from '../race/intents.ts';
import { nextPulse, type Pulse } from '../race/pulses.ts';
import type { Race } from '../race/race.ts';
import type { Audience, Viewer } from '../race/sight.ts';
import { delayOf, type Moment, makeDelay, momentsOf } from './delay.ts';
import { makePresences } from './liveness.ts';
import { makeModFanout } from './mod-fanout.ts';
import type { Outlet } from './outlet.ts';
import { isOver, makePages } from './pages.ts';
import { shownNode } from './shown-node.ts';

/** Four ticks a second at most (PROTOCOL.md). */
export const TICK_MS = 250;

/**
 * Beats of all rooms fall on these instants of the clock: ten rooms awoken together cost far less than one after the other
 * (measured by tools/bench), and a tick that follows another is not later for it.
 */
const SLOT_MS = 50;
const onSlot = (at: number): number => Math.ceil(at / SLOT_MS) * SLOT_MS;

/** Without its graph a race shows no map and mods hear of no flags to watch: it is asked for again this soon. */
const GRAPH_AGAIN_MS = 1_000;

/** A `status_update` as it came: nothing resolved, IGT unchecked. */
export type StatusReport = {
  readonly igtMs: number;
  readonly deaths: number;
  readonly zone: string | null;
  readonly mapId: string | null;
};

export type RoomParts = {
  readonly known: { readonly race: Race; readonly seq: number };
  readonly graph: Graph | undefined;
  readonly pulses: Readonly<Record<string, Pulse>>;
  /** The whole log where moments of it may still be held back; empty else. */
  readonly log: readonly LoggedFact[];
};

export type RoomPorts = {
  readonly time: Time;
  readonly loadGraph: (seed: SeedId) => Promise<Graph | undefined>;
  readonly keepPulse: (participant: ParticipantId, pulse: Pulse) => void;
  readonly onFault: (fault: unknown) => void;
};

export type Room = {
  apply(change: Change): void;
  joinMod(id: ParticipantId, outlet: Outlet, outbox: string | undefined): boolean;
  leaveMod(outlet: Outlet): void;
  status(id: ParticipantId, report: StatusReport): 'ok' | 'bad_igt';
  clock(id: ParticipantId, boundMs: number): void;
  isFinish(flag: number): boolean;
  joinPage(outlet: Outlet, viewer: Viewer): void;
  leavePage(outlet: Outlet): void;
  resync(outlet: Outlet): void;
  tellMods(message: ToMod): void;
  view(audience: Audience): RaceView;
  /** As it is. */
  race(): Race;
  liveness(): Readonly<Record<string, Liveness>>;
  /** Nobody there and nothing left to tell. */
  idle(): boolean;
  seq(): number;
  closeAll(code: Parameters<Outlet['close']>[0], reason: string): void;
  stop(): void;
};

export function makeRoom(parts: RoomParts, ports: RoomPorts): Room {
  const { time } = ports;
  let { race, seq } = parts.known;
  let { graph } = parts;
  let settled = parts.pulses;
  /** What came since: laid over the others when somebody looks, so that a pulse costs the same in a race of any size. */
  const fresh = new Map<ParticipantId, Pulse>();
  const pulsesNow = (): Readonly<Record<string, Pulse>> => {
    if (fresh.size === 0) return settled;
    const newest: Record<string, Pulse> = { ...settled };
    for (const [id, pulse] of fresh) newest[id] = pulse;
    settled = newest;
    fresh.clear();
    return settled;
  };
  const leaveNode = (id: ParticipantId) => {
    const pulse = pulsesNow()[id];
    if (pulse === undefined || pulse.node === null) return;
    const moved = { ...pulse, node: null };
    settled = { ...settled, [id]: moved };
    ports.keepPulse(id, moved);
  };
  const forgetPulses = () => {
    settled = {};
    fresh.clear();
  };
  let untold: LoggedFact[] = [];
  let loadingGraph = false;
  let graphAgain: (() => void) | undefined;
  let beat: { readonly at: number; readonly callOff: () => void } | undefined;
  let beatAt = time.now() - TICK_MS;
  const presences = makePresences(time.now());
  const mods = new Map<ParticipantId, Outlet>();

  const sceneNow = (before?: Scene): Scene =>
    makeScene({ race, seq, graph, pulses: pulsesNow(), connected: presences.online() }, before);
  /** Who was there is asked of the past only where something is held back. */
  const momentNow = (): Moment => ({
    at: time.now(),
    scene,
    liveness: race.options.spectatorDelaySeconds === 0 ? {} : presences.of(race, pulsesNow()),
  });
  let scene = sceneNow();
  const fanout = makeModFanout(scene, time.now());
  const pages = makePages(() => time.now());
  const past = momentsOf(parts.log, time.now(), (before, at) =>
    makeScene({ race: before, seq: at, graph, pulses: {}, connected: new Set() }),
  );
  const delay = makeDelay(past[0] ?? momentNow(), past.slice(1));
  let dirty = false;

  const scenes = () => ({ live: scene, delayed: delay.shown().scene });
  const tell = (tick: boolean) => {
    if (loadingGraph) return;
    const facts = untold.map((entry) => entry.fact);
    if (dirty || facts.length > 0) {
      untold = [];
      dirty = false;
      scene = sceneNow(scene);
      delay.push(momentNow());
      fanout.show(scene, facts, time.now());
      if (isOver(race) && race.phase.status === 'finished') letModsGo();
    } else if (tick) fanout.show(scene, [], time.now());
    delay.advance(time.now());
    pages.show(scenes(), tick);
    arm();
  };
  const letModsGo = () => {
    for (const outlet of fanout.outlets()) outlet.close(CLOSE.race_gone, 'race gone');
  };
  const arm = () => {
    const soon = dirty || fanout.owes() || pages.owes();
    const due = delay.nextDue();
    if (!soon && due === undefined) return;
    // A clock that is set back must not silence the room until it is there again.
    const earliest = Math.min(beatAt, time.now()) + TICK_MS;
    const at = onSlot(Math.max(time.now(), soon ? earliest : Math.max(earliest, due ?? earliest)));
    // What is held back may be due minutes from now: what ticks does not wait for it.
    if (beat !== undefined && beat.at <= at) return;
    beat?.callOff();
    const callOff = time.after(Math.max(0, at - time.now()), () => {
      beat = undefined;
      beatAt = at;
      guarded(() => tell(true));
    });
    beat = { at, callOff };
  };
  /** A timer has nobody to answer to: its faults are logged, and the next beat tries again. */
  const guarded = (job: () => void) => {
    try {
      job();
    } catch (fault) {
      ports.onFault(fault);
    }
  };
  const touch = () => {
    dirty = true;
    arm();
  };
  const reloadGraph = (seed: SeedId) => {
    loadingGraph = true;
    graph = undefined;
    void ports
      .loadGraph(seed)
      .then((loaded) => {
        if (race.seed.id !== seed) return;
        graph = loaded;
        loadingGraph = false;
        dirty = true;
        tell(false);
      })
      .catch((fault: unknown) => {
        loadingGraph = false;
        ports.onFault(fault);
        touch();
        graphAgain = time.after(GRAPH_AGAIN_MS, () => {
          if (race.seed.id === seed) reloadGraph(seed);
        });
      });
  };

  return {
    apply(change) {
      // Without facts: the same facts read anew, for two accounts of a person became one.
      const anew = change.facts.length === 0;
      if (change.seq < seq || (change.seq === seq && !anew)) return;
      dirty ||= anew;
      const rerolled = change.race.seed.id !== race.seed.id;
      ({ race, seq } = change);
      untold.push(...change.facts);
      for (const { fact } of change.facts) {
        presences.heard(fact);
        // A gate says where the player is; an older status does not overrule it.
        if (fact.type === 'gate_passed') leaveNode(fact.participant);
        if (fact.type === 'seed_rerolled') forgetPulses();
      }
      if (rerolled) reloadGraph(race.seed.id);
      if (loadingGraph) scene = sceneNow();
      else tell(false);
    },
    joinMod(id, outlet, outbox) {
      const participant = participantOf(scene, id);
      if (participant === undefined) return false;
      const older = mods.get(id);
      mods.set(id, outlet);
      presences.connected(id, time.now());
      if (older !== undefined) {
        fanout.drop(older);
        older.close(CLOSE.replaced, 'replaced by a newer connection');
      }
      scene = sceneNow(scene);
      fanout.add(id, outlet, lastSeqOf(participant, outbox), scene);
      touch();
      return true;
    },
    leaveMod(outlet) {
      fanout.drop(outlet);
      for (const [id, one] of mods) {
        if (one !== outlet) continue;
        mods.delete(id);
        presences.disconnected(id, time.now());
        touch();
      }
    },
    status(id, report) {
      if (!isIgt(report.igtMs)) return 'bad_igt';
      const standing = participantOf(scene, id)?.standing;
      if (standing?.status !== 'playing') return 'ok';
      const node = graph === undefined ? null : shownNode(graph, standing.progress, report);
      const pulse = nextPulse(
        fresh.get(id) ?? settled[id],
        { igtMs: report.igtMs, deaths: report.deaths, node },
        time.now(),
      );
      fresh.set(id, pulse);
      ports.keepPulse(id, pulse);
      touch();
      return 'ok';
    },
    clock: (id, boundMs) => presences.clock(id, boundMs),
    isFinish: (flag) => graph?.finishEvent === flag,
    joinPage(outlet, viewer) {
      pages.add(outlet, viewer, scenes());
      arm();
    },
    leavePage(outlet) {
      pages.drop(outlet);
      arm();
    },
    resync: (outlet) => pages.resync(outlet),
    tellMods: (message) => fanout.tell(message),
    view(audience) {
      const delayMs = audience === 'inside' ? 0 : delayOf(race);
      const now = time.now();
      if (delayMs === 0)
        return { race, seq, pulses: pulsesNow(), liveness: presences.of(race, pulsesNow()), asOf: now };
      delay.advance(now);
      const { scene: shown, liveness } = delay.shown();
      return { race: shown.race, seq: shown.seq, pulses: shown.pulses, liveness, asOf: now - delayMs };
    },
    race: () => race,
    liveness: () => presences.of(race, pulsesNow()),
    idle: () => fanout.size() === 0 && pages.size() === 0 && delay.nextDue() === undefined && !loadingGraph,
    seq: () => seq,
    closeAll(code, reason) {
      for (const outlet of fanout.outlets()) outlet.close(code, reason);
      pages.closeAll(code, reason);
    },
    stop() {
      beat?.callOff();
      beat = undefined;
      graphAgain?.();
    },
  };
}
