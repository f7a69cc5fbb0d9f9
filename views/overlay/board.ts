// Draws the leaderboard into the table that the server rendered (views/fragments/board.eta, board-row.eta): the same cells,
// the same texts. Text goes in as text only. Rows keep their identity, so that a change of order can be seen to move.

import type { PagePlayer } from '../../server/present/wire/to-page.ts';
import { element } from './dom.ts';
import { formatBehind, formatDuration, formatGap, formatProgress } from './format.ts';
import { igtNow, isNamed, type Watched } from './race-state.ts';

const MOVE_MS = 350;

export type BoardOptions = {
  readonly table: HTMLElement;
  /** Rows shown at most. */
  readonly lines: number;
  readonly colors: number;
  /** Only players of these names, at their places; absent or empty: all. */
  readonly names?: readonly string[];
};

/** `now` as in `igtNow`. Cheap when nothing changed: a text is only written where it differs. */
export function drawBoard({ table, lines, colors, names = [] }: BoardOptions, state: Watched, now: number): void {
  const body = table.querySelector('tbody');
  if (body === null) return;
  const players = state.players.filter(({ name }) => isNamed(names, name)).slice(0, lines);
  const rows = new Map([...body.rows].map((row) => [row.dataset.id ?? '', row]));
  const wanted = players.map((player) => rows.get(player.id) ?? newRow(player, colors, state.totalLayers));
  arrange(body, wanted);
  players.forEach((player, at) => {
    const row = wanted[at];
    if (row !== undefined) fill(row, player, state.players.indexOf(player), state, now);
  });
  const empty = table.querySelector<HTMLElement>('.empty');
  if (empty !== null) empty.hidden = players.length > 0;
}

function fill(row: HTMLElement, player: PagePlayer, index: number, state: Watched, now: number): void {
  const { status } = player;
  const ranked = status === 'playing' || status === 'finished';
  const out = status === 'abandoned' && player.igt_ms > 0;
  const over = state.race.status === 'finished';
  const offline = !over && !player.connected && (status === 'ready' || status === 'playing');
  const leader = index === 0 && status === 'playing';
  const className = `row is-${status}${leader ? ' is-leader' : ''}${offline ? ' is-offline' : ''}`;
  if (row.className !== className) row.className = className;
  write(row, '.place', ranked ? String(index + 1) : '');
  write(row, '.name', player.name);
  write(row, '.off', offline ? 'offline' : '');
  write(row, '.notes', player.notes.join(' · '));
  write(row, '.layer', layerText(player, out, state.totalLayers));
  write(row, '.igt', ranked || out ? formatDuration(igtNow(state, player, now)) : '');
  write(row, '.gap', gapText(player, state));
  write(row, '.deaths', ranked || out ? String(player.death_count) : '');
  const bar = row.querySelector('progress');
  // Another seed has other layers.
  if (bar !== null && bar.max !== state.totalLayers) bar.max = state.totalLayers;
  if (bar !== null && bar.value !== player.layer) bar.value = player.layer;
}

/** Behind the winner by result; while racing as the server says. */
function gapText(player: PagePlayer, state: Watched): string {
  if (player.status === 'playing') return formatGap(player.gap_ms);
  return player.status === 'finished' ? formatBehind(player.igt_ms, state.players[0]?.igt_ms ?? 0) : '';
}

function layerText(player: PagePlayer, out: boolean, total: number): string {
  if (player.status === 'finished') return '[FIN]';
  return player.status === 'playing' || out ? formatProgress(player.layer, total) : '';
}

function write(row: HTMLElement, cell: string, text: string): void {
  const element = row.querySelector(cell);
  if (element !== null && element.textContent !== text) element.textContent = text;
}

/** Puts the rows in order and lets those that moved slide there; nothing moves for who asked for less motion. */
function arrange(body: HTMLTableSectionElement, wanted: readonly HTMLTableRowElement[]): void {
  const same = body.rows.length === wanted.length && wanted.every((row, index) => body.rows[index] === row);
  if (same) return;
  const before = new Map([...body.rows].map((row) => [row, row.getBoundingClientRect().top]));
  body.replaceChildren(...wanted);
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  for (const row of wanted) {
    const was = before.get(row);
    const by = was === undefined ? 0 : was - row.getBoundingClientRect().top;
    if (by === 0) continue;
    row.animate([{ transform: `translateY(${by}px)` }, { transform: 'none' }], {
      duration: MOVE_MS,
      easing: 'ease-out',
    });
  }
}

function newRow(player: PagePlayer, colors: number, total: number): HTMLTableRowElement {
  const color = `c${player.color % colors}`;
  const row = document.createElement('tr');
  row.setAttribute('role', 'row');
  row.dataset.id = player.id;
  const head = element('th', 'player');
  head.setAttribute('scope', 'row');
  head.setAttribute('role', 'rowheader');
  const dot = element('span', `dot ${color}`);
  dot.setAttribute('aria-hidden', 'true');
  head.append(dot, element('span', 'name'), element('span', 'notes'), element('span', 'off'));
  const bar = document.createElement('progress');
  bar.className = `bar ${color}`;
  bar.max = total;
  bar.value = 0;
  bar.setAttribute('aria-hidden', 'true');
  const way = element('td', 'way');
  way.append(bar);
  const numbers = ['layer', 'igt', 'gap', 'deaths'].map((name) => element('td', `num ${name}`));
  const place = element('td', 'place');
  for (const cell of [place, way, ...numbers]) cell.setAttribute('role', 'cell');
  row.append(place, head, way, ...numbers);
  return row;
}
