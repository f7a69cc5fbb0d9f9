// The map in Chromium, drawn by software: every real graph (where the folder beside the project is there) and an invented one.
// Given what the socket says, then what is to be seen where.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presentBlurred, presentGraph } from '../../../server/present/graph-view.ts';
import type { PageGraph, PagePlayer } from '../../../server/present/wire/to-page.ts';
import { inventGraph } from '../../../tools/demo-seeds/invent.ts';
import { findChromium, launchChromium } from '../../../tools/testing/chromium.ts';
import { graphOf, realGraph, realGraphs } from '../../../tools/testing/graphs.ts';
import { followedColumns, followView } from './follow.ts';
import { type Box, isWithin, meet, overlap, type Point, turned } from './geometry.ts';
import { KINDS } from './kinds.ts';
import { at, drawn, type MapPage, openMapPage, snapshotOf } from './map-page.test-kit.ts';
import { makePlan, type Plan } from './plan.ts';
import { storiesOf } from './visits.ts';

const BROADCAST = { width: 1920, height: 1080 };
const SMALL = { width: 800, height: 600 };
/** Half a pixel of rounding. */
const NEAR_PX = 1;

const invented = graphOf(inventGraph(7, 30));
let browser: Browser;

const BOXES = `(selector) => [...document.querySelectorAll(selector)].map((one) => {
  const { x, y, width, height } = one.getBoundingClientRect();
  return { node: one.dataset.node, player: one.dataset.player, x, y, width, height };
})`;
/** Names as they are turned, half a pixel smaller at each side: positions are rounded. */
const TURNED = `(selector) => [...document.querySelectorAll(selector)].map((one) => {
  const { transform, width, height } = getComputedStyle(one);
  const { a, b, e, f } = new DOMMatrix(transform);
  const box = { x: e + 0.5, y: f + 0.5, width: parseFloat(width) - 1, height: parseFloat(height) - 1 };
  return { box, turn: Math.atan2(b, a) };
})`;
type Found = Box & { readonly node: string; readonly player: string };
const boxes = ({ page }: MapPage, selector: string): Promise<readonly Found[]> =>
  page.evaluate(`(${BOXES})(${JSON.stringify(selector)})`);
type Name = { readonly box: Box; readonly turn: number };
const labelsOf = ({ page }: MapPage): Promise<readonly Name[]> => page.evaluate(`(${TURNED})('.map-label')`);
/** How far a point is from a turned box. */
function distance({ box, turn }: Name, { x, y }: Point): number {
  const [dx, dy] = [x - box.x - box.width / 2, y - box.y - box.height / 2];
  const along = Math.abs(dx * Math.cos(turn) + dy * Math.sin(turn)) - box.width / 2;
  const aside = Math.abs(dy * Math.cos(turn) - dx * Math.sin(turn)) - box.height / 2;
  return Math.hypot(Math.max(0, along), Math.max(0, aside));
}
/** How many pictures were painted, and how often it was thought about. */
const effort = ({ page }: MapPage): Promise<string> =>
  page.evaluate(`(({ frames, updates }) => frames + ' ' + updates)(document.querySelector('.map').dataset)`);
/** By node, as the signs say it. */
const deathsOn = ({ page }: MapPage): Promise<Readonly<Record<string, string>>> =>
  page.evaluate(`Object.fromEntries(
    [...document.querySelectorAll('.map-deaths')].map((one) => [one.dataset.node, one.textContent]))`);
/** Where a sign would cover a station there is none. */
function expectDeaths(signs: Readonly<Record<string, string>>, players: readonly PagePlayer[]): void {
  const died = [...storiesOf(players)].filter(([, { deaths }]) => deaths > 0);
  expect(died.length).toBeGreaterThan(0);
  expect(Object.keys(signs).length).toBeGreaterThan(died.length * 0.8);
  expect(Object.fromEntries(died.map(([node, { deaths }]) => [node, String(deaths)]))).toMatchObject(signs);
}
/** Above its station, not on it, and nowhere else. */
function expectAt(plan: Plan, mark: Found, node: string, shift = 0): void {
  const station = plan.nodes.get(node);
  if (station === undefined) throw new Error(`no station ${node}`);
  const [dx, dy] = [mark.x + mark.width / 2 + shift - station.at.x, mark.y + mark.height / 2 - station.at.y];
  expect(dy).toBeLessThan(0);
  expect(Math.hypot(dx, dy)).toBeGreaterThan(station.radius + plan.marker);
  expect(Math.hypot(dx, dy)).toBeLessThan(station.radius + plan.marker * 3);
}

