// The map overlay in a real browser without a server: its built files from the disk, its socket played by the test. What a
// test wants to know is read from the page's elements and attributes, never from pixels.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import type { PageGraph, ToPage } from '../../../server/present/wire/to-page.ts';
import { ensureViewsBuilt } from '../../../tools/build.ts';
import type { Watched } from '../race-state.ts';
import { replayAt } from '../replay.ts';
import { inventRace } from './invented.test-kit.ts';

const BUILT = join(import.meta.dirname, '../../static/built');
const ORIGIN = 'http://overlay.test';
/** As the server's (server/http/headers.ts). */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws://overlay.test";

export type MapPage = {
  readonly page: Page;
  /** What the console said and what was thrown. */
  readonly complaints: readonly string[];
  /** To every connection there is; a snapshot also to those that come later. */
  say(message: ToPage): void;
  /** Drops the connections, with this code, and lets no other in until `up`. */
  down(code?: number): void;
  up(): void;
  /** Resolves when it has a connection. */
  connected(): Promise<void>;
  close(): Promise<void>;
};

export type MapPageOptions = {
  readonly kind?: 'dag' | 'clock' | 'leaderboard' | 'player';
  /** Of its socket. */
  readonly address?: string;
  readonly width: number;
  readonly height: number;
  readonly options?: object;
  readonly reducedMotion?: 'reduce' | 'no-preference';
};

export async function openMapPage(browser: Browser, given: MapPageOptions): Promise<MapPage> {
  await ensureViewsBuilt();
  const { kind = 'dag', width, height, options = {}, reducedMotion = 'no-preference' } = given;
  const { address = '/ws/race/r?overlay=1' } = given;
  const manifest: Record<string, string> = JSON.parse(await readFile(join(BUILT, 'manifest.json'), 'utf8'));
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (said) => {
    if (said.type() === 'error') complaints.push(said.text());
  });
  const html = `<!doctype html><html lang="en" class="overlay"><head><title>Map</title>
<link rel="stylesheet" href="/${manifest['overlay.css']}"><script src="/${manifest[`overlay-${kind}.js`]}" defer></script></head>
<body><div id="overlay" class="overlay-${kind}" data-kind="${kind}" data-socket="${address}" data-options='${JSON.stringify(options)}'>
<div class="overlay-head"><span id="clock"></span></div><table class="board"><tbody></tbody></table><p class="overlay-stale" id="stale" hidden></p></div></body></html>`;
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') {
      await route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': POLICY }, body: html });
    } else if (Object.values(manifest).includes(pathname.slice(1)))
      await route.fulfill({ path: join(BUILT, pathname) });
    else await route.fulfill({ status: 404 });
  });
  const sockets = new Set<WebSocketRoute>();
  let last: ToPage | undefined;
  let away = false;
  let isConnected = () => {};
  const connected = new Promise<void>((resolve) => {
    isConnected = resolve;
  });
  await page.routeWebSocket(/\/ws\//, async (socket) => {
    if (away) return await socket.close({ code: 1013 });
    sockets.add(socket);
    isConnected();
    socket.onMessage(() => {});
    if (last !== undefined) socket.send(JSON.stringify(last));
  });
  await page.goto(`${ORIGIN}/`);
  return {
    page,
    complaints,
    say(message) {
      if (message.type === 'race_state' || message.type === 'no_race') last = message;
      for (const socket of sockets) socket.send(JSON.stringify(message));
    },
    down(code = 1001) {
      away = true;
      for (const socket of sockets) void socket.close({ code });
      sockets.clear();
    },
    up() {
      away = false;
    },
    connected: () => connected,
    close: () => page.close(),
  };
}

/** A moment of a race as the socket would tell it. */
export const snapshotOf = (state: Watched, version = 1, graph: PageGraph = state.graph): ToPage => ({
  type: 'race_state',
  version,
  now: Date.now(),
  delay_ms: 0,
  race: state.race,
  seed: { graph_json: graph, total_layers: state.totalLayers, blurred: state.blurred },
  participants: [...state.players],
});

/** Until the map has this graph. */
export const drawn = ({ page }: MapPage, graph: PageGraph) =>
  page.locator(`.map[data-nodes="${graph.nodes.length}"][data-edges="${graph.edges.length}"]`).waitFor();

/** An invented race after this part of it. */
export function at(graph: PageGraph, part: number, players = 8): Watched {
  const log = inventRace(graph, players, 3);
  return replayAt(log, log.duration_ms * part);
}
