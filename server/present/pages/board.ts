// The leaderboard as rows of text, before, during and after a race: what fragments/board.eta prints. Only what every viewer
// may know: place, layer, times, deaths; no node and no zone name ever comes in here.

import type { RaceView } from '../../play/ports/index.ts';
import type { Participant } from '../../race/race.ts';
import { type Line, standings } from '../../race/standings.ts';
import { playerNotes } from '../player-notes.ts';
import { formatBehind, formatDuration, formatGap, formatProgress } from './format.ts';

export type BoardRow = {
  readonly id: string;
  readonly status: Participant['standing']['status'];
  /** Empty for who has none. */
  readonly place: string;
  /** Index into the palette, already within it. */
  readonly color: number;
  readonly name: string;
  /** `8/12` while playing, empty else. */
  readonly progress: string;
  readonly layer: number;
  readonly igt: string;
  readonly gap: string;
  readonly deaths: string;
  readonly finished: boolean;
  /** First, and still playing: overlays show the IGT where others have their gap. */
  readonly leader: boolean;
  readonly offline: boolean;
  /** As playerNotes has them. */
  readonly notes: readonly string[];
};

export type Board = {
  readonly totalLayers: number;
  /** What stands above it. */
  readonly title: 'Players' | 'Leaderboard' | 'Results';
  readonly rows: readonly BoardRow[];
  /** True once there are numbers to show. */
  readonly begun: boolean;
  /** True once the race has results: then the order is final or provisional, and nothing ticks. */
  readonly over: boolean;
};

/** `colors`: how many the palette has. */
export function boardModel(view: RaceView, colors: number): Board {
  const { status } = view.race.phase;
  const over = status === 'finished';
  const begun = over || status === 'running';
  const title = over ? 'Results' : begun ? 'Leaderboard' : 'Players';
  const lines = standings(view.race, view.pulses);
  const rows = lines.map((line) => rowOf(line, lines[0], view, colors, over));
  return { totalLayers: view.race.seed.totalLayers, title, rows, begun, over };
}

function rowOf(line: Line, first: Line | undefined, view: RaceView, colors: number, over: boolean): BoardRow {
  const { participant } = line;
  const { status } = participant.standing;
  const started = status === 'playing' || status === 'finished';
  // As the browser tells it too (views/overlay/board.ts): of who was out before the first gate there are no numbers.
  const out = status === 'abandoned' && line.igtMs > 0;
  return {
    id: participant.id,
    status,
    place: line.place === null ? '' : String(line.place),
    color: participant.color % colors,
    name: participant.name,
    progress: status === 'playing' || out ? formatProgress(line.layer, line.totalLayers) : '',
    layer: line.layer,
    igt: started || out ? formatDuration(line.igtMs) : '',
    gap: status === 'finished' ? formatBehind(line.igtMs, first?.igtMs ?? 0) : formatGap(line.gapMs),
    deaths: started || out ? String(line.deaths) : '',
    finished: status === 'finished',
    leader: status === 'playing' && line.place === 1,
    offline: !over && status !== 'abandoned' && status !== 'finished' && isOffline(participant, view),
    notes: playerNotes(participant),
  };
}

/** Who has never connected is "not ready", not "offline". */
function isOffline(participant: Participant, view: RaceView): boolean {
  const live = view.liveness[participant.id];
  const expected = participant.standing.status === 'ready' || participant.standing.status === 'playing';
  return expected && live?.connected !== true;
}