describe.skipIf(findChromium() === undefined)('the map in Chromium', () => {
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  describe.each([BROADCAST, SMALL])('at $width × $height', (size) => {
    let map: MapPage;
    beforeAll(async () => {
      map = await openMapPage(browser, { ...size, options: { legend: false } });
    });
    afterAll(() => map.close());
    const real = realGraphs();
    const graphs = real.length > 0 ? real : ['invented'];

    it.each(graphs)('%s: names cover neither each other nor a station, and players stand at theirs', async (path) => {
      const graph = presentGraph(path === 'invented' ? invented : realGraph(path));
      const state = at(graph, 0.5, 16);
      map.say(snapshotOf({ ...state, race: { ...state.race, id: path } }));
      await map.page.locator(`#overlay[data-shown="${path}"]`).waitFor();
      await drawn(map, graph);
      const plan = makePlan(graph, size, 1);
      const labels = await labelsOf(map);
      expect(labels.length).toBeGreaterThan(graph.nodes.length * (size === BROADCAST ? 0.9 : 0.75));
      const places = labels.map(({ box, turn }) => turned(box, turn));
      for (const [index, place] of places.entries()) {
        expect(place.corners.every((corner) => isWithin(corner, size))).toBe(true);
        expect(places.slice(index + 1).filter((other) => meet(place, other))).toEqual([]);
      }
      for (const { at, radius, name } of plan.nodes.values()) {
        const nearest = Math.min(...labels.map((label) => distance(label, at)));
        expect(nearest, name).toBeGreaterThan(radius - NEAR_PX);
      }
      const marks = (await boxes(map, '.map-mark[data-player]')).toSorted((a, b) => (a.player < b.player ? -1 : 1));
      expect(marks.map(({ player, node }) => [player, node])).toEqual(
        state.players.map(({ id, zone_id }) => [id, zone_id]).toSorted(),
      );
      for (const mark of marks) expectAt(plan, mark, mark.node);
      expectDeaths(await deathsOn(map), state.players);
      expect(map.complaints).toEqual([]);
    });
  });

  it('a player who passes a gate moves to the next station; the table and the leader follow', async () => {
    const graph = presentGraph(invented);
    const map = await openMapPage(browser, BROADCAST);
    const state = at(graph, 0.3, 4);
    map.say(snapshotOf(state));
    await drawn(map, graph);
    const [leader, second] = state.players as [PagePlayer, PagePlayer];
    expect(await leads(map)).toBe(leader.id);
    const moved = onward(graph, second, 6);
    map.say({ type: 'player_update', version: 2, player: moved });
    await map.page.locator(`.map-mark.moves[data-player="${second.id}"]`).waitFor();
    await map.page.locator(`.map-mark:not(.moves)[data-player="${second.id}"]`).waitFor();
    const [mark] = await boxes(map, `.map-mark[data-player="${second.id}"]`);
    if (mark === undefined) throw new Error('the marker is gone');
    expectAt(makePlan(graph, BROADCAST, 1), mark, moved.zone_id ?? '');
    map.say({
      type: 'leaderboard_update',
      version: 3,
      participants: [moved, ...state.players.filter((one) => one !== second)],
    });
    await map.page.locator(`.map-mark.is-leader[data-player="${second.id}"]`).waitFor();
    const row = map.page.locator(`.positions tr[data-player="${second.id}"]`);
    expect(await row.getAttribute('data-node')).toBe(moved.zone_id);
    expect(map.complaints).toEqual([]);
    await map.close();
  });

  it('nothing travels for who asked for less motion', async () => {
    const graph = presentGraph(invented);
    const map = await openMapPage(browser, { ...BROADCAST, reducedMotion: 'reduce' });
    const state = at(graph, 0.3, 3);
    map.say(snapshotOf(state));
    await drawn(map, graph);
    await map.page.evaluate(`new MutationObserver((all) => {
      if (all.some((one) => one.target.classList.contains('moves'))) document.body.dataset.moved = '1';
    }).observe(document.querySelector('.map-marks'), { subtree: true, attributes: true, attributeFilter: ['class'] })`);
    const [player] = state.players as [PagePlayer];
    const moved = onward(graph, player, 1);
    map.say({ type: 'player_update', version: 2, player: moved });
    await map.page.locator(`.map-mark[data-player="${player.id}"][data-node="${moved.zone_id}"]`).waitFor();
    const [mark] = await boxes(map, `.map-mark[data-player="${player.id}"]`);
    if (mark === undefined) throw new Error('the marker is gone');
    expectAt(makePlan(graph, BROADCAST, 1), mark, moved.zone_id ?? '');
    expect(await map.page.evaluate('document.body.dataset.moved')).toBeUndefined();
    await map.close();
  });

  it('draws nothing while nothing changes on it', async () => {
    const graph = presentGraph(invented);
    const map = await openMapPage(browser, BROADCAST);
    const state = at(graph, 0.4, 8);
    map.say(snapshotOf(state));
    await drawn(map, graph);
    const before = await effort(map);
    const [player] = state.players as [PagePlayer];
    for (let tick = 1; tick <= 20; tick += 1) {
      map.say({ type: 'tick', players: [[player.id, player.igt_ms + tick * 250, player.death_count]] });
    }
    map.say({ type: 'race_status_change', version: 2, status: 'finished' });
    await map.page.locator('#overlay[data-status="finished"]').waitFor();
    expect(await effort(map)).toBe(before);
    await map.close();
  });

  it('five on one station are a badge with their number, four are a fan', async () => {
    const graph = presentGraph(graphOf(inventGraph(7, 10)));
    const map = await openMapPage(browser, BROADCAST);
    map.say(snapshotOf(at(graph, 0, 5)));
    await drawn(map, graph);
    await map.page.locator('.badge[data-count="5"]').waitFor();
    expect(await map.page.locator('.map-mark:not(.badge):visible').count()).toBe(0);
    map.say(snapshotOf(at(graph, 0, 4), 2));
    await map.page.locator('.badge').waitFor({ state: 'detached' });
    const marks = await boxes(map, '.map-mark[data-player]');
    expect(marks).toHaveLength(4);
    const plan = makePlan(graph, BROADCAST, 1);
    for (const mark of marks) expectAt(plan, mark, mark.node);
    await map.close();
  });

  it('follow keeps the leader in view and names who is not', async () => {
    const graph = presentGraph(invented);
    const map = await openMapPage(browser, { ...BROADCAST, options: { follow: true } });
    const state = at(graph, 0.6, 8);
    const [leader] = state.players as [PagePlayer];
    const last: PagePlayer = {
      ...(state.players[1] ?? leader),
      zone_id: graph.nodes[0]?.id ?? '',
      layer: 0,
      path: [graph.nodes[0]?.id ?? ''],
      path_from: [null],
      path_igt_ms: [0],
      path_deaths: [0],
    };
    map.say(snapshotOf({ ...state, players: [leader, ...state.players.slice(2), last] }));
    await drawn(map, graph);
    const [mark] = await boxes(map, `.map-mark[data-player="${leader.id}"]`);
    if (mark === undefined) throw new Error('the leader is not on the map');
    expect(turned(mark).corners.every((corner) => isWithin(corner, BROADCAST))).toBe(true);
    const plan = makePlan(graph, BROADCAST, 1, followedColumns(BROADCAST, 1));
    const view = followView(plan, [{ node: leader.zone_id, state: 'playing' } as never]);
    expectAt(plan, mark, leader.zone_id ?? '', view.center.x - BROADCAST.width / 2);
    const away = map.page.locator('.outside-left');
    expect(await away.getAttribute('data-players')).toContain(last.id);
    expect(await away.textContent()).toContain(last.name);
    await map.close();
  });

  it.each([1, 2])(
    'the legend names every kind beside its shape, below the map, at %i times the size',
    async (scale) => {
      const graph = presentGraph(invented);
      const map = await openMapPage(browser, { ...SMALL, options: { scale } });
      map.say(snapshotOf(at(graph, 0.5, 4)));
      await drawn(map, graph);
      const legend = map.page.locator('.map-legend');
      expect(await legend.locator('li').allTextContents()).toEqual(Object.values(KINDS).map(({ label }) => label));
      const shapes = await legend.locator('path').evaluateAll((all) => all.map((one) => one.getAttribute('d')));
      expect(new Set(shapes).size).toBe(Object.keys(KINDS).length);
      const [box, ground] = [await legend.boundingBox(), await map.page.locator('.map').boundingBox()];
      if (box === null || ground === null) throw new Error('it is not to be seen');
      expect(overlap(box, ground)).toBe(false);
      expect(isWithin({ x: box.x + box.width, y: box.y + box.height }, SMALL)).toBe(true);
      await map.close();
    },
  );

  it('a blurred map has the shape and nothing else', async () => {
    const graph = presentBlurred(invented, 'race');
    const map = await openMapPage(browser, BROADCAST);
    const state = at(presentGraph(invented), 0.5, 4);
    const players = state.players.map((one) => ({
      ...one,
      zone_id: null,
      path: [],
      path_from: [],
      path_igt_ms: [],
      path_deaths: [],
    }));
    map.say(snapshotOf({ ...state, graph, blurred: true, players }));
    await drawn(map, graph);
    expect(await map.page.locator('.map-legend').isHidden()).toBe(true);
    expect(await map.page.locator('.map').getAttribute('data-blurred')).toBe('true');
    expect(await map.page.locator('.map-label, .map-mark, .map-deaths').count()).toBe(0);
    await map.close();
  });
});

const leads = ({ page }: MapPage): Promise<string> =>
  page.evaluate(`document.querySelector('.map-mark.is-leader').dataset.player`);

/** The player a gate further, so many layers ahead on the board. */
function onward(graph: PageGraph, player: PagePlayer, layers: number): PagePlayer {
  const next = graph.edges.find((edge) => edge.from === player.zone_id)?.to;
  if (next === undefined) throw new Error('no way leads on');
  return {
    ...player,
    zone_id: next,
    layer: player.layer + layers,
    path: [...player.path, next],
    path_from: [...player.path_from, player.path.length - 1],
    path_igt_ms: [...player.path_igt_ms, player.igt_ms + 1000],
    path_deaths: [...player.path_deaths, 0],
  };
}
