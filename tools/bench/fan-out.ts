// (a) Pulses in, ticks out: many races with some spectators, then one race with many, beside the bare ws library. Windows of the
// service and of the bare server take turns, so that whatever else the machine does hits both. Then both with a clock so fast that
// neither keeps up, for the rate.

import type { BareAnswers, BarePace } from './bare-child.ts';
import { type Child, startChild } from './children.ts';
import type { Heard, LoadAnswers, LoadRace, Pace } from './load-child.ts';
import type { Row, Section } from './report.ts';
import type { ServiceAnswers } from './service-child.ts';
import type { Usage } from './usage.ts';
import { RUNNING_SINCE_MS, SECRET_KEY, type WorldRace } from './world.ts';

export type FanOutPlan = {
  readonly env: Readonly<Record<string, string>>;
  readonly scenes: readonly {
    readonly name: string;
    readonly races: readonly WorldRace[];
    readonly spectators: number;
  }[];
  readonly windowMs: number;
  readonly rounds: number;
  readonly say: (line: string) => void;
};

const PULSE_MS = 1_000;
/** PROTOCOL.md: ticks to pages at most four times a second. */
const TICK_MS = 250;
const WARM_UP_MS = 3_000;
/** How much faster everybody's clock goes: the last are far beyond what a core can send. */
const SPEEDS = [2, 3, 4.5, 6, 8, 11, 15, 20, 27] as const;
const SETTLE_MS = 500;
const GIVING_IN = 0.8;

type Server = Child<ServiceAnswers> | Child<BareAnswers>;
type Side<S extends Server = Server> = { readonly server: S; readonly load: Child<LoadAnswers>; readonly url: string };
/** Sums over windows. */
type Measured = {
  frames: number;
  bytes: number;
  wallMs: number;
  cpuMs: number;
  sent: number;
  queries: number;
  lost: number;
  loadMs: number;
};
type Pair = { service: Measured; bare: Measured };

const NOTHING: Measured = { frames: 0, bytes: 0, wallMs: 0, cpuMs: 0, sent: 0, queries: 0, lost: 0, loadMs: 0 };

const NO_LATENCY: Heard['latency'] = { p50: 0, p99: 0, max: 0, count: 0 };

export async function measureFanOut(plan: FanOutPlan): Promise<Section[]> {
  const sections: Section[] = [];
  for (const scene of plan.scenes) {
    plan.say(`${scene.name}: everybody connects`);
    const paced = await withServers(plan, false, (service, bare) => pacedRows(plan, scene, service, bare));
    plan.say(`${scene.name}, saturated: everybody connects`);
    const saturated = await withServers(plan, true, (service, bare) =>
      saturatedRows(plan, scene, service, bare, paced.pace),
    );
    sections.push({ name: 'a', title: `(a) ${scene.name}`, rows: [...paced.rows, ...saturated] });
  }
  return sections;
}

/** Fresh ones each time, so that memory can be compared. */
async function withServers<T>(
  plan: FanOutPlan,
  hurried: boolean,
  measure: (service: Side<Child<ServiceAnswers>>, bare: Side<Child<BareAnswers>>) => Promise<T>,
): Promise<T> {
  const children: { stop(): Promise<void> }[] = [];
  const started = <C extends { stop(): Promise<void> }>(child: C): C => {
    children.push(child);
    return child;
  };
  try {
    const server = started(startChild<ServiceAnswers>('service-child.ts'));
    const bare = started(startChild<BareAnswers>('bare-child.ts'));
    const url = await server.ask('start', { env: { ...plan.env, SECRET_KEY }, hurried });
    const bareUrl = await bare.ask('start');
    return await measure(
      { server, load: started(startChild<LoadAnswers>('load-child.ts')), url },
      { server: bare, load: started(startChild<LoadAnswers>('load-child.ts')), url: bareUrl },
    );
  } finally {
    for (const child of children.toReversed()) await child.stop();
  }
}

type SceneWish = FanOutPlan['scenes'][number];

const loadRaces = ({ races, spectators }: SceneWish): LoadRace[] =>
  races.map(({ id, players }) => ({
    id,
    mods: players.map((player) => ({ id: player.id, token: player.modToken })),
    igtBaseMs: RUNNING_SINCE_MS,
    spectators,
  }));

