// The map overlay for OBS: the whole race, or the pack of leaders (`follow`), on a transparent page. It draws when something
// changed and moves; in between it costs nothing.

import palette from '../../server/present/palette.json';
import type { PagePlayer } from '../../server/present/wire/to-page.ts';
import { element, write } from './dom.ts';
import { leaderOf } from './map/crowd.ts';
import { outsideOf } from './map/follow.ts';
import { makeLegend } from './map/legend.ts';
import { type MapOptions, makeMap, type RaceMap } from './map/map.ts';
import { makeOutside } from './map/outside.ts';
import { makePositions } from './map/positions.ts';
import { parseTheme } from './map/theme.ts';
import { type Picture, startOverlay } from './overlay-page.ts';
import { clockText } from './race-clock.ts';
import { isNamed, type Watched } from './race-state.ts';

const colorOf = (player: PagePlayer): string => palette[player.color % palette.length]?.hex ?? '#FFFFFF';

const HIDDEN = 'The map is hidden while the race runs';
/** The race hides it until its end, the holder of the key plays, or the key was taken back: which, only the server knows. */
const HIDDEN_WITH_KEY = 'The map is hidden from this key: /race overlay tells more';

startOverlay(({ root, options }) => {
  const holder = element('div', 'map');
  root.prepend(holder);
  const theme = parseTheme(options.theme) ?? 'clear';
  const { scale, labels, follow } = options;
  const map = mapIn(holder, { theme, scale, labels, follow, lines: true, color: colorOf });
  const legend = options.legend ? makeLegend(false) : undefined;
  if (legend !== undefined) root.append(legend);
  const inWords = element('div', 'unseen');
  root.append(inWords);
  const positions = makePositions(inWords, 'Positions');
  const outside = makeOutside(holder);
  map?.onPlaced(() => outside(outsideOf(map.plan(), map.marks(), map.view())));
  const wanted = (player: PagePlayer) => isNamed(options.players, player.name);
  const hasKey = (root.dataset.socket ?? '').includes('key=');
  let last: Watched | undefined;

  return (picture: Picture) => {
    const words = clockOf(picture, hasKey);
    const clock = write('clock', words);
    if (clock !== null) clock.hidden = words === '';
    const { state } = picture;
    if (state === undefined || state === last) return;
    last = state;
    if (legend !== undefined) legend.hidden = state.blurred;
    root.dataset.status = state.race.status;
    root.dataset.shown = state.race.id;
    if (map === undefined) return positions(state);
    const { graph, blurred, players } = state;
    map.show({ graph, blurred, players: players.filter(wanted), leader: leaderOf(players) });
    positions(state);
  };
});

/** Undefined, and a sentence about it, where the browser has no WebGL. */
function mapIn(holder: HTMLElement, options: MapOptions): RaceMap | undefined {
  try {
    return makeMap(holder, options);
  } catch {
    const says = 'The map needs WebGL: turn on hardware acceleration for browser sources in the settings of OBS.';
    holder.replaceChildren(element('p', 'map-missing', says));
    return undefined;
  }
}

/** Before the start the overlay says when; later the map speaks for itself, unless there is nothing to be seen on it. */
function clockOf({ state, now, noRace }: Picture, hasKey: boolean): string {
  if (noRace) return 'No race yet';
  if (state === undefined) return '';
  const { status } = state.race;
  if (status === 'cancelled') return 'Cancelled';
  if (status === 'running' && state.blurred) return hasKey ? HIDDEN_WITH_KEY : HIDDEN;
  const clock = status === 'countdown' ? clockText(state.race, now, state.delayMs) : null;
  return clock === null ? '' : `${clock.label} ${clock.text}`.trim();
}
