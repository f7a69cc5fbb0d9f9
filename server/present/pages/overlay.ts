// The leaderboard overlay for OBS: the first board, and the two numbers that its address may carry.

import type { RaceView } from '../../play/ports/index.ts';
import { type Board, boardModel } from './board.ts';

export const OVERLAY_LINES = { min: 1, max: 100, normal: 16 } as const;
export const OVERLAY_SCALE = { min: 0.5, max: 4, normal: 1 } as const;

export type OverlayOptions = { readonly lines: number; readonly scale: number };

export type OverlayModel = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly lines: number;
  readonly scale: number;
  readonly board: Board;
};

/** Reads `lines` and `scale` of an overlay's address; undefined where one of them is not a number within its bounds. */
export function parseOverlayOptions(query: {
  readonly lines?: string | undefined;
  readonly scale?: string | undefined;
}): OverlayOptions | undefined {
  const lines = within(query.lines, OVERLAY_LINES);
  const scale = within(query.scale, OVERLAY_SCALE);
  if (lines === undefined || scale === undefined || !Number.isInteger(lines)) return undefined;
  return { lines, scale };
}

function within(
  text: string | undefined,
  limit: { readonly min: number; readonly max: number; readonly normal: number },
): number | undefined {
  if (text === undefined || text === '') return limit.normal;
  if (!/^\d{1,3}(\.\d{1,3})?$/.test(text)) return undefined;
  const value = Number(text);
  return value >= limit.min && value <= limit.max ? value : undefined;
}

export function overlayModel(view: RaceView, options: OverlayOptions, colors: number): OverlayModel {
  const { race } = view;
  const board = boardModel(view, colors);
  const shown = { ...board, rows: board.rows.slice(0, options.lines) };
  return { id: race.id, name: race.name, status: race.phase.status, ...options, board: shown };
}