/** Everybody in; how much more memory the server holds per socket. */
async function fill(side: Side, scene: SceneWish): Promise<{ perSocketBytes: number; heldBytes: number; ms: number }> {
  const before = await usage(side.server, true);
  const { sockets, ms } = await side.load.ask('connect', { url: side.url, races: loadRaces(scene) });
  const after = await usage(side.server, true);
  return {
    perSocketBytes: (after.rssBytes - before.rssBytes) / sockets,
    heldBytes: (after.heldBytes - before.heldBytes) / sockets,
    ms,
  };
}

const usage = (server: Server, tidy: boolean): Promise<Usage> => (server as Child<BareAnswers>).ask('usage', tidy);

async function window(side: Side, into: Measured, pace: Pace): Promise<Heard> {
  const before = await usage(side.server, false);
  const heard = await side.load.ask('race', pace);
  const after = await usage(side.server, false);
  into.frames += heard.pages.frames + heard.mods.frames;
  into.bytes += heard.pages.bytes + heard.mods.bytes;
  into.wallMs += heard.wallMs;
  into.cpuMs += after.cpuMs - before.cpuMs;
  into.queries += after.queries - before.queries;
  into.sent += heard.sent;
  into.loadMs += heard.cpuMs;
  into.lost = heard.pages.lost + heard.mods.lost;
  return heard;
}

async function pacedRows(
  { windowMs, rounds, say }: FanOutPlan,
  scene: SceneWish,
  service: Side<Child<ServiceAnswers>>,
  bare: Side<Child<BareAnswers>>,
): Promise<{ rows: Row[]; pace: BarePace }> {
  const room = await fill(service, scene);
  const bareRoom = await fill(bare, scene);
  say(`  warming up`);
  const warm = await window(service, { ...NOTHING }, { periodMs: PULSE_MS, forMs: WARM_UP_MS * 2 });
  const pace = paceOf(warm, scene);
  await bare.server.ask('pace', pace);
  await window(bare, { ...NOTHING }, { periodMs: PULSE_MS, forMs: WARM_UP_MS });
  const pair: Pair = { service: { ...NOTHING }, bare: { ...NOTHING } };
  let [late, bareLate] = [NO_LATENCY, NO_LATENCY];
  for (let round = 1; round <= rounds; round += 1) {
    const pulses: Pace = { periodMs: PULSE_MS, forMs: windowMs, more: round > 1 };
    late = (await window(service, pair.service, pulses)).latency;
    bareLate = (await window(bare, pair.bare, pulses)).latency;
    const [mine, theirs] = [cpuPerFrame(pair.service), cpuPerFrame(pair.bare)];
    say(`  round ${round} of ${rounds}: ${mine.toFixed(1)} us of CPU per message, bare ${theirs.toFixed(1)}`);
  }
  await service.load.ask('leave');
  await bare.load.ask('leave');
  const { service: us, bare: ws } = pair;
  const rows: Row[] = [
    beside('delivered messages', us.frames / (us.wallMs / 1_000), '/s', ws.frames / (ws.wallMs / 1_000)),
    beside('bytes per message', us.bytes / us.frames, 'B', ws.bytes / ws.frames),
    beside('latency from mod to spectator, p50', late.p50, 'ms', bareLate.p50),
    {
      ...beside('latency from mod to spectator, p99', late.p99, 'ms', bareLate.p99),
      expected: { of: 'value', most: 300 },
    },
    beside('latency from mod to spectator, most', late.max, 'ms', bareLate.max),
    {
      ...beside('CPU per delivered message', cpuPerFrame(us), 'us', cpuPerFrame(ws)),
      expected: { of: 'ratio', most: 1.5 },
    },
    beside('memory per socket (resident)', room.perSocketBytes / 1_024, 'KiB', bareRoom.perSocketBytes / 1_024),
    beside('memory per socket (held)', room.heldBytes / 1_024, 'KiB', bareRoom.heldBytes / 1_024),
    {
      what: 'statements to the database per pulse',
      value: us.queries / us.sent,
      unit: '',
      expected: { of: 'value', most: 0.1 },
    },
    { what: 'everybody connected after', value: room.ms, unit: 'ms', beside: bareRoom.ms },
    { what: 'connections lost', value: us.lost, unit: '', beside: ws.lost, expected: { of: 'value', most: 0 } },
  ];
  return { rows, pace };
}

