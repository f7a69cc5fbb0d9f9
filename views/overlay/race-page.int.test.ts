// The map on the page of a race, in Chromium with the real pages: what is shown to whom, zones by keyboard, the replay, the form
// for overlays, and nothing that axe finds.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ParticipantId, RaceId } from '../../server/race/ids.ts';
import { findings, useBrowser } from '../../tools/testing/browser.ts';
import { findChromium } from '../../tools/testing/chromium.ts';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';

const system = { kind: 'system' } as const;
const report = { place: null, deaths: 0, happenedAt: null } as const;
let house: WebHouse;

describe.skipIf(findChromium() === undefined)("the map on a race's page", () => {
  const browser = useBrowser({ viewport: { width: 1440, height: 900 } });
  const { complaints } = browser;
  beforeAll(async () => {
    house = await openWebHouse();
  });
  afterAll(() => house.close());

  const open = (path: string, colorScheme: 'light' | 'dark' = 'light') =>
    browser.open(`${house.base}${path}`, { colorScheme });

  /** As somebody who said that they do not race. */
  async function seeing(race: RaceId): Promise<Page> {
    const page = await open(`/race/${race}`);
    await page.getByRole('button', { name: 'I am not racing' }).click();
    await page.locator('.map[data-blurred="false"]').waitFor();
    return page;
  }

  it('is blurred before the start and for who has not said that they do not race; then shows everybody', async () => {
    const { race, ann } = await running([3, 5]);
    const page = await open(`/race/${race}`);
    await page.locator('.map[data-blurred="true"]').waitFor();
    expect(await page.locator('.map-label, .map-mark, .map-zone').count()).toBe(0);
    await page.getByRole('button', { name: 'I am not racing' }).click();
    await page.locator('.map[data-blurred="false"]').waitFor();
    const node = await page.locator(`.map-mark[data-player="${ann}"]`).getAttribute('data-node');
    expect(house.graph.nodes[node as keyof typeof house.graph.nodes]?.layer).toBe(3);
    expect(complaints).toEqual([]);
  });

  it('zones are reached by keyboard and tell who passed', async () => {
    const { race } = await running([3, 5]);
    const page = await seeing(race);
    const start = house.graph.nodes[house.graph.start];
    await page.locator(`.map-zone[data-node="${house.graph.start}"]`).focus();
    expect(await page.locator('.map-zone[tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('Enter');
    const story = page.locator('#zone-story');
    await story.getByRole('heading', { name: start?.displayName ?? '' }).waitFor();
    expect(await story.locator('tbody tr').count()).toBe(2);
    await page.keyboard.press('ArrowRight');
    const next = await page.evaluate(`document.activeElement.dataset.node`);
    expect(house.graph.nodes[next as keyof typeof house.graph.nodes]?.layer).toBe(1);
    await page.keyboard.press('Enter');
    await page.locator(`#zone-story[data-node="${next}"]`).waitFor();
    await story.getByRole('button', { name: 'Close' }).click();
    expect(await story.isHidden()).toBe(true);
    expect(await page.evaluate(`document.activeElement.dataset.node`)).toBe(next);
  });

  it('what is told of a zone stays under the pointer and the keyboard while the race goes on', async () => {
    const { race, ann } = await running([3, 5]);
    const page = await seeing(race);
    await page.locator(`.map-zone[data-node="${house.graph.start}"]`).click();
    const close = page.locator('#zone-story').getByRole('button', { name: 'Close' });
    await close.focus();
    const mark = page.locator(`.map-mark[data-player="${ann}"]`);
    const before = await mark.getAttribute('data-node');
    const next = house.graph.edges.find((edge) => edge.from === before)?.to ?? '';
    await house.ask(race, {
      type: 'report',
      participant: ann,
      subject: { kind: 'zone', zone: next },
      igtMs: 90_000,
      ...report,
    });
    await page.locator(`.map-mark[data-player="${ann}"][data-node="${next}"]`).waitFor({ state: 'attached' });
    expect(await close.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('arrow keys lead to the next zone also after the window became smaller', async () => {
    const { race } = await running([3]);
    const page = await seeing(race);
    const start = page.locator(`.map-zone[data-node="${house.graph.start}"]`);
    const last = Object.values(house.graph.nodes).reduce((a, b) => (b.layer > a.layer ? b : a));
    const end = page.locator(`.map-zone[data-node="${last.id}"]`);
    const before = await end.boundingBox();
    await page.setViewportSize({ width: 480, height: 800 });
    await expect.poll(async () => (await end.boundingBox())?.x).not.toBe(before?.x);
    await start.focus();
    for (let layer = 1; layer <= last.layer; layer += 1) {
      await page.keyboard.press('ArrowRight');
      const node = await page.evaluate(`document.activeElement.dataset.node`);
      expect(house.graph.nodes[node as keyof typeof house.graph.nodes]?.layer).toBe(layer);
    }
  });

  it('can be made larger and smaller again', async () => {
    const { race } = await running([3]);
    const page = await seeing(race);
    const zone = page.locator(`.map-zone[data-node="${house.graph.start}"]`);
    const before = await zone.boundingBox();
    await page.getByRole('button', { name: 'Larger' }).click();
    await page.locator('.map[data-zoom="1.5"]').waitFor();
    await page.getByRole('button', { name: 'Whole map' }).click();
    await page.locator('.map[data-zoom="1"]').waitFor();
    expect(await zone.boundingBox()).toEqual(before);
  });

  it('is dragged by a station without asking about it', async () => {
    const { race } = await running([3]);
    const page = await seeing(race);
    await page.getByRole('button', { name: 'Larger' }).click();
    await page.locator('.map[data-zoom="1.5"]').waitFor();
    // The one nearest to the middle of what is seen.
    const nearest: string = await page.evaluate(`(() => {
      const middle = (one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      };
      const goal = middle(document.querySelector('#map'));
      const far = (one) => Math.hypot(middle(one).x - goal.x, middle(one).y - goal.y);
      return [...document.querySelectorAll('.map-zone')].sort((a, b) => far(a) - far(b))[0].dataset.node;
    })()`);
    const zone = page.locator(`.map-zone[data-node="${nearest}"]`);
    await zone.hover();
    const before = await zone.boundingBox();
    if (before === null) throw new Error('it is not to be seen');
    const [x, y] = [before.x + before.width / 2, before.y + before.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 40, y, { steps: 4 });
    await page.mouse.up();
    expect((await zone.boundingBox())?.x).toBeGreaterThan(before.x + 30);
    const story = page.locator('#zone-story');
    expect(await story.isHidden()).toBe(true);
    await zone.press('Enter');
    await story.waitFor();
    await story.getByRole('button', { name: 'Close' }).click();
    await zone.click();
    await story.waitFor();
  });

  it('the replay of a race that is over goes to any moment, plays, and back to the results', async () => {
    const { race, ann } = await running([4, 6]);
    await house.ask(race, { type: 'end', by: system });
    const page = await open(`/race/${race}`);
    const replay = page.locator('#replay');
    await replay.waitFor();
    const where = () => page.locator(`#map-positions tr[data-player="${ann}"]`).getAttribute('data-node');
    const end = await where();
    const slider = replay.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.locator('#race-map[data-status="running"]').waitFor();
    expect(await where()).toBe(house.graph.start);
    await replay.locator('select').selectOption('1');
    await replay.getByRole('button', { name: 'Play' }).click();
    await replay.getByRole('button', { name: 'Pause' }).click();
    await replay.and(page.locator('[data-playing="false"]')).waitFor();
    await replay.locator('select').selectOption('120');
    // Over in about a second: whether it says "Pause" meanwhile is no longer to be seen on a slow machine.
    await replay.getByRole('button', { name: 'Play' }).click();
    await page.locator('#race-map[data-status="finished"]').waitFor();
    expect(await where()).toBe(end);
    await replay.getByRole('button', { name: 'Back to the results' }).click();
    expect(await replay.getByRole('button', { name: 'Back to the results' }).isHidden()).toBe(true);
    await page.locator('#map-splits summary').click();
    expect(await page.locator(`.splits tr[data-player="${ann}"] td`).allTextContents()).toEqual(
      expect.arrayContaining(['0:15 ★', '0:30 ★']),
    );
    expect(complaints).toEqual([]);
  });

  it('the replay follows what a judge decides', async () => {
    const { race, ann } = await running([4, 6]);
    await house.ask(race, { type: 'report', participant: ann, subject: { kind: 'finish' }, igtMs: 99_000, ...report });
    await house.ask(race, { type: 'end', by: system });
    const page = await open(`/race/${race}`);
    await page.locator('#map-splits summary').click();
    await page.locator(`.splits tbody tr:first-child[data-player="${ann}"]`).filter({ hasText: '1:39' }).waitFor();
    const { id: user, name } = await house.user('Olga');
    const again = page.waitForResponse(`${house.base}/api/races/${race}/replay`);
    await house.ask(race, { type: 'disqualify', participant: ann, reason: 'a test', by: { kind: 'user', user, name } });
    const { players } = await (await again).json();
    expect(players[0]).toMatchObject({ id: ann, status: 'abandoned', reason: 'disqualified' });
  });

  it('the replay is gone when somebody was restored and the race goes on, and there anew at its end', async () => {
    const { race, ann } = await running([4, 6]);
    await house.ask(race, { type: 'end', by: system });
    const page = await open(`/race/${race}`);
    const replay = page.locator('#replay');
    await replay.getByRole('slider').focus();
    await page.keyboard.press('Home');
    await page.locator('#race-map[data-status="running"]').waitFor();
    const { id: user, name } = await house.user('Olga');
    await house.ask(race, { type: 'restore', participant: ann, by: { kind: 'user', user, name } });
    await replay.waitFor({ state: 'hidden' });
    expect(await page.locator('#map-splits').isHidden()).toBe(true);
    // This one has not said that they do not race.
    await page.locator('.map[data-blurred="true"]').waitFor();
    await house.ask(race, { type: 'end', by: system });
    await replay.waitFor();
    await page.locator('#map-splits').waitFor();
  });

  it('no preview begins once its panel was shut', async () => {
    const { race } = await running([3]);
    const page = await browser.open(`${house.base}/race/${race}`, {}, (fresh) => fresh.clock.install());
    const maker = page.locator('#overlay-maker');
    await page.clock.pauseAt(Date.now() + 3_600_000);
    await maker.locator('summary').click();
    await maker.getByLabel('Follow the leaders').check();
    await maker.locator('summary').click();
    await maker.locator('form').waitFor({ state: 'hidden' });
    await page.clock.runFor(1_000);
    expect(await maker.locator('iframe').getAttribute('src')).toBeNull();
  });

  it('the form makes the address of an overlay, shows it, and leaves out what is usual', async () => {
    const { race } = await running([3]);
    const page = await seeing(race);
    const maker = page.locator('#overlay-maker');
    await maker.locator('summary').click();
    const address = maker.locator('.made-address');
    expect(await address.inputValue()).toBe(`${house.base}/overlay/${race}/dag`);
    await maker.getByLabel('Follow the leaders').check();
    await maker.getByLabel('Background').selectOption('dark');
    expect(await address.inputValue()).toBe(`${house.base}/overlay/${race}/dag?follow=1&theme=dark`);
    await page.frameLocator('#overlay-maker iframe').locator('.map[data-nodes]').waitFor();
    await maker.getByLabel('What').selectOption('clock');
    expect(await address.inputValue()).toBe(`${house.base}/overlay/${race}/clock?theme=dark`);
    const made = await fetch(await address.inputValue());
    expect(made.status).toBe(200);
    expect(complaints).toEqual([]);
  });

  it('the overlay survives a load without a server and shows the map when it is back', async () => {
    const { race } = await running([3]);
    const page = await open(`/overlay/${race}/dag`);
    await page.locator('.map[data-nodes]').waitFor();
    await page.waitForFunction(
      `caches.open('overlay-1').then((cache) => cache.keys()).then((keys) => keys.length >= 3)`,
    );
    await house.down();
    const reloaded = await page.reload();
    expect(reloaded?.fromServiceWorker()).toBe(true);
    await page.locator('#stale').filter({ hasText: 'Connection lost' }).waitFor();
    await house.listen();
    await page.locator('#stale').waitFor({ state: 'hidden' });
    await page.locator(`.map[data-nodes="${Object.keys(house.graph.nodes).length}"]`).waitFor();
  });

  it.each(['light', 'dark'] as const)('axe finds nothing, %s', async (colorScheme) => {
    const { race } = await running([4, 6]);
    await house.ask(race, { type: 'end', by: system });
    const page = await open(`/race/${race}`, colorScheme);
    await page.locator('#replay').waitFor();
    for (const words of await page.locator('.map-words summary').all()) await words.click();
    await page.locator('#overlay-maker summary').click();
    await page.locator(`.map-zone[data-node="${house.graph.start}"]`).click();
    await page.locator('#zone-story h3').waitFor();
    expect(await findings(page)).toEqual([]);
  });

  it.each(['dag', 'leaderboard', 'clock', 'player'])('axe finds nothing in the overlay %s', async (kind) => {
    const page = await open(`/overlay/${await house.race()}/${kind}?demo=1`);
    await page.locator(kind === 'dag' ? '.map[data-nodes]' : '#overlay').waitFor();
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

/** A race under way: one player for each number, who has come to that layer. */
async function running(layers: readonly number[]): Promise<{ readonly race: RaceId; readonly ann: ParticipantId }> {
  const race = await house.race();
  const players: ParticipantId[] = [];
  for (const name of ['Ann', 'Ben', 'Dan'].slice(0, layers.length)) players.push(await house.join(race, name));
  await house.start(race, players);
  for (const [index, participant] of players.entries()) {
    let node: string = house.graph.start;
    for (let layer = 1; layer <= (layers[index] ?? 0); layer += 1) {
      house.time.shift(15_000);
      const ways = house.graph.edges.filter((edge) => edge.from === node);
      node = ways[index % ways.length]?.to ?? node;
      const subject = { kind: 'zone', zone: node } as const;
      await house.ask(race, { type: 'report', participant, subject, igtMs: layer * 15_000, ...report });
    }
  }
  const [ann] = players;
  if (ann === undefined) throw new Error('a race has players');
  return { race, ann };
}
