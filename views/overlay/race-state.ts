// The race as the socket tells it: a snapshot, then messages that each move it by one version. A hole in the versions means
// "ask again". Pure: no DOM, no socket, no clock.

import type { BoardPlayer, PageGraph, PagePlayer, PageRace, ToPage } from '../../server/present/wire/to-page.ts';

export type Watched = {
  readonly race: PageRace;
  readonly totalLayers: number;
  /** The same object from snapshot to snapshot of one graph: who draws it need not compare. */
  readonly graph: PageGraph;
  readonly blurred: boolean;
  /** By how much this viewer sees the race late. */
  readonly delayMs: number;
  /** In order of the leaderboard. */
  readonly players: readonly PagePlayer[];
  readonly version: number;
  /** When each player's IGT was last heard, by the caller's clock: from there it ticks on locally. */
  readonly heardAt: Readonly<Record<string, number>>;
};

export type Step = { readonly state: Watched | undefined; readonly resync: boolean };

/** The state after a message. `resync`: a version is missing; what comes before the next snapshot is ignored. */
export function apply(state: Watched | undefined, message: ToPage, now: number): Step {
  if (message.type === 'race_state') return { state: snapshot(message, now, state), resync: false };
  if (state === undefined) return { state, resync: false };
  if (message.type === 'tick') return { state: ticked(state, message.players, now), resync: false };
  if (!('version' in message)) return { state, resync: false };
  if (message.version !== state.version + 1) return { state: undefined, resync: true };
  return { state: { ...moved(state, message, now), version: message.version }, resync: false };
}

function snapshot(message: Extract<ToPage, { type: 'race_state' }>, now: number, before: Watched | undefined): Watched {
  const { graph_json } = message.seed;
  const known = before !== undefined && JSON.stringify(before.graph) === JSON.stringify(graph_json);
  return {
    race: message.race,
    totalLayers: message.seed.total_layers,
    graph: known ? before.graph : graph_json,
    blurred: message.seed.blurred,
    delayMs: message.delay_ms,
    players: message.participants,
    version: message.version,
    heardAt: Object.fromEntries(message.participants.map((player) => [player.id, now])),
  };
}

function ticked(state: Watched, ticks: Extract<ToPage, { type: 'tick' }>['players'], now: number): Watched {
  const byId = new Map(ticks.map(([id, igt, deaths]) => [id, { igt_ms: igt, death_count: deaths }]));
  const players = state.players.map((player) => ({ ...player, ...byId.get(player.id) }));
  const heard = Object.fromEntries([...byId.keys()].map((id) => [id, now]));
  return { ...state, players, heardAt: { ...state.heardAt, ...heard } };
}

function moved(state: Watched, message: Extract<ToPage, { version: number }>, now: number): Watched {
  switch (message.type) {
    case 'race_state':
      return snapshot(message, now, state);
    case 'player_update': {
      const { player } = message;
      const known = state.players.some((one) => one.id === player.id);
      const players = known
        ? state.players.map((one) => (one.id === player.id ? player : one))
        : [...state.players, player];
      return { ...state, players, heardAt: { ...state.heardAt, [player.id]: now } };
    }
    case 'leaderboard_update':
      return {
        ...state,
        players: withJourneys(state, message.participants),
        heardAt: heardAnew(state, message.participants, now),
      };
    case 'race_status_change':
      return { ...state, race: { ...state.race, status: message.status } };
    case 'countdown':
      return { ...state, race: { ...state.race, status: 'countdown', starts_at: message.starts_at } };
  }
}

const NO_JOURNEY = { path: [], path_from: [], path_igt_ms: [], path_deaths: [] };

/** A leaderboard leaves out where everybody has been: that is as before. */
function withJourneys(state: Watched, lines: readonly BoardPlayer[]): readonly PagePlayer[] {
  const before = new Map(state.players.map((player) => [player.id, player]));
  return lines.map((line) => ({ ...NO_JOURNEY, ...before.get(line.id), ...line }));
}

/** A leaderboard repeats what was known: only an IGT that differs was heard now. */
function heardAnew(state: Watched, players: readonly BoardPlayer[], now: number): Watched['heardAt'] {
  const before = new Map(state.players.map((player) => [player.id, player.igt_ms]));
  const entries = players.map(({ id, igt_ms }): [string, number] => {
    const known = state.heardAt[id];
    return [id, known !== undefined && before.get(id) === igt_ms ? known : now];
  });
  return Object.fromEntries(entries);
}

/** Whether a player is one of those asked for by name, in any case; none asked for are all. */
export const isNamed = (names: readonly string[], name: string): boolean =>
  names.length === 0 || names.some((one) => one.toLowerCase() === name.toLowerCase());

/** How far an IGT may run on locally between two pulses, ms. Then it stands: the game is paused or loading. */
const RUNS_ON_MS = 1_500;

/** The IGT to show now. */
export function igtNow(state: Watched, player: PagePlayer, now: number): number {
  if (player.status !== 'playing' || !player.connected || state.race.status !== 'running') return player.igt_ms;
  const since = now - (state.heardAt[player.id] ?? now);
  return player.igt_ms + Math.min(Math.max(0, since), RUNS_ON_MS);
}
