// The leaderboard overlay for OBS: keeps its table fresh. Never freezes silently: the page came from somewhere, perhaps from the
// worker's keeping while the server is away.

import palette from '../../server/present/palette.json';
import { drawBoard } from './board.ts';
import { write } from './dom.ts';
import { startOverlay } from './overlay-page.ts';
import { clockText } from './race-clock.ts';
import type { Watched } from './race-state.ts';

startOverlay(({ root, options }) => {
  const board = { table: root, lines: options.lines, colors: palette.length, names: options.players };
  return ({ state, now, noRace }) => {
    if (noRace) write('clock', 'No race yet');
    if (state === undefined) return;
    drawBoard(board, state, performance.now());
    write('clock', clockText(state.race, now, state.delayMs)?.text ?? statusText(state));
    write('race-name', state.race.name);
  };
});

function statusText({ race }: Watched): string {
  if (race.status === 'finished') return 'Final';
  return race.status === 'cancelled' ? 'Cancelled' : 'Soon';
}
