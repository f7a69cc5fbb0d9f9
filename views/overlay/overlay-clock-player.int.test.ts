// The two small overlays for OBS in Chromium: the clock by the server's instant, and one player's place, layer, gap, time and deaths.
// Given what the socket says, then what is written there.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presentGraph } from '../../server/present/graph-view.ts';
import type { PagePlayer, PageRace, ToPage } from '../../server/present/wire/to-page.ts';
import { inventGraph } from '../../tools/demo-seeds/invent.ts';
import { findChromium, launchChromium } from '../../tools/testing/chromium.ts';
import { graphOf } from '../../tools/testing/graphs.ts';
import { at, type MapPage, openMapPage, snapshotOf } from './map/map-page.test-kit.ts';

const CLOCK = { kind: 'clock', width: 400, height: 120 } as const;
const PLAYER = { kind: 'player', width: 480, height: 120 } as const;
const HOUR = 3_600_000;
const usual = at(presentGraph(graphOf(inventGraph(7, 10))), 0.5, 4);
let browser: Browser;

describe.skipIf(findChromium() === undefined)('in Chromium', () => {
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  describe('the clock', () => {
    let overlay: MapPage;
    beforeAll(async () => {
      overlay = await openMapPage(browser, CLOCK);
    });
    afterAll(() => overlay.close());
    let version = 0;
    /** `now`: the server's. */
    const tell = (race: Partial<PageRace>, now = Date.now()) => {
      version += 1;
      const snapshot = snapshotOf({ ...usual, race: { ...usual.race, ...race } }, version);
      overlay.say({ ...snapshot, now } as ToPage);
    };
    const says = async (label: string, time: RegExp) => {
      const text = () =>
        Promise.all(['.clock-label', '#clock'].map((part) => overlay.page.locator(part).textContent()));
      await expect.poll(async () => (await text())[0]).toBe(label);
      await expect.poll(async () => (await text())[1]).toMatch(time);
    };

    it('waits for a race', async () => {
      overlay.say({ type: 'no_race' });
      await says('No race yet', /^$/);
      tell({ status: 'open', started_at: null });
      await says('Starts soon', /^$/);
    });
    it('counts down by the server’s clock, not by that of this machine', async () => {
      const now = Date.now() + 5 * HOUR;
      tell({ status: 'countdown', started_at: null, starts_at: now + HOUR + 600_000 }, now);
      await says('Starts in', /^1:(10:00|0\d:\d\d)$/);
    });
    it('tells the time of the race, then how long it took', async () => {
      const now = Date.now() - 5 * HOUR;
      tell({ status: 'running', started_at: now - 2 * HOUR }, now);
      await says('Race clock', /^2:0\d:\d\d$/);
      tell({ status: 'finished', started_at: now - 2 * HOUR, finished_at: now - HOUR - 1_000 }, now);
      await says('Final', /^59:59$/);
      tell({ status: 'cancelled' });
      await says('Cancelled', /^$/);
      expect(overlay.complaints).toEqual([]);
    });
  });

  describe('the overlay of one player', () => {
    const [first, second] = usual.players as [PagePlayer, PagePlayer];
    const ann = { ...first, name: 'Ann', status: 'playing', layer: 6, igt_ms: 900_000, gap_ms: 0 } as const;
    const ben = { ...second, name: 'Ben', status: 'playing', layer: 3, igt_ms: 912_000, death_count: 7 } as const;
    const players = (changes: Partial<PagePlayer> = {}) => [
      ann,
      { ...ben, gap_ms: 12_000, connected: false, ...changes },
    ];
    const shown = async (name: string, say: ToPage) => {
      const overlay = await openMapPage(browser, { ...PLAYER, options: { name } });
      overlay.say(say);
      const part = (one: string) => overlay.page.locator(`.player-${one}`).textContent();
      await expect.poll(() => part('name')).not.toBe('');
      const texts = await Promise.all(['place', 'name', 'layer', 'gap', 'igt', 'deaths'].map(part));
      expect(overlay.complaints).toEqual([]);
      await overlay.close();
      return texts.join(' | ');
    };
    const during = (changes: Partial<PagePlayer>) => snapshotOf({ ...usual, players: players(changes) });
    const finished = [
      { ...ann, status: 'finished', layer: 10 },
      { ...ben, status: 'finished', layer: 10 },
    ] as const;

    it.each([
      ['racing, asked for in other letters', 'bEN', during({}), '2. | Ben | 4/10 | +0:12 | 15:12 | 7'],
      ['finished', 'Ben', snapshotOf({ ...usual, players: finished }), '2. | Ben | [FIN] | +0:12 | 15:12 | 7'],
      ['out', 'Ben', during({ status: 'abandoned', gap_ms: null }), ' | Ben | 4/10 out |  | 15:12 | 7'],
      [
        'out before the first gate',
        'Ben',
        during({ status: 'abandoned', gap_ms: null, layer: 0, igt_ms: 0, death_count: 0 }),
        ' | Ben | out |  |  | ',
      ],
      ['before the start', 'Ben', during({ status: 'registered', gap_ms: null }), ' | Ben | not ready |  |  | '],
      ['not in the race', 'Zoe', during({}), ' | Zoe | not in this race |  |  | '],
      ['of a channel without a race', 'Ben', { type: 'no_race' } as const, ' | No race yet |  |  |  | '],
    ])('%s', async (_when, name, say, texts) => expect(await shown(name, say)).toBe(texts));

    it('is the leader’s without a name', async () => {
      const leader = [{ ...ann, connected: false }, ben];
      expect(await shown('', snapshotOf({ ...usual, players: leader }))).toBe(
        `1. | Ann | 7/10 |  | 15:00 | ${ann.death_count}`,
      );
    });
  });
});
