// The results of a race as a table of values for spreadsheets: what the board of a finished race says, with times as text and in
// milliseconds. No zone, no node, nothing of before the end.

import type { RaceView } from '../../play/ports/index.ts';
import { standings } from '../../race/standings.ts';
import { OUT_WORDS, PLAYER_WORDS } from '../sentences/en/labels.ts';
import { formatDuration } from './format.ts';

export const RESULT_COLUMNS = [
  ...(['place', 'player', 'status', 'igt', 'igt_ms', 'deaths', 'layer', 'total_layers'] as const),
  ...(['late_ms', 'by_hand', 'under_review'] as const),
];
export type ResultRow = Readonly<Record<(typeof RESULT_COLUMNS)[number], string | number>>;

/** Undefined: as far as this viewer may know, the race has no results yet. */
export function resultRows({ race, pulses }: RaceView): readonly ResultRow[] | undefined {
  if (race.phase.status !== 'finished') return undefined;
  return standings(race, pulses).map(({ participant, place, igtMs, deaths, layer, totalLayers }) => {
    const { standing } = participant;
    const finished = standing.status === 'finished';
    return {
      place: finished && place !== null ? place : '',
      player: participant.name,
      status: standing.status === 'abandoned' ? OUT_WORDS[standing.why] : PLAYER_WORDS[standing.status] || 'finished',
      igt: formatDuration(igtMs),
      igt_ms: igtMs,
      deaths,
      // As screens count them, from 1; two numbers, because a spreadsheet takes 3/12 for a day.
      layer: Math.min(layer + 1, totalLayers),
      total_layers: totalLayers,
      late_ms: participant.lateMs ?? '',
      by_hand: finished && standing.byHand ? 'yes' : '',
      under_review: participant.held ? 'yes' : '',
    };
  });
}