/** Faster and faster until neither keeps up; what counts of each is the most that it delivered. */
async function saturatedRows(
  { windowMs, rounds, say }: FanOutPlan,
  scene: SceneWish,
  service: Side<Child<ServiceAnswers>>,
  bare: Side<Child<BareAnswers>>,
  pace: BarePace,
): Promise<Row[]> {
  await fill(service, scene);
  await fill(bare, scene);
  let lost = 0;
  const best: Pair = { service: { ...NOTHING, wallMs: 1 }, bare: { ...NOTHING, wallMs: 1 } };
  for (let round = 1; round <= rounds / 2; round += 1) {
    for (const speed of SPEEDS) {
      await service.load.ask('stir');
      await service.server.ask('speed', speed);
      await bare.server.ask('pace', hurry(pace, speed));
      const beat = { periodMs: PULSE_MS / speed, forMs: windowMs / 5 };
      const mine = await settledWindow(service, beat);
      const theirs = await settledWindow(bare, beat);
      lost = mine.lost;
      if (rate(mine) > rate(best.service)) best.service = mine;
      if (rate(theirs) > rate(best.bare)) best.bare = theirs;
      say(`  ${speed} times as fast: ${rate(mine).toFixed(0)} messages per second, bare ${rate(theirs).toFixed(0)}`);
      // Beyond its best a server only gets slower.
      if (rate(mine) < rate(best.service) * GIVING_IN && rate(theirs) < rate(best.bare) * GIVING_IN) break;
    }
  }
  await service.load.ask('leave');
  await bare.load.ask('leave');
  const { service: us, bare: ws } = best;
  const share = (ms: number, { wallMs }: Measured) => (ms / wallMs) * 100;
  return [
    { ...beside('saturated: delivered messages', rate(us), '/s', rate(ws)), expected: { of: 'ratio', least: 0.7 } },
    beside('saturated: CPU per delivered message', cpuPerFrame(us), 'us', cpuPerFrame(ws)),
    { what: 'saturated: connections lost', value: lost, unit: '', expected: { of: 'value', most: 0 } },
    beside('saturated: server, share of a core', share(us.cpuMs, us), '%', share(ws.cpuMs, ws)),
    beside('saturated: listeners, share of a core', share(us.loadMs, us), '%', share(ws.loadMs, ws)),
  ];
}

async function settledWindow(side: Side, beat: Pace): Promise<Measured> {
  await window(side, { ...NOTHING }, { ...beat, forMs: SETTLE_MS });
  const measured = { ...NOTHING };
  await window(side, measured, beat);
  return measured;
}

function hurry(pace: BarePace, speed: number): BarePace {
  const sooner = (board: BarePace['pageBoard']) => ({ ...board, everyMs: board.everyMs / speed });
  return { tickMs: pace.tickMs / speed, pageBoard: sooner(pace.pageBoard), modBoard: sooner(pace.modBoard) };
}

const cpuPerFrame = ({ cpuMs, frames }: Measured): number => (cpuMs * 1_000) / Math.max(1, frames);
const rate = ({ frames, wallMs }: Measured): number => frames / (wallMs / 1_000);
const beside = (what: string, value: number, unit: string, bare: number): Row => ({
  what,
  value,
  unit,
  beside: bare,
  ratio: bare === 0 ? 0 : value / bare,
});

/** What else than ticks went out in this window, and how large it was: the bare server sends as much. */
function paceOf(heard: Heard, { races }: SceneWish): BarePace {
  const board = heard.kinds.leaderboard_update ?? { frames: 0, bytes: 0 };
  const mods = races.reduce((sum, { players }) => sum + players.length, 0);
  const every = (frames: number, receivers: number) =>
    frames === 0 ? Number.MAX_VALUE : (heard.wallMs * receivers) / frames;
  const size = (bytes: number, frames: number) => Math.round(bytes / Math.max(1, frames));
  return {
    tickMs: TICK_MS,
    pageBoard: { everyMs: every(board.frames, races.length), bytes: size(board.bytes, board.frames) },
    modBoard: { everyMs: every(heard.mods.frames, mods), bytes: size(heard.mods.bytes, heard.mods.frames) },
  };
}
