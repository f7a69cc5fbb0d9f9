// A race that is over, at any of its moments: from its log (GET /api/races/{id}/replay) to the same picture that the socket
// gives of a live one. Pure: the moment comes from outside.

import type { PageGraph, PagePlayer, PageRace } from '../../server/present/wire/to-page.ts';
import type { Watched } from './race-state.ts';

/** t (ms since the start), index of the node, index of the node it was entered from or -1, IGT, deaths until then. */
export type ReplayGate = readonly [t: number, node: number, from: number, igtMs: number, deaths: number];
export type ReplayPlayer = {
  readonly id: string;
  readonly name: string;
  readonly color: number;
  readonly gates: readonly ReplayGate[];
  readonly end: { readonly t: number; readonly igt_ms: number; readonly deaths: number; readonly how: string } | null;
  readonly splits: readonly (readonly [layer: number, igtMs: number])[];
};
export type ReplayLog = {
  readonly race: Pick<PageRace, 'id' | 'code' | 'name' | 'started_at' | 'finished_at'>;
  readonly seed: { readonly graph_json: PageGraph; readonly total_layers: number };
  readonly duration_ms: number;
  /** In order of the result. */
  readonly players: readonly ReplayPlayer[];
};

/** The race `t` ms after its start. The last moment is the end. */
export function replayAt(log: ReplayLog, t: number): Watched {
  const over = t >= log.duration_ms;
  const splits: Splits = new Map(log.players.map((player) => [player.id, new Map(player.splits)]));
  const players = log.players.map((player) => playerAt(log, player, t)).sort((a, b) => compare(a, b, splits));
  const started = log.race.started_at ?? 0;
  return {
    race: {
      ...log.race,
      status: over ? 'finished' : 'running',
      scheduled_start: null,
      starts_at: null,
      started_at: started,
      finished_at: over ? started + log.duration_ms : null,
    },
    totalLayers: log.seed.total_layers,
    graph: log.seed.graph_json,
    blurred: false,
    delayMs: 0,
    players: withGaps(players, splits),
    version: 0,
    heardAt: {},
  };
}

function playerAt(log: ReplayLog, player: ReplayPlayer, t: number): PagePlayer {
  const gates = player.gates.filter(([at]) => at <= t);
  const firsts = firstVisits(gates);
  const last = gates.at(-1);
  const ended = player.end !== null && player.end.t <= t ? player.end : null;
  const total = log.seed.total_layers;
  const node = (index: number) => log.seed.graph_json.nodes[index];
  const highest = Math.max(0, ...gates.map(([, index]) => node(index)?.layer ?? 0));
  const finished = ended?.how === 'finished';
  return {
    id: player.id,
    name: player.name,
    color: player.color,
    zone_id: last === undefined ? null : (node(last[1])?.id ?? null),
    layer: finished ? total : highest,
    igt_ms: ended?.igt_ms ?? igtAt(player, t),
    death_count: ended?.deaths ?? last?.[4] ?? 0,
    status: finished ? 'finished' : ended !== null ? 'abandoned' : last === undefined ? 'registered' : 'playing',
    reason: null,
    notes: [],
    connected: true,
    gap_ms: null,
    path: firsts.map(({ gate }) => node(gate[1])?.id ?? ''),
    path_from: firsts.map(({ gate }) => {
      const from = firsts.findIndex((other) => other.gate[1] === gate[2]);
      return from === -1 ? null : from;
    }),
    path_igt_ms: firsts.map(({ gate }) => gate[3]),
    path_deaths: firsts.map(({ deaths }) => deaths),
  };
}

/** The gates into nodes that were new, with the deaths in each of them. */
function firstVisits(gates: readonly ReplayGate[]): readonly { readonly gate: ReplayGate; readonly deaths: number }[] {
  const deaths = new Map<number, number>();
  gates.forEach((gate, index) => {
    const here = (gates[index + 1]?.[4] ?? gate[4]) - gate[4];
    deaths.set(gate[1], (deaths.get(gate[1]) ?? 0) + here);
  });
  return gates
    .filter((gate, index) => gates.findIndex((other) => other[1] === gate[1]) === index)
    .map((gate) => ({ gate, deaths: deaths.get(gate[1]) ?? 0 }));
}

/** Runs on from the last gate, never past what the next one says. */
function igtAt({ gates, end }: ReplayPlayer, t: number): number {
  const index = gates.filter(([at]) => at <= t).length - 1;
  const last = gates[index];
  if (last === undefined) return 0;
  const next = gates[index + 1]?.[3] ?? end?.igt_ms ?? Number.POSITIVE_INFINITY;
  return Math.max(last[3], Math.min(last[3] + t - last[0], next));
}

const RANK = { finished: 0, playing: 1, ready: 2, registered: 3, abandoned: 4 } as const;

/** By player and layer: the IGT of its first entry. */
type Splits = ReadonlyMap<string, ReadonlyMap<number, number>>;

const entryOf = ({ id, layer }: PagePlayer, splits: Splits): number => splits.get(id)?.get(layer) ?? 0;

/** As the server's leaderboard (server/race/standings.ts), of what a log has. */
function compare(a: PagePlayer, b: PagePlayer, splits: Splits): number {
  const rank = RANK[a.status] - RANK[b.status];
  if (rank !== 0) return rank;
  if (a.status === 'finished') return a.igt_ms - b.igt_ms;
  return b.layer - a.layer || entryOf(a, splits) - entryOf(b, splits);
}

/** Behind the leader at the entry of the own layer. */
function withGaps(players: readonly PagePlayer[], splits: Splits): readonly PagePlayer[] {
  const [leader] = players;
  return players.map((player) => {
    const led = leader === undefined ? undefined : splits.get(leader.id)?.get(player.layer);
    if (player.status !== 'playing' || led === undefined) return player;
    return { ...player, gap_ms: entryOf(player, splits) - led };
  });
}
