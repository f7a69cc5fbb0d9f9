// The map in words: a table of who stands where, for those who cannot see it. The same facts that the markers show; what may
// not be seen is not in the picture in the first place.

import { element, headCell } from '../dom.ts';
import { formatProgress } from '../format.ts';
import type { Watched } from '../race-state.ts';

const HEADS = ['Player', 'State', 'Zone', 'Layer', 'Deaths'];
const STATES = {
  registered: 'not ready',
  ready: 'ready',
  playing: 'racing',
  finished: 'finished',
  abandoned: 'out',
} as const;

export function makePositions(parent: HTMLElement, caption: string): (state: Watched) => void {
  const table = document.createElement('table');
  table.className = 'positions';
  const title = document.createElement('caption');
  title.textContent = caption;
  const head = table.createTHead().insertRow();
  head.append(...HEADS.map((text) => headCell('col', text)));
  table.prepend(title);
  const body = table.createTBody();
  parent.append(table);
  let drawn = '';

  return (state) => {
    const names = new Map(state.graph.nodes.map((node) => [node.id, node.display_name ?? '']));
    const rows = state.players.map((player) => ({
      id: player.id,
      node: player.zone_id ?? '',
      texts: [
        player.name,
        STATES[player.status],
        player.zone_id === null ? '' : (names.get(player.zone_id) ?? ''),
        player.zone_id === null && player.layer === 0 ? '' : layerOf(player.layer, state.totalLayers, player.status),
        String(player.death_count),
      ],
    }));
    const now = JSON.stringify(rows);
    if (now === drawn) return;
    drawn = now;
    body.replaceChildren(...rows.map(({ id, node, texts }) => rowOf(id, node, texts)));
  };
}

const layerOf = (layer: number, total: number, status: string): string =>
  status === 'finished' ? 'Finish' : formatProgress(layer, total);

function rowOf(id: string, node: string, texts: readonly string[]): HTMLTableRowElement {
  const row = document.createElement('tr');
  row.dataset.player = id;
  row.dataset.node = node;
  row.append(...texts.map((text, index) => (index === 0 ? headCell('row', text) : element('td', '', text))));
  return row;
}
