// The page of a race, alive: the leaderboard and the clock from the socket. What depends on who looks (head, own panel) and
// the final table are the server's: htmx fetches those regions, in one answer, when the race changes its status.

import palette from '../../server/present/palette.json';
import { drawBoard } from './board.ts';
import { write } from './dom.ts';
import { newsOf } from './news.ts';
import { clockText } from './race-clock.ts';
import type { Watched } from './race-state.ts';
import { type Live, watchRace } from './socket.ts';
import { spread } from './spread.ts';
import { staleText } from './stale.ts';

const DRAW_EVERY_MS = 250;
/** What the server could not answer is asked for again after so long. */
const AGAIN_MS = 5_000;
const LOST = 'Connection lost. Trying again.';

export function liveRace(root: HTMLElement): void {
  const id = root.dataset.race;
  if (id === undefined) return;
  document.getElementById('refresh')?.remove();
  let shownStatus = document.getElementById('race-head')?.dataset.status;
  let last: Watched | undefined;
  let asking = false;

  /** Lets htmx fetch the regions (hx-trigger="race-changed" in views/pages/race.eta). */
  const askServer = () => {
    if (asking) return;
    asking = true;
    window.setTimeout(() => {
      asking = false;
      root.dispatchEvent(new CustomEvent('race-changed'));
    }, spread());
  };

  /** A refusal would be the same again: only what a limit or a fault kept back is asked for once more. */
  const again = (event: Event) => {
    if (event.target !== root) return;
    const { ctx }: HtmxFailure = (event as CustomEvent<HtmxFailure>).detail;
    const status = ctx?.response?.status ?? 0;
    if (status === 0 || status === 429 || status >= 500) window.setTimeout(askServer, AGAIN_MS);
  };
  root.addEventListener('htmx:response:error', again);
  root.addEventListener('htmx:error', again);

  const changed = (live: Live) => {
    const { state } = live;
    if (state !== undefined && state !== last) {
      const over = state.race.status === 'finished' || state.race.status === 'cancelled';
      const ended = over && state.players !== last?.players && last !== undefined;
      const turned = state.race.status !== shownStatus || ended || hasTurned(state);
      if (turned || isOtherCrowd(last, state) || isRewritten(last, state)) askServer();
      shownStatus = state.race.status;
      announce(newsOf(last, state));
      last = state;
      tellMap();
    }
    draw(live);
  };

  const draw = (live: Live) => {
    const { state } = live;
    const board = document.getElementById('board');
    if (state !== undefined && board !== null && state.race.status !== 'finished') {
      drawBoard({ table: board, lines: Number.POSITIVE_INFINITY, colors: palette.length }, state, performance.now());
    }
    if (state !== undefined) {
      drawCount(state);
      drawClock(state, live.now());
    }
    drawStale(live);
  };

  /** The map is a script of its own (race-map.ts): it takes the same picture. */
  const tellMap = () => {
    if (last !== undefined) root.dispatchEvent(new CustomEvent('race-live', { detail: last }));
  };
  root.addEventListener('race-map-ready', tellMap);

  const live = watchRace({ address: `/ws/race/${id}` }, changed);
  window.setInterval(() => draw(live), DRAW_EVERY_MS);
}

type HtmxFailure = { readonly ctx?: { readonly response?: { readonly status: number } } };

/** Whether the viewer's own status is another one than the page tells. */
function hasTurned({ players }: Watched): boolean {
  const { me, own } = document.getElementById('you')?.dataset ?? {};
  return me !== undefined && me !== '' && players.find(({ id }) => id === me)?.status !== own;
}

/** Whether somebody came or went, where that may concern a viewer who is not in: a place is free, or taken, or their own. */
function isOtherCrowd(before: Watched | undefined, { players }: Watched): boolean {
  if (before === undefined || document.getElementById('you')?.dataset.newcomer !== '1') return false;
  const known = new Set(before.players.map(({ id }) => id));
  return players.length !== known.size || players.some(({ id }) => !known.has(id));
}

/** Whether the race is called otherwise, or announced for another time. */
const isRewritten = (before: Watched | undefined, { race }: Watched): boolean =>
  before !== undefined && (before.race.name !== race.name || before.race.scheduled_start !== race.scheduled_start);

/** `3 of 16`: of how many, and who waits, is the server's. */
function drawCount({ players }: Watched): void {
  const said = document.getElementById('player-count')?.textContent ?? '';
  write('player-count', said.replace(/^\d+/, String(players.length)));
}

function drawClock(state: Watched, now: number): void {
  const clock = clockText(state.race, now, state.delayMs);
  if (clock === null) return;
  write('clock', clock.text);
  write('clock-label', clock.label);
}

/** Its seconds tick, so that nobody is told each of them: that it appears is news. */
function drawStale(live: Live): void {
  const now = live.stale();
  const text = staleText(now, Date.now());
  const stale = write('stale', text);
  if (stale === null) return;
  if (stale.hidden && text !== '') announce(now?.over === true ? text : LOST);
  stale.hidden = text === '';
}

function announce(news: string): void {
  if (news !== '') write('news', news);
}
