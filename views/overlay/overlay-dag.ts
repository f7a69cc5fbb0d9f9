// The map overlay for OBS: the whole race, or the pack of leaders (`follow`), on a transparent page. It draws when something
// changed and moves; in between it costs nothing.

import palette from '../../server/present/palette.json';
import type { PagePlayer } from '../../server/present/wire/to-page.ts';
import { outsideOf } from './map/follow.ts';
import { makeLegend } from './map/legend.ts';
import { type MapOptions, makeMap, type RaceMap } from './map/map.ts';
import { makeOutside } from './map/outside.ts';
import { makePositions } from './map/positions.ts';
import { parseTheme } from './map/theme.ts';
import { isNamed, type Picture, startOverlay } from './overlay-page.ts';
import { clockText } from './race-clock.ts';
import type { Watched } from './race-state.ts';

const colorOf = (player: PagePlayer): string => palette[player.color % palette.length]?.hex ?? '#FFFFFF';

startOverlay(({ root, options }) => {
  const holder = document.createElement('div');
  holder.className = 'map';
  root.prepend(holder);
  const theme = parseTheme(options.theme) ?? 'clear';
  const { scale, labels, follow } = options;
  const map = mapIn(holder, { theme, scale, labels, follow, lines: true, color: colorOf });
  const legend = options.legend ? makeLegend(false) : undefined;
  if (legend !== undefined) root.append(legend);
  root.classList.toggle('has-legend', legend !== undefined);
  const words = document.createElement('div');
  words.className = 'unseen';
  root.append(words);
  const positions = makePositions(words, 'Positions');
  const outside = makeOutside(holder);
  const wanted = (player: PagePlayer) => isNamed(options.players, player.name);
  let last: Watched | undefined;

  return (picture: Picture) => {
    write('clock', clockOf(picture));
    const { state } = picture;
    if (state === undefined || state === last) return;
    last = state;
    if (legend !== undefined) legend.hidden = state.blurred;
    root.dataset.status = state.race.status;
    root.dataset.shown = state.race.id;
    if (map === undefined) return positions(state);
    map.show({ graph: state.graph, blurred: state.blurred, players: state.players.filter(wanted) });
    positions(state);
    outside(outsideOf(map.plan(), map.marks(), map.view()));
  };
});

/** Undefined, and a sentence about it, where the browser has no WebGL. */
function mapIn(holder: HTMLElement, options: MapOptions): RaceMap | undefined {
  try {
    return makeMap(holder, options);
  } catch {
    const says = document.createElement('p');
    says.className = 'map-missing';
    says.textContent = 'The map needs WebGL: turn on hardware acceleration for browser sources in the settings of OBS.';
    holder.replaceChildren(says);
    return undefined;
  }
}

/** Before the start the overlay says when; later the map speaks for itself. */
function clockOf({ state, now, noRace }: Picture): string {
  if (noRace) return 'No race yet';
  if (state?.race.status !== 'countdown') return '';
  const clock = clockText(state.race, now, state.delayMs);
  return clock === null ? '' : `${clock.label} ${clock.text}`.trim();
}

function write(id: string, text: string): void {
  const element = document.getElementById(id);
  if (element === null) return;
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === '';
}
