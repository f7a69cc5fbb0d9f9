// The overlay of one player for OBS: place, layer, gap, time and deaths; nothing of the map, so that it is safe on a racer's own
// stream. Without a name it is the leader's.

import palette from '../../server/present/palette.json';
import type { PagePlayer } from '../../server/present/wire/to-page.ts';
import { formatBehind, formatDuration, formatGap, formatProgress } from './format.ts';
import { type Picture, startOverlay } from './overlay-page.ts';
import { igtNow, type Watched } from './race-state.ts';

const PARTS = ['place', 'name', 'layer', 'gap', 'igt', 'deaths'] as const;
const WORDS = { registered: 'not ready', ready: 'ready', playing: '', finished: '', abandoned: 'out' } as const;

startOverlay(({ root, options }) => {
  const card = document.createElement('div');
  card.className = 'player-card';
  const parts = PARTS.map((name) => {
    const part = document.createElement('span');
    part.className = `player-${name}`;
    card.append(part);
    return part;
  });
  const bar = document.createElement('progress');
  bar.className = 'bar';
  bar.setAttribute('aria-hidden', 'true');
  card.append(bar);
  root.prepend(card);

  return ({ state, noRace }: Picture) => {
    const player = state === undefined ? undefined : whose(state, options.name);
    const texts =
      state === undefined || player === undefined ? unknown(options.name, state, noRace) : textsOf(state, player);
    parts.forEach((part, index) => {
      const text = texts[index] ?? '';
      if (part.textContent !== text) part.textContent = text;
    });
    card.dataset.status = player?.status ?? '';
    bar.hidden = state === undefined || player === undefined;
    if (state === undefined || player === undefined) return;
    bar.className = `bar c${player.color % palette.length}`;
    bar.max = state.totalLayers;
    bar.value = player.layer;
  };
});

const whose = ({ players }: Watched, name: string): PagePlayer | undefined =>
  name === '' ? players[0] : players.find((player) => player.name.toLowerCase() === name.toLowerCase());

const unknown = (name: string, state: Watched | undefined, noRace: boolean): readonly string[] => {
  if (noRace) return ['', 'No race yet'];
  return state === undefined ? [] : ['', name, name === '' ? '' : 'not in this race'];
};

/** In order of PARTS. */
function textsOf(state: Watched, player: PagePlayer): readonly string[] {
  const { status } = player;
  const place = status === 'playing' || status === 'finished' ? `${state.players.indexOf(player) + 1}.` : '';
  const isAway = status === 'abandoned' && player.igt_ms === 0;
  if (status === 'registered' || status === 'ready' || isAway) return [place, player.name, WORDS[status]];
  const layer = status === 'finished' ? '[FIN]' : formatProgress(player.layer, state.totalLayers);
  const best = state.players[0]?.igt_ms ?? 0;
  const gap = status === 'finished' ? formatBehind(player.igt_ms, best) : formatGap(player.gap_ms);
  const igt = formatDuration(igtNow(state, player, performance.now()));
  return [
    place,
    player.name,
    WORDS[status] === '' ? layer : `${layer} ${WORDS[status]}`,
    gap,
    igt,
    String(player.death_count),
  ];
}
