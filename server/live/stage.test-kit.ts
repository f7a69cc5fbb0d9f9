// A race in a live room with the rules behind it, and connections that write down what they are sent.

import { type ManualTime, manualTime } from '../../tools/testing/manual-time.ts';
import type { CloseCode } from '../present/wire/codes.ts';
import { type ToMod, toMod } from '../present/wire/to-mod.ts';
import { type ToPage, toPage } from '../present/wire/to-page.ts';
import { decide } from '../race/decide.ts';
import { foldLog } from '../race/evolve.ts';
import type { LoggedFact } from '../race/facts.ts';
import type { Graph } from '../race/graph.ts';
import type { Intent } from '../race/intents.ts';
import type { Pulse } from '../race/pulses.ts';
import type { Viewer } from '../race/sight.ts';
import { FLAGS, GRAPH, gate, person, pid, RACE, type Story } from '../race/story.test-kit.ts';
import { makeLive } from './live.ts';
import type { Frame, Outlet } from './outlet.ts';

/** A connection that keeps every frame. `slow`: what it is sent waits. */
export function recorder<Message>(read: (json: unknown) => Message) {
  const frames: Frame[] = [];
  const closes: CloseCode[] = [];
  const state = { slow: false };
  const outlet: Outlet = {
    send: (frame) => void frames.push(frame),
    busy: () => state.slow,
    close: (code) => void closes.push(code),
  };
  let taken = 0;
  const all = () => frames.map((frame) => read(JSON.parse(frame.toString())));
  return {
    outlet,
    frames,
    closes,
    state,
    all,
    /** What came since the last time. */
    take(): Message[] {
      const fresh = all().slice(taken);
      taken = frames.length;
      return fresh;
    },
  };
}

export const PUBLIC: Viewer = { kind: 'anonymous', notRacing: true };
export const KEYED: Viewer = { kind: 'keyed' };
export const user = (n: number): Viewer => ({ kind: 'user', user: person(n).user, admin: false });
export const status = (igtMs: number, deaths = 0, zone: string | null = null) => ({ igtMs, deaths, zone, mapId: null });
export const finish = (n: number, seq: number, igtMs: number) => gate(n, seq, FLAGS.finish, igtMs);

export const typesOf = (messages: readonly { readonly type: string }[]): string[] => messages.map((one) => one.type);

export function makeStage(
  story: Story,
  options: { graph?: Graph; pulses?: Record<string, Pulse>; time?: ManualTime } = {},
) {
  const time = options.time ?? manualTime(story.now);
  const log: LoggedFact[] = story.facts.map((fact, index) => ({ seq: index + 1, fact }));
  const written: Pulse[] = [];
  const faults: unknown[] = [];
  const graph = options.graph ?? GRAPH;
  /** The graph cannot be read while set. */
  const broken = { graph: false };
  const known = () => {
    const race = foldLog(log);
    if (race === undefined) throw new Error('a stage needs a race');
    return { race, seq: log.length };
  };
  const live = makeLive({
    load: async (id) => (id === RACE ? known() : undefined),
    history: { read: async (_id, after = 0) => log.filter((entry) => entry.seq > after) },
    graph: async () => {
      if (broken.graph) throw new Error('the database is away');
      return graph;
    },
    pulses: {
      load: async () => options.pulses ?? {},
      write: async (batch) => void written.push(...batch.map((entry) => entry.pulse)),
    },
    time,
    log: { warn: (about) => void faults.push(about), error: (about) => void faults.push(about) },
  });
  return {
    live,
    race: RACE,
    time,
    log,
    written,
    faults,
    broken,
    /** An intent that must be accepted: its facts are logged and published. */
    say(intent: Intent) {
      const decision = decide(known().race, intent, { now: time.now(), graph, live: live.liveness(RACE) });
      if ('refused' in decision) throw new Error(`${intent.type} refused: ${JSON.stringify(decision.refused)}`);
      const facts = decision.facts.map((fact, index) => ({ seq: log.length + 1 + index, fact }));
      log.push(...facts);
      if (facts.length > 0) live.publish({ ...known(), facts });
      return decision.facts.map((fact) => fact.type);
    },
    async page(viewer: Viewer) {
      const page = recorder<ToPage>((json) => toPage.parse(json));
      const seat = await live.watch(RACE, viewer, page.outlet);
      if (seat === undefined) throw new Error('no such race');
      return { ...page, seat };
    },
    async mod(n: number, outbox?: string) {
      const mod = recorder<ToMod>((json) => toMod.parse(json));
      const seat = await live.connectMod(RACE, pid(n), mod.outlet, outbox);
      if (seat === undefined) throw new Error('no such player');
      return { ...mod, seat };
    },
  };
}
