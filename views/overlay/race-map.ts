// The map on the page of a race: shows what the page's own connection tells (race.ts), after the end the replay of the log.
// Zones can be asked, the view moved. Where no WebGL is, the table of positions stands open in its place.

import palette from '../../server/present/palette.json';
import type { PagePlayer } from '../../server/present/wire/to-page.ts';
import { leaderOf } from './map/crowd.ts';
import { makeHands } from './map/hands.ts';
import { makeLegend } from './map/legend.ts';
import { makeMap, type RaceMap } from './map/map.ts';
import { makePositions } from './map/positions.ts';
import type { ThemeName } from './map/theme.ts';
import { makeZoneStory } from './map/zone-story.ts';
import { makeZones } from './map/zones.ts';
import { makeOverlayMaker } from './overlay-maker.ts';
import type { Watched } from './race-state.ts';
import { fetchLog, makeReplayBar } from './replay-controls.ts';
import { drawSplits } from './splits-table.ts';
import { spread } from './spread.ts';

const section = document.getElementById('race-map');
const root = document.querySelector<HTMLElement>('.race[data-race]');
if (section !== null && root !== null) begin(section, root);
const maker = document.getElementById('overlay-maker');
if (maker !== null) makeOverlayMaker(maker);

function begin(side: HTMLElement, race: HTMLElement): void {
  const positions = makePositions(byId('map-positions'), 'Positions');
  const show = draws();
  let live: Watched | undefined;
  let replaying = false;
  /** Of which result the log is here. */
  let filmed = '';

  const shown = (state: Watched) => {
    positions(state);
    show(state);
    side.dataset.status = state.race.status;
  };
  race.addEventListener('race-live', (event) => {
    const state: Watched = (event as CustomEvent<Watched>).detail;
    const opens = live === undefined;
    live = state;
    if (state.race.status !== 'finished' && filmed !== '') reopen();
    if (!replaying) shown(state);
    if (state.race.status === 'finished' && resultOf(state) !== filmed)
      void film(resultOf(state), opens ? 0 : spread());
  });
  /** A moment of the replay, or undefined: back to the race as it is. */
  const take = (moment: Watched | undefined) => {
    replaying = moment !== undefined;
    const state = moment ?? live;
    if (state !== undefined) shown(state);
  };
  const replay = makeReplayBar(byId('replay'), take);
  /** Somebody was restored: the film of what was the end is wrong. */
  const reopen = () => {
    filmed = '';
    replay.withdraw();
    byId('map-splits').hidden = true;
  };
  /** Again where a judge changed the result; what could not be had is asked for again with the next message. */
  const film = async (result: string, afterMs: number) => {
    filmed = result;
    await new Promise((resolve) => window.setTimeout(resolve, afterMs));
    const log = await fetchLog(side.dataset.replay ?? '');
    if (filmed !== result) return;
    if (log === undefined) {
      filmed = '';
      return;
    }
    replay.offer(log);
    drawSplits(byId('splits'), log);
    byId('map-splits').hidden = false;
  };
  race.dispatchEvent(new CustomEvent('race-map-ready'));
}

/** What a log tells of a race that is over. A declaration: `begin` calls it while the module is still being read. */
function resultOf({ players }: Watched): string {
  return JSON.stringify(players.map(({ id, status, igt_ms, death_count }) => [id, status, igt_ms, death_count]));
}

/** The drawn map with all that belongs to it; does nothing where the browser cannot draw it. */
function draws(): (state: Watched) => void {
  const holder = byId('map');
  const map = mapIn(holder);
  if (map === undefined) {
    holder.hidden = true;
    byId('map-table').setAttribute('open', '');
    return () => {};
  }
  let shown: Watched | undefined;
  let chosen = '';
  byId('map-legend').append(makeLegend(true));
  const story = makeZoneStory(byId('zone-story'), () => {
    story.hide();
    zones.focus(chosen);
    chosen = '';
  });
  const tell = () => {
    const node = map.plan().nodes.get(chosen);
    if (node !== undefined && shown !== undefined) story.show(node, shown.graph, map.stories().get(node.id));
  };
  const zones = makeZones(holder, map, (node) => {
    chosen = node;
    tell();
  });
  const hands = makeHands(holder, map);
  const tools = byId('map-tools');
  for (const button of tools.querySelectorAll<HTMLButtonElement>('button[data-zoom]')) {
    const { zoom } = button.dataset;
    button.addEventListener('click', () => (zoom === '0' ? hands.whole() : hands.zoom(Number(zoom))));
  }
  return (state) => {
    if (state === shown) return;
    if (state.graph !== shown?.graph) story.hide();
    shown = state;
    const { graph, blurred, players } = state;
    map.show({ graph, blurred, players, leader: leaderOf(players) });
    zones.refresh(state.blurred);
    tools.hidden = state.blurred || state.graph.nodes.length === 0;
    byId('map-legend').hidden = tools.hidden;
    if (chosen !== '') tell();
  };
}

function mapIn(holder: HTMLElement): RaceMap | undefined {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const theme = (): ThemeName => (dark.matches ? 'dark' : 'light');
  const color = (player: PagePlayer) => palette[player.color % palette.length]?.hex ?? '#FFFFFF';
  try {
    const map = makeMap(holder, { theme: theme(), scale: 1, labels: 'auto', follow: false, lines: true, color });
    dark.addEventListener('change', () => map.restyle(theme()));
    return map;
  } catch {
    return undefined;
  }
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no ${id}`);
  return element;
}
