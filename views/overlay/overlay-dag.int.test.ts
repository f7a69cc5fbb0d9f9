// The map overlay as a source in OBS, in Chromium: graphics cards that are reset, channels without a race, streams that are late, a
// server that goes away.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presentBlurred, presentGraph } from '../../server/present/graph-view.ts';
import { inventGraph } from '../../tools/demo-seeds/invent.ts';
import { findChromium, launchChromium } from '../../tools/testing/chromium.ts';
import { graphOf } from '../../tools/testing/graphs.ts';
import { at, drawn, type MapPage, openMapPage, snapshotOf } from './map/map-page.test-kit.ts';

const SMALL = { width: 800, height: 600 };
const invented = graphOf(inventGraph(7, 30));
let browser: Browser;

describe.skipIf(findChromium() === undefined)('the map overlay', () => {
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('paints itself anew when the graphics card was reset', async () => {
    const graph = presentGraph(invented);
    const map = await openMapPage(browser, SMALL);
    map.say(snapshotOf(at(graph, 0.4, 4)));
    await drawn(map, graph);
    const painted = await map.page.locator('.map-canvas').screenshot();
    await map.page.evaluate(`for (const canvas of document.querySelectorAll('.map-canvas canvas')) {
      canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    }`);
    await map.page.locator('.map-canvas[data-anew="1"]').waitFor({ state: 'attached' });
    await expect.poll(async () => (await map.page.locator('.map-canvas').screenshot()).equals(painted)).toBe(true);
    await map.close();
  });

  it('goes on without its picture while the graphics card stays away', async () => {
    const graph = presentGraph(invented);
    const map = await openMapPage(browser, SMALL);
    map.say(snapshotOf(at(graph, 0.4, 4)));
    await drawn(map, graph);
    const thrown: string[] = [];
    map.page.on('pageerror', ({ message }) => thrown.push(message));
    await map.page.evaluate(`(() => {
      const { prototype } = HTMLCanvasElement;
      const { getContext } = prototype;
      window.cardIsBack = () => { prototype.getContext = getContext; };
      const cards = [...document.querySelectorAll('.map-canvas canvas')].map((canvas) =>
        canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context'));
      prototype.getContext = function (kind, ...more) {
        if (!kind.includes('webgl')) return getContext.call(this, kind, ...more);
        document.body.dataset.refused = '1';
        return null;
      };
      for (const card of cards) card?.loseContext();
    })()`);
    await map.page.locator('body[data-refused]').waitFor({ state: 'attached' });
    const later = at(graph, 0.8, 4);
    map.say(snapshotOf(later));
    for (const { id, zone_id } of later.players) {
      await map.page
        .locator(`.positions tr[data-player="${id}"][data-node="${zone_id}"]`)
        .waitFor({ state: 'attached' });
    }
    map.down();
    await map.page.locator('#stale').filter({ hasText: 'Connection lost' }).waitFor();
    expect(thrown).toEqual([]);
    await map.page.evaluate('window.cardIsBack()');
    await map.page.locator('.map-canvas[data-anew="1"]').waitFor({ state: 'attached' });
    await map.close();
  });

  it('stays empty, without a complaint, where the graph is gone', async () => {
    const map = await openMapPage(browser, SMALL);
    const state = at(presentGraph(invented), 0.4, 4);
    map.say(snapshotOf({ ...state, graph: { nodes: [], edges: [] } }));
    await map.page.locator('.map[data-nodes="0"]').waitFor();
    expect(await map.page.locator('.map-mark').count()).toBe(0);
    expect(await map.page.locator('.positions tbody tr').count()).toBe(4);
    expect(map.complaints).toEqual([]);
    await map.close();
  });

  it('on a live address shows whatever race there is', async () => {
    const [first, second] = [presentGraph(invented), presentGraph(graphOf(inventGraph(9, 12)))];
    const map = await openMapPage(browser, SMALL);
    map.say({ type: 'no_race' });
    await map.page.locator('#clock').filter({ hasText: 'No race yet' }).waitFor();
    map.say(snapshotOf(at(first, 0.4, 4), 7));
    await drawn(map, first);
    await map.page.locator('#clock').waitFor({ state: 'hidden' });
    const next = at(second, 0.2, 3);
    map.say(snapshotOf({ ...next, race: { ...next.race, id: 'race-2' } }, 1));
    await drawn(map, second);
    expect(await map.page.locator('.map-mark[data-player]').count()).toBe(3);
    await map.close();
  });

  it('says why there is nothing to be seen', async () => {
    const map = await openMapPage(browser, SMALL);
    const state = at(presentGraph(invented), 0.4, 4);
    const blurred = { ...state, blurred: true, graph: presentBlurred(invented, 'race') };
    map.say(snapshotOf(blurred));
    await map.page.locator('#clock').filter({ hasText: 'The map is hidden while the race runs' }).waitFor();
    map.say(snapshotOf({ ...blurred, race: { ...state.race, status: 'cancelled' } }, 2));
    await map.page.locator('#clock').filter({ hasText: 'Cancelled' }).waitFor();
    map.say(snapshotOf({ ...blurred, race: { ...state.race, status: 'open' } }, 3));
    await map.page.locator('#clock').waitFor({ state: 'hidden' });
    await map.close();
  });

  it('of some players shows them alone, and crowns nobody who does not lead', async () => {
    const graph = presentGraph(invented);
    const state = at(graph, 0.4, 4);
    const [, second, third] = state.players;
    const names = [second?.name, third?.name.toUpperCase()];
    const map = await openMapPage(browser, { ...SMALL, options: { players: names } });
    map.say(snapshotOf(state));
    await drawn(map, graph);
    const marks = map.page.locator('.map-mark[data-player]');
    const shown = await marks.evaluateAll((all) => all.map((one) => one.getAttribute('data-player')));
    expect(shown.toSorted()).toEqual([second?.id, third?.id].toSorted());
    expect(await map.page.locator('.is-leader').count()).toBe(0);
    await map.close();
  });

  it('is as late as asked', async () => {
    const graph = presentGraph(invented);
    const map = await openMapPage(browser, { ...SMALL, options: { delay: 2 } });
    const said = await map.page.evaluate('performance.now()');
    map.say(snapshotOf(at(graph, 0.4, 4)));
    await drawn(map, graph);
    const shown = await map.page.evaluate('performance.now()');
    expect(Number(shown) - Number(said)).toBeGreaterThan(1_900);
    await map.close();
  });

  it('that is late keeps silent about the end of what it has yet to show', async () => {
    const graph = presentGraph(invented);
    const map = await openMapPage(browser, { ...SMALL, options: { delay: 2 } });
    await map.page.evaluate(`new MutationObserver(([{ target }]) => {
      if (!target.hidden) document.body.dataset.said = target.textContent;
    }).observe(document.getElementById('stale'), { attributes: true })`);
    await map.connected();
    map.say(snapshotOf(at(graph, 1, 4)));
    map.down(4004);
    await drawn(map, graph);
    expect(await map.page.evaluate('document.body.dataset.said')).toBeUndefined();
    await map.close();
  });

  const unknown = (map: MapPage) =>
    map.page.route('**/api/races/r', (route) =>
      route.fulfill({ status: 404, json: { error: { code: 'unknown_race', message: '' } } }),
    );

  it('asks for a race that cannot be had, and no more where the server knows none', async () => {
    const map = await openMapPage(browser, SMALL);
    await unknown(map);
    map.down();
    await map.page.locator('#stale').filter({ hasText: 'No longer live' }).waitFor();
    await map.close();
  });

  it('believes no 404 that is not our own, and comes back', async () => {
    const graph = presentGraph(invented);
    const map = await openMapPage(browser, SMALL);
    const asked = map.page.waitForResponse('**/api/races/r');
    map.down();
    await asked;
    map.say(snapshotOf(at(graph, 0.4, 4)));
    map.up();
    await drawn(map, graph);
    await map.page.locator('#stale').waitFor({ state: 'hidden' });
    await map.close();
  });

  it('with the key of a draft, which the public knows nothing of, comes back', async () => {
    const graph = presentBlurred(invented, 'race');
    const map = await openMapPage(browser, { ...SMALL, address: '/ws/race/r?overlay=1&key=k' });
    await unknown(map);
    map.down();
    // By now it would have asked.
    await map.page
      .locator('#stale')
      .filter({ hasText: /lost (0:(0[89]|[1-5]\d)|[1-9]\d?:\d\d) ago/ })
      .waitFor();
    map.say(snapshotOf({ ...at(presentGraph(invented), 0, 4), graph, blurred: true }));
    map.up();
    await drawn(map, graph);
    await map.close();
  });

  it('that follows the leaders names who is beside it, also when its size changes', async () => {
    const graph = presentGraph(graphOf(inventGraph(7, 5)));
    const map = await openMapPage(browser, { ...SMALL, options: { follow: true } });
    const state = at(graph, 0.9, 4);
    const [leader] = state.players;
    const last = graph.nodes.reduce((a, b) => (b.layer > a.layer ? b : a)).id;
    const start = graph.nodes.find(({ layer }) => layer === 0)?.id ?? '';
    const players = state.players.map((player) => ({
      ...player,
      status: 'playing' as const,
      zone_id: player === leader ? last : start,
    }));
    map.say(snapshotOf({ ...state, players }));
    await drawn(map, graph);
    await map.page.locator('.outside-left').waitFor();
    await map.page.setViewportSize({ width: 1920, height: 600 });
    await map.page.locator('.outside-left').waitFor({ state: 'hidden' });
    await map.close();
  });

  it('says that its picture is old, keeps it, and goes on when the server is back', async () => {
    const graph = presentGraph(invented);
    const map = await openMapPage(browser, SMALL);
    map.say(snapshotOf(at(graph, 0.4, 4)));
    await drawn(map, graph);
    map.down();
    await map.page.locator('#stale').filter({ hasText: 'Connection lost' }).waitFor();
    expect(await map.page.locator('.map-mark[data-player]').count()).toBe(4);
    const later = at(graph, 0.8, 4);
    map.say(snapshotOf(later));
    map.up();
    await map.page.locator('#stale').waitFor({ state: 'hidden' });
    for (const { id, zone_id } of later.players) {
      await map.page.locator(`.map-mark[data-player="${id}"][data-node="${zone_id}"]`).waitFor({ state: 'attached' });
    }
    await map.close();
  });
});
