// The leaderboard overlay for OBS: keeps its table fresh, and says so when it cannot. Never freezes silently: the page came
// from somewhere, perhaps from the worker's keeping while the server is away.

import palette from '../../server/present/palette.json';
import { drawBoard } from './board.ts';
import { clockText } from './race-clock.ts';
import { type Live, watchRace } from './socket.ts';
import { staleText } from './stale.ts';

const DRAW_EVERY_MS = 250;
const ROOT_SIZE_PX = 16;

const root = document.getElementById('overlay');
const raceId = root?.dataset.race;
if (root !== null && raceId !== undefined) start(root, raceId);
keepForLater();

function start(overlay: HTMLElement, id: string): void {
  const { lines, scale } = overlay.dataset;
  document.documentElement.style.fontSize = `${Number(scale) * ROOT_SIZE_PX}px`;
  const board = { table: overlay, lines: Number(lines), colors: palette.length };
  const draw = (live: Live) => {
    if (live.state !== undefined) {
      drawBoard(board, live.state, performance.now());
      show('clock', clockText(live.state.race, live.now())?.text ?? statusText(live));
    }
    const stale = staleText(live.stale(), Date.now());
    show('stale', stale);
    overlay.classList.toggle('is-stale', stale !== '');
  };
  const live = watchRace(id, '?overlay=1', draw);
  window.setInterval(() => draw(live), DRAW_EVERY_MS);
}

function statusText({ state }: Live): string {
  if (state === undefined) return '';
  if (state.race.status === 'finished') return 'Final';
  return state.race.status === 'cancelled' ? 'Cancelled' : 'Soon';
}

function show(id: string, text: string): void {
  const element = document.getElementById(id);
  if (element === null) return;
  if (element.textContent !== text) element.textContent = text;
  if (id === 'stale') element.hidden = text === '';
}

/** Where browsers allow it (HTTPS or this machine): keeps this page for a start without the server. */
function keepForLater(): void {
  if (!('serviceWorker' in navigator)) return;
  const mine = [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>('link[rel=stylesheet], script[src]')];
  const files = mine.map((one) => (one instanceof HTMLScriptElement ? one.src : one.href));
  const keep = async () => {
    await navigator.serviceWorker.register('/overlay/worker.js', { scope: '/overlay/' });
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ keep: [location.href, ...files] });
  };
  keep().catch(() => {});
}
