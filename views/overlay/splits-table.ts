// Splits of a race that is over: when each player first came to each layer, with the fastest of each layer marked. From the
// log that the replay has.

import { headCell } from './dom.ts';
import { formatDuration } from './format.ts';
import type { ReplayLog } from './replay.ts';

export function drawSplits(holder: HTMLElement, log: ReplayLog): void {
  const layers = Array.from({ length: log.seed.total_layers }, (_, index) => index + 1);
  const splits = log.players.map((player) => ({ player, at: new Map(player.splits) }));
  const table = document.createElement('table');
  table.className = 'positions splits';
  table.createCaption().textContent =
    'In-game time at the first entry of each layer; the fastest is marked with a star';
  const head = table.createTHead().insertRow();
  head.append(headCell('col', 'Player'));
  for (const layer of layers)
    head.append(headCell('col', layer === log.seed.total_layers ? 'Finish' : String(layer + 1)));
  const body = table.createTBody();
  const fastest = layers.map((layer) => Math.min(...splits.map(({ at }) => at.get(layer) ?? Number.POSITIVE_INFINITY)));
  for (const { player, at } of splits) {
    const row = body.insertRow();
    row.dataset.player = player.id;
    row.append(headCell('row', player.name));
    layers.forEach((layer, index) => {
      const igt = at.get(layer);
      const cell = row.insertCell();
      cell.textContent = igt === undefined ? '' : `${formatDuration(igt)}${igt === fastest[index] ? ' ★' : ''}`;
    });
  }
  holder.replaceChildren(table);
}
