// Races being watched. A room is made when somebody first asks for its race and dropped when it is empty and over; pulses are
// restored with it. Implements RaceViews, Changes and Publish of play. Deliberately absent: sockets, the log, rules.

import type { Change, Changes, EventLog, Publish, Pulses, RaceView, RaceViews, Time } from '../play/ports/index.ts';
import type { LoadRace } from '../play/submit.ts';
import type { CloseCode } from '../present/wire/codes.ts';
import type { Graph } from '../race/graph.ts';
import type { ParticipantId, RaceId, SeedId } from '../race/ids.ts';
import type { Audience, Viewer } from '../race/sight.ts';
import { delayOf } from './delay.ts';
import type { Log } from './log.ts';
import type { Outlet } from './outlet.ts';
import { isOver } from './pages.ts';
import { makeRoom, type Room, type StatusReport } from './room.ts';
import { makeWriteBehind } from './write-behind.ts';

/** How often empty rooms of races that are over are looked for. */
export const SWEEP_MS = 60_000;

export type LivePorts = {
  readonly load: LoadRace;
  /** For the delayed audiences after a restart. */
  readonly history: Pick<EventLog, 'read'>;
  readonly graph: (seed: SeedId) => Promise<Graph | undefined>;
  readonly pulses: Pulses;
  readonly time: Time;
  readonly log: Log;
};

/** A mod's place in its race. */
export type ModSeat = {
  status(report: StatusReport): 'ok' | 'bad_igt';
  clock(boundMs: number): void;
  /** True if the flag is the one that ends the run. */
  isFinish(flag: number): boolean;
  leave(): void;
};
export type PageSeat = { resync(): void; leave(): void };

export type Live = RaceViews &
  Changes & {
    readonly publish: Publish;
    /** Loads a race, so that `liveness` knows it; false: no such race. For every unfinished race before time goes on. */
    open(race: RaceId): Promise<boolean>;
    /** `auth_ok` and what follows go to the outlet at once; an older connection of the player is closed (4009). */
    connectMod(
      race: RaceId,
      participant: ParticipantId,
      outlet: Outlet,
      outbox: string | undefined,
    ): Promise<ModSeat | undefined>;
    /** The snapshot goes to the outlet at once. Undefined: no such race. */
    watch(race: RaceId, viewer: Viewer, outlet: Outlet): Promise<PageSeat | undefined>;
    /** Writes pulses now. */
    flush(): Promise<void>;
    /** Every connection is closed with this code; rooms stay. */
    closeAll(code: CloseCode, reason: string): void;
    /** Stops all timers, after a last flush. */
    stop(): Promise<void>;
  };

export function makeLive(ports: LivePorts): Live {
  const { time, log } = ports;
  const rooms = new Map<RaceId, Room>();
  const opening = new Map<RaceId, Promise<Room | undefined>>();
  /** What was published while a room was being loaded. */
  const missed = new Map<RaceId, Change[]>();
  const listeners = new Set<(change: Change) => void>();
  const behind = makeWriteBehind(ports);
  let sweeping: (() => void) | undefined;

  const load = async (id: RaceId): Promise<Room | undefined> => {
    const known = await ports.load(id);
    if (known === undefined) return undefined;
    const pulses = await ports.pulses.load(id);
    const graph = await ports.graph(known.race.seed.id);
    const past = delayOf(known.race) === 0 ? [] : await ports.history.read(id);
    const room = makeRoom(
      { known, graph, pulses, log: past.filter((entry) => entry.seq <= known.seq) },
      {
        time,
        loadGraph: ports.graph,
        keepPulse: (participant, pulse) => behind.put({ race: id, participant, pulse }),
        onFault: (fault) => log.error({ err: fault, race: id }, 'a race could not be shown'),
      },
    );
    for (const change of missed.get(id) ?? []) room.apply(change);
    rooms.set(id, room);
    sweep();
    return room;
  };
  const enter = (id: RaceId): Promise<Room | undefined> => {
    const room = rooms.get(id);
    if (room !== undefined) return Promise.resolve(room);
    const under = opening.get(id);
    if (under !== undefined) return under;
    missed.set(id, []);
    const job = load(id).finally(() => {
      opening.delete(id);
      missed.delete(id);
    });
    opening.set(id, job);
    return job;
  };
  const sweep = () => {
    sweeping ??= time.after(SWEEP_MS, () => {
      sweeping = undefined;
      for (const [id, room] of rooms) {
        if (!room.idle() || !isOver(room.race())) continue;
        room.stop();
        rooms.delete(id);
      }
      if (rooms.size > 0) sweep();
    });
  };
  const hear = (listener: (change: Change) => void, change: Change) => {
    try {
      listener(change);
    } catch (fault) {
      log.error({ err: fault, race: change.race.id, seq: change.seq }, 'a listener failed');
    }
  };

  /** An organizer's words, in the game too (COMMANDS.md, `/race say`). */
  const banner = ({ race, facts }: Change) => {
    for (const { fact } of facts) {
      if (fact.type !== 'announcement_made') continue;
      rooms.get(race.id)?.tellMods({ type: 'notice', level: 'info', text: fact.text });
    }
  };

  return {
    publish(change) {
      missed.get(change.race.id)?.push(change);
      hear((one) => rooms.get(one.race.id)?.apply(one), change);
      hear(banner, change);
      for (const listener of listeners) hear(listener, change);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    open: async (id) => (await enter(id)) !== undefined,
    async view(id: RaceId, audience: Audience): Promise<RaceView | undefined> {
      return (await enter(id))?.view(audience);
    },
    delayed: () =>
      [...rooms.values()]
        .filter((room) => room.race().options.spectatorDelaySeconds > 0)
        .map((room) => ({ race: room.race(), shown: room.view('public').race })),
    liveness: (id) => rooms.get(id)?.liveness() ?? {},
    async connectMod(id, participant, outlet, outbox) {
      const room = await enter(id);
      if (room === undefined || !room.joinMod(participant, outlet, outbox)) return undefined;
      return {
        status: (report) => room.status(participant, report),
        clock: (boundMs) => room.clock(participant, boundMs),
        isFinish: (flag) => room.isFinish(flag),
        leave: () => room.leaveMod(outlet),
      };
    },
    async watch(id, viewer, outlet) {
      const room = await enter(id);
      if (room === undefined) return undefined;
      room.joinPage(outlet, viewer);
      return {
        resync() {
          room.resync(outlet);
        },
        leave() {
          room.leavePage(outlet);
        },
      };
    },
    flush: () => behind.flush(),
    closeAll(code, reason) {
      for (const room of rooms.values()) room.closeAll(code, reason);
    },
    async stop() {
      sweeping?.();
      for (const room of rooms.values()) room.stop();
      await behind.flush();
    },
  };
}
