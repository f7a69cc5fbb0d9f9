// An overlay for OBS as its page begins: which race or channel it watches and how, what its address asked for, and the
// leaderboard of this moment. What it shows from then on comes through its socket.

import type { RaceView } from '../../play/ports/index.ts';
import { type Board, boardModel } from './board.ts';
import type { OverlayKind, OverlayOptions } from './overlay-options.ts';

export type OverlayModel = {
  readonly kind: OverlayKind;
  /** Empty where a channel has no race yet, and of the invented one. */
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** The channel of a live address; empty else. */
  readonly place: string;
  /** Path and query of its socket. */
  readonly socket: string;
  /** Where the invented race is; null for a real one. */
  readonly demo: string | null;
  /** Of the address, as JSON. */
  readonly options: string;
  readonly lines: number;
  readonly scale: number;
  /** The leaderboard overlay's, as long as asked. */
  readonly board: Board | null;
};

export type OverlayFacts = {
  readonly kind: OverlayKind;
  readonly options: OverlayOptions;
  /** As this viewer may see it; null: none, or an invented one is shown. */
  readonly view: RaceView | null;
  readonly place: string | null;
  /** Of the address, unread. */
  readonly key: string | null;
  readonly colors: number;
};

export const DEMO_PATH = '/overlay/demo.json';

export function overlayModel(facts: OverlayFacts): OverlayModel {
  const { kind, options, view, place } = facts;
  const { demo, ...shown } = options;
  return {
    kind,
    id: view?.race.id ?? '',
    name: demo ? 'Demo' : (view?.race.name ?? ''),
    status: demo ? 'running' : (view?.race.phase.status ?? 'none'),
    place: place ?? '',
    socket: socketOf(facts),
    demo: demo ? DEMO_PATH : null,
    options: JSON.stringify(shown),
    lines: options.lines,
    scale: options.scale,
    board: kind !== 'leaderboard' ? null : view === null ? NOBODY : shownOf(boardModel(view, facts.colors), options),
  };
}

const NOBODY: Board = { totalLayers: 0, title: 'Players', rows: [], begun: false, over: false };

/** What draws no map is sent none: leaderboard, clock and player are safe on a racer's own machine, unless a key says otherwise. */
function socketOf({ kind, view, place, key }: OverlayFacts): string {
  const path = place === null ? `/ws/race/${view?.race.id ?? ''}` : `/ws/live/${encodeURIComponent(place)}`;
  if (kind !== 'dag' && key === null) return path;
  const query = new URLSearchParams({ overlay: '1', ...(key === null ? {} : { key }) });
  return `${path}?${query}`;
}

/** The players and lines asked for, as the script goes on to show them. */
function shownOf(board: Board, { players, lines }: OverlayOptions): Board {
  const names = players.map((name) => name.toLowerCase());
  const rows = board.rows.filter(({ name }) => names.length === 0 || names.includes(name.toLowerCase()));
  return { ...board, rows: rows.slice(0, lines) };
}
