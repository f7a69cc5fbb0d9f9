// What every overlay page does: reads its options, watches its race or plays the demo's, says when the picture is old, and
// asks the browser to keep the page for a start without the server. What is drawn is the caller's.

import { write } from './dom.ts';
import { adoptGivenStyles } from './given-styles.ts';
import { makePlayback } from './playback.ts';
import type { Watched } from './race-state.ts';
import { type ReplayLog, replayAt } from './replay.ts';
import { type Live, watchRace } from './socket.ts';
import { staleText } from './stale.ts';

/** As the server has read them from the address (`data-options`). */
export type OverlayOptions = {
  readonly follow: boolean;
  /** Names of players; empty: all. */
  readonly players: readonly string[];
  readonly lines: number;
  readonly scale: number;
  readonly theme: string;
  readonly labels: 'auto' | 'all' | 'none';
  readonly legend: boolean;
  /** Seconds. */
  readonly delay: number;
  /** Of the player overlay. */
  readonly name: string;
};

export type Picture = {
  readonly state: Watched | undefined;
  /** Server epoch ms. */
  readonly now: number;
  readonly noRace: boolean;
};

export type Overlay = { readonly root: HTMLElement; readonly options: OverlayOptions };

const ROOT_SIZE_PX = 16;
const DRAW_EVERY_MS = 250;
/** The demo's race plays so much faster, and begins anew a while after its end. */
const DEMO_SPEED = 20;
/** In the middle of things: for placing, the start says little. */
const DEMO_BEGINS_AT = 0.3;
const DEMO_PAUSE_MS = 8_000;
const DEMO_STEP_MS = 250;

const DEFAULTS: OverlayOptions = {
  follow: false,
  players: [],
  lines: 16,
  scale: 1,
  theme: 'clear',
  labels: 'auto',
  legend: true,
  delay: 0,
  name: '',
};

/** Finds the overlay's element and starts; nothing where there is none. `draw` is called a few times a second and after news. */
export function startOverlay(begin: (overlay: Overlay) => (picture: Picture) => void): void {
  const root = document.getElementById('overlay');
  if (root === null) return;
  const options = optionsOf(root);
  document.documentElement.style.fontSize = `${options.scale * ROOT_SIZE_PX}px`;
  document.documentElement.classList.add(`theme-${options.theme}`);
  adoptGivenStyles();
  const draw = begin({ root, options });
  if (root.dataset.demo === '1') void playDemo(root.dataset.replay ?? '', draw);
  else watch(root, options, draw);
  keepForLater();
}

function optionsOf({ dataset }: HTMLElement): OverlayOptions {
  const given: Partial<OverlayOptions> = JSON.parse(dataset.options ?? '{}');
  return { ...DEFAULTS, ...given };
}

function watch(root: HTMLElement, options: OverlayOptions, draw: (picture: Picture) => void): void {
  const shown = (live: Live) => {
    draw({ state: live.state, now: live.now(), noRace: live.noRace });
    drawStale(root, staleText(live.stale(), Date.now()));
  };
  const address = root.dataset.socket ?? `/ws/race/${root.dataset.race ?? ''}?overlay=1`;
  const live = watchRace({ address, delayMs: options.delay * 1000 }, shown);
  window.setInterval(() => shown(live), DRAW_EVERY_MS);
}

async function playDemo(url: string, draw: (picture: Picture) => void): Promise<void> {
  const log: ReplayLog = await (await fetch(url)).json();
  const started = log.race.started_at ?? 0;
  const playback = makePlayback(log.duration_ms, (t) =>
    draw({ state: replayAt(log, t), now: started + t, noRace: false }),
  );
  playback.speed(DEMO_SPEED);
  playback.rest(log.duration_ms * DEMO_BEGINS_AT);
  playback.play({ stepMs: DEMO_STEP_MS, againAfterMs: DEMO_PAUSE_MS });
}

function drawStale(root: HTMLElement, text: string): void {
  const stale = write('stale', text);
  if (stale !== null) stale.hidden = text === '';
  root.classList.toggle('is-stale', text !== '');
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
