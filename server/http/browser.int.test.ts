// Pages and overlay in a real Chromium: a board that moves without reload, one drawn by the browser like the server's, an
// overlay that shows when it is stale and comes back by itself, pages that do without scripts.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overflows, useBrowser } from '../../tools/testing/browser.ts';
import { findChromium } from '../../tools/testing/chromium.ts';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import type { ParticipantId, RaceId } from '../race/ids.ts';

const system = { kind: 'system' } as const;
/** What runs inside the browser is text here: the server's types know no DOM. */
const TAKE_ROWS_OUT = `new MutationObserver(() => {
  if (document.readyState !== 'loading') return;
  for (const row of document.querySelectorAll('tr[data-id]')) row.remove();
}).observe(document, { childList: true, subtree: true })`;
/** Rows whose words beside the name reach into the next column. */
const COVERED = `[...document.querySelectorAll('tr[data-id]')].filter((row) => {
  const [words, next] = ['.notes', '.layer'].map((cell) => row.querySelector(cell).getBoundingClientRect());
  return next.width > 0 && words.right > next.left;
}).length`;
let house: WebHouse;

describe.skipIf(findChromium() === undefined)('in Chromium', () => {
  const browser = useBrowser({ viewport: { width: 400, height: 600 }, reducedMotion: 'reduce' });
  const { complaints } = browser;
  beforeAll(async () => {
    house = await openWebHouse();
  });
  afterAll(() => house.close());

  const open = (path: string, options: BrowserContextOptions = {}, prepare?: (page: Page) => Promise<unknown>) =>
    browser.open(path.startsWith('file:') ? path : house.base + path, options, prepare);

  it('a race page follows the race from open to the final table', async () => {
    const race = await house.race();
    const page = await open(`/race/${race}`);
    await page.getByText('Nobody is in yet.').waitFor();
    const ann = await house.join(race, 'Ann <i>');
    const ben = await house.join(race, 'Ben');
    await rows(page, ['Ann <i> not ready', 'Ben not ready']);
    const announced = { name: 'Monday Showdown', scheduledStart: Date.now() + 3_600_000 };
    await house.ask(race, { type: 'edit', changes: announced, by: system });
    await page.getByRole('heading', { name: 'Monday Showdown' }).waitFor();
    await page.getByText('Announced for').waitFor();
    await house.start(race, [ann, ben]);
    await page.locator('#race-head[data-status=running]').waitFor();
    expect(await page.locator('#clock').textContent()).toMatch(/GO!|\d:\d\d/);
    await walk(race, ben, 3);
    await rows(page, ['1 Ben 4/12', '2 Ann <i> 1/12']);
    await finish(race, ann);
    await rows(page, ['1 Ann <i> [FIN]', '2 Ben 4/12']);
    expect(await page.locator('#news').textContent()).toContain('Ann <i> finished in');
    await house.ask(race, { type: 'hold', participant: ann, by: system });
    await rows(page, ['1 Ann <i> under review [FIN]', '2 Ben 4/12']);
    await house.ask(race, { type: 'release_hold', participant: ann, by: system });
    await rows(page, ['1 Ann <i> [FIN]', '2 Ben 4/12']);
    await house.ask(race, { type: 'end', by: system });
    await page.getByRole('heading', { name: 'Results' }).waitFor();
    await page.getByText('Results are provisional').waitFor();
    await rows(page, ['1 Ann <i> [FIN]', 'Ben did not finish 4/12']);
    expect(complaints).toEqual([]);
  });

  it('a race page asks again for what the server could not answer', async () => {
    const race = await house.race();
    const ann = await house.join(race, 'Ann');
    const page = await open(`/race/${race}`);
    await page.locator('#race-map[data-status=open]').waitFor();
    await page.route('**/regions', (route) => route.fulfill({ status: 429, body: '' }), { times: 1 });
    await house.start(race, [ann]);
    await page.locator('#race-head[data-status=running]').waitFor();
    expect(complaints.filter((line) => !line.includes('429'))).toEqual([]);
    expect(complaints).not.toEqual([]);
    await house.down();
    await page
      .locator('#stale')
      .filter({ hasText: /Connection lost \d/ })
      .waitFor();
    // Read out once, without the seconds.
    expect(await page.locator('#news').textContent()).toBe('Connection lost. Trying again.');
    expect(await page.locator('#stale').getAttribute('role')).toBeNull();
    await house.listen();
    await page.locator('#stale').waitFor({ state: 'hidden' });
  });

  it('the browser draws the same board as the server', async () => {
    const race = await house.race({ options: { lateMinutes: 60 } });
    const players = [];
    for (const name of ['Ann', 'Ben', 'Dan', 'Eve', 'Fay', 'Gus']) players.push(await house.join(race, name));
    const [ann, ben, dan, , fay, gus] = players as [
      ParticipantId,
      ParticipantId,
      ParticipantId,
      ParticipantId,
      ParticipantId,
      ParticipantId,
    ];
    await house.start(race, [ann, ben, dan, fay, gus]);
    await house.ask(race, { type: 'forfeit', participant: gus, by: system });
    await walk(race, ann, 5);
    await walk(race, ben, 2);
    await walk(race, fay, 1);
    await finish(race, dan);
    await house.ask(race, { type: 'set_result', participant: dan, igtMs: 8_000, reason: 'seen', by: system });
    await house.ask(race, { type: 'hold', participant: dan, by: system });
    await house.ask(race, { type: 'forfeit', participant: fay, by: system });
    const page = await open(`/overlay/${race}/leaderboard`);
    await page.locator('#clock').filter({ hasText: /\d/ }).waitFor();
    const plain = await open(`/overlay/${race}/leaderboard`, { javaScriptEnabled: false });
    // The rows are the browser's own: those of the server are taken out while the page is read, before its script runs.
    const emptied = await open(`/overlay/${race}/leaderboard`, {}, (fresh) =>
      fresh.addInitScript({ content: TAKE_ROWS_OUT }),
    );
    await emptied.locator('tr[data-id]').nth(5).waitFor();
    const table = (of: Page) => of.locator('tbody').innerText();
    await expect.poll(() => table(emptied)).toBe(await table(plain));
    expect(await table(page)).toBe(await table(plain));
    expect(await page.evaluate(COVERED)).toBe(0);
  });

  it('an overlay is transparent, keeps its size, and shows as many lines as asked', async () => {
    const race = await house.race();
    for (const name of ['Ann', 'Ben', 'Dan', 'Eve', 'Finn']) await house.join(race, name);
    const page = await open(`/overlay/${race}/leaderboard?lines=3&scale=2`, { viewport: { width: 800, height: 600 } });
    await page.locator('#clock').filter({ hasText: 'Soon' }).waitFor();
    expect(await page.locator('tr[data-id]').count()).toBe(3);
    expect(await page.evaluate(`getComputedStyle(document.documentElement).fontSize`)).toBe('32px');
    expect(await page.evaluate(`getComputedStyle(document.body).backgroundColor`)).toBe('rgba(0, 0, 0, 0)');
    expect(await overflows(page)).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('an overlay takes the CSS that OBS is given for its source, though no page takes what is inline', async () => {
    const race = await house.race();
    // As OBS does it.
    const style = `const style = document.createElement('style');
      style.textContent = 'body { background-color: rgb(1, 2, 3) !important }';
      document.head.append(style)`;
    const color = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor');
    for (const view of ['leaderboard', 'clock', 'player', 'dag']) {
      const page = await open(`/overlay/${race}/${view}`);
      await page.evaluate(style);
      await expect.poll(() => color(page)).toBe('rgb(1, 2, 3)');
      await page.evaluate(`document.querySelector('style').remove()`);
      await expect.poll(() => color(page)).toBe('rgba(0, 0, 0, 0)');
    }
    const page = await open(`/race/${race}`);
    await page.evaluate(style);
    expect(await color(page)).not.toBe('rgb(1, 2, 3)');
    expect(complaints.filter((line) => !line.includes('Content Security Policy'))).toEqual([]);
    complaints.length = 0;
  });

  it('an overlay says that it is stale, survives a reload without a server, and comes back', async () => {
    const race = await house.race();
    await house.join(race, 'Ann');
    const page = await open(`/overlay/${race}/leaderboard`);
    await page.locator('#clock').filter({ hasText: 'Soon' }).waitFor();
    await page.waitForFunction(
      `caches.open('overlay-1').then((cache) => cache.keys()).then((keys) => keys.length >= 3)`,
    );
    await house.down();
    await page.locator('#stale').filter({ hasText: 'Connection lost' }).waitFor();
    const reloaded = await page.reload();
    expect(reloaded?.fromServiceWorker()).toBe(true);
    await page.locator('#stale').filter({ hasText: 'Connection lost' }).waitFor();
    expect(await page.locator('tbody').innerText()).toContain('Ann');
    await house.listen();
    await page.locator('#stale').waitFor({ state: 'hidden' });
    await house.join(race, 'Ben');
    await rows(page, ['Ann not ready', 'Ben not ready']);
  });

  it('the local file for OBS waits for the server and then shows the overlay', async () => {
    const race = await house.race();
    const html = await (await fetch(`${house.base}/overlay/${race}/leaderboard/file`)).text();
    await house.down();
    const folder = await mkdtemp(join(tmpdir(), 'speedfog-overlay-'));
    const file = join(folder, 'overlay.html');
    await writeFile(file, html);
    const page = await open(pathToFileURL(file).href);
    await page.waitForFunction(`document.title === 'Waiting for the server'`);
    await house.listen();
    await page.waitForURL(`${house.base}/overlay/${race}/leaderboard`);
    await page.locator('#clock').filter({ hasText: 'Soon' }).waitFor();
    await rm(folder, { recursive: true });
  });

  it.each([
    [1280, 'dark'],
    [390, 'light'],
  ] as const)('nothing hangs over at %i pixels, %s', async (width, colorScheme) => {
    const race = await house.race({ name: 'A race with quite a long name, as organizers like to give them' });
    const ann = await house.join(race, 'Mademoiselle_Tarnished_of_Limgrave');
    const ben = await house.join(race, 'Ben');
    await house.start(race, [ann, ben]);
    await walk(race, ann, 4);
    for (const path of ['/', `/race/${race}`, `/race/${race}/pack/${house.tokens.derive('download', ann, 1)}`]) {
      const page = await open(path, { viewport: { width, height: 800 }, colorScheme });
      expect(await overflows(page), path).toBe(false);
    }
  });

  it('a race page makes sense without scripts', async () => {
    const race = await house.race();
    await house.join(race, 'Ann');
    const page = await open(`/race/${race}`, { javaScriptEnabled: false });
    expect(await page.locator('tbody').innerText()).toContain('Ann');
    const ben = await house.join(race, 'Ben');
    await page.getByRole('link', { name: 'Refresh' }).click();
    expect(await page.locator('tbody').innerText()).toContain('Ben');
    expect(ben).toHaveLength(36);
  });
});

/** Waits until the table says just this: place, name, notes and layer of each row. */
async function rows(page: Page, wanted: readonly string[]): Promise<void> {
  const said = () =>
    page.locator('tr[data-id]').evaluateAll((all) =>
      all.map((row) =>
        ['.place', '.name', '.notes', '.layer']
          .map((cell) => row.querySelector(cell)?.textContent ?? '')
          .filter((text) => text !== '')
          .join(' '),
      ),
    );
  await expect.poll(said).toEqual(wanted);
}

const report = { place: null, deaths: 0, happenedAt: null } as const;

async function walk(race: RaceId, participant: ParticipantId, layer: number): Promise<void> {
  const node = Object.values(house.graph.nodes).find((one) => one.layer === layer);
  const zone = node?.id ?? '';
  await house.ask(race, {
    type: 'report',
    participant,
    subject: { kind: 'zone', zone },
    igtMs: layer * 100,
    ...report,
  });
}

const finish = (race: RaceId, participant: ParticipantId): Promise<void> =>
  house.ask(race, { type: 'report', participant, subject: { kind: 'finish' }, igtMs: 5_000, ...report });
