// The leaderboard overlay for OBS in Chromium: its rows stay while the race changes below them.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presentBlurred, presentGraph } from '../../server/present/graph-view.ts';
import { inventGraph } from '../../tools/demo-seeds/invent.ts';
import { findChromium, launchChromium } from '../../tools/testing/chromium.ts';
import { graphOf } from '../../tools/testing/graphs.ts';
import { at, openMapPage, snapshotOf } from './map/map-page.test-kit.ts';

let browser: Browser;

describe.skipIf(findChromium() === undefined)('the leaderboard overlay', () => {
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('has bars as long as the way of the seed that was drawn last', async () => {
    const [first, second] = [graphOf(inventGraph(7, 10)), graphOf(inventGraph(9, 18))];
    const overlay = await openMapPage(browser, { kind: 'leaderboard', width: 400, height: 600 });
    const open = at(presentGraph(first), 0, 3);
    const race = { ...open.race, status: 'open', started_at: null } as const;
    overlay.say(snapshotOf({ ...open, race, graph: presentBlurred(first, 'r'), totalLayers: 10 }));
    const bars = () => overlay.page.locator('progress').evaluateAll((all) => all.map((bar) => Reflect.get(bar, 'max')));
    await expect.poll(bars).toEqual([10, 10, 10]);
    overlay.say(snapshotOf({ ...open, race, graph: presentBlurred(second, 'r'), totalLayers: 18 }, 2));
    await expect.poll(bars).toEqual([18, 18, 18]);
    expect(overlay.complaints).toEqual([]);
    await overlay.close();
  });
});
