// The stage as somebody new uses it: a race that plays itself up to its final table, a slash command typed with its lists, private
// replies that stay private, "do it for me", and a restart of the service.

import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { launchChromium } from '../testing/chromium.ts';
import { type Demo, startDemo } from './demo.ts';

const SPEED = 120;
const RACE_MS = 90_000;

let demo: Demo;
let browser: Browser;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  const logger = pino({ level: 'silent' });
  demo = await startDemo({
    dataDir: null,
    port: 0,
    stagePort: 0,
    speed: SPEED,
    logger,
    say: () => {},
    seedsPerPool: 3,
    discordCheck: 'collect',
  });
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
  await page.goto(demo.url);
  await page.locator('#person option').first().waitFor({ state: 'attached' });
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

const be = (person: string) => page.locator('#person').selectOption({ label: person });
const posts = () => page.locator('#posts');
const shoot = async (name: string) => {
  if (process.env.STAGE_PICTURES !== undefined)
    await page.screenshot({ path: `${process.env.STAGE_PICTURES}/${name}.png` });
};

describe('the stage', () => {
  test('plays a race of twelve from the first command to the final table', async () => {
    await page.locator('#play').click();
    await page.locator('.caption.done, .caption.problem').waitFor({ timeout: RACE_MS });
    await shoot('played');
    expect(await page.locator('.caption.problem').allTextContents()).toEqual([]);
    const table = posts().locator('.embed', { hasText: 'Result: Friday Fog' });
    await table.waitFor();
    const rows = (await table.locator('.md > div').allTextContents()).filter((row) => /^\d+\. /.test(row));
    expect(rows).toHaveLength(11);
    expect(await table.textContent()).toContain('forfeit');
    await page.locator('.chat-line', { hasText: 'Result: Friday Fog' }).waitFor();
    await page.locator('#play:enabled').waitFor();
    // The panes show the end of what was said, though the strip of the runners took room from the chat meanwhile.
    for (const pane of ['#posts', '#chat']) {
      const hidden = () => page.locator(pane).evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
      await expect.poll(hidden, { timeout: 10_000, message: pane }).toBeLessThan(2);
    }
  });

  test('completes commands, options and values as the app does', async () => {
    await be('Ann, organizer');
    const line = page.locator('#composer');
    await line.pressSequentially('/race cr');
    await page.locator('.offer', { hasText: '/race create' }).waitFor();
    await line.press('Enter');
    expect(await line.inputValue()).toBe('/race create pool:');
    await line.pressSequentially('stan');
    await page.locator('.offer', { hasText: 'Standard' }).waitFor();
    await shoot('values');
    await line.press('Enter');
    await line.pressSequentially('na');
    await page.locator('.offer', { hasText: 'What it is called' }).waitFor();
    await shoot('options');
    await line.press('Tab');
    await line.pressSequentially('Typed by hand');
    await line.press('Enter');
    const mine = posts().locator('.ephemeral', { hasText: 'Typed by hand' });
    await mine.waitFor();
    expect(await mine.textContent()).toContain('When they are ready:');
    await posts().locator('.post:not(.ephemeral)', { hasText: 'Typed by hand' }).waitFor();

    await be('Bob, player');
    await posts().locator('.post:not(.ephemeral)', { hasText: 'Typed by hand' }).waitFor();
    await mine.waitFor({ state: 'detached' });
    expect((await page.content()).includes('When they are ready:')).toBe(false);
  });

  test('does what the list says for you, on both platforms, and lets runners play it', async () => {
    const perform = (text: string) => page.locator(`#suggestions button[data-text="${text}"]`).click();
    await perform('/join');
    await posts().locator('.ephemeral', { hasText: 'Typed by hand' }).waitFor();
    const place = page.locator('.place.dm');
    await place.click();
    await posts().locator('a.d-button', { hasText: 'Get my pack' }).last().waitFor();
    await shoot('direct-message');
    // Whoever has made a new pack by hand gets a runner with that one: the one in the message is dead.
    await page.locator('#composer').fill('/pack new:true');
    await page.locator('#composer').press('Enter');
    await posts().locator('.ephemeral', { hasText: 'A new pack' }).waitFor();
    await page.locator('#count').fill('3');
    await page.locator('#add').click();
    for (const name of ['Bob', 'Oren', 'Pia', 'Quin']) {
      await page.locator('.runner.ready', { hasText: name }).last().waitFor({ timeout: 30_000 });
    }
    // One line for one runner: what cuts its network and what crashes its game stand side by side.
    const middles = await page
      .locator('.runner.ready')
      .last()
      .locator('button')
      .evaluateAll((buttons) =>
        buttons.map((button) => button.getBoundingClientRect()).map((b) => (b.top + b.bottom) / 2),
      );
    expect(middles).toHaveLength(2);
    expect(Math.abs((middles[0] ?? 0) - (middles[1] ?? 0))).toBeLessThan(4);
    await perform('/race start');
    await page.locator('#state', { hasText: 'service up' }).waitFor();
    await page.locator('#links .pill.running').waitFor({ timeout: 30_000 });
    await page.locator('#restart').click();
    await page.locator('#state.bad').waitFor();
    await page.locator('#state.good').waitFor({ timeout: 30_000 });
    await posts().locator('.embed', { hasText: 'Result: Typed by hand' }).waitFor({ timeout: RACE_MS });
    await expect.poll(() => page.locator('.runner.finished').count()).toBe(4);
    await shoot('by-hand');
    // Who is out by somebody's word is shown so, whatever their runner has done.
    const { cast, discord } = demo.house;
    const race = await page.locator('#links b').first().textContent();
    const judged = { race: race ?? '', player: 'Bob', reason: 'two games' };
    await discord.slash(cast.organizer, cast.races, 'judge disqualify', judged).settled();
    await page.locator('.runner.out', { hasText: 'Bob' }).waitFor();
    await expect.poll(() => page.locator('.runner.finished').count()).toBe(3);
  });

  test('says why something is not possible', async () => {
    await be('Vic, viewer');
    await page.locator('#composer').fill('/race create pool:sprint');
    await page.locator('#composer').press('Enter');
    await posts().locator('.ephemeral').last().waitFor();
    await shoot('refused');
    await page.locator('#composer').fill('/nothing');
    await page.locator('#composer').press('Enter');
    await page.locator('#toast:visible', { hasText: 'no such command' }).waitFor();
    expect(errors).toEqual([]);
  });

  test('has said nothing that Discord does not know', () => {
    expect(demo.house.discord.violations).toEqual([]);
    expect(demo.house.discord.crashes).toEqual([]);
  });

  test('lets no other site look or act', async () => {
    const { port } = new URL(demo.url);
    const opened = (origin: string) =>
      new Promise<boolean>((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}/stage`, { origin });
        socket.once('open', () => {
          socket.terminate();
          resolve(true);
        });
        socket.once('error', () => resolve(false));
      });
    expect(await opened(`http://127.0.0.1:${port}`)).toBe(true);
    expect(await opened('https://elsewhere.example')).toBe(false);
    expect(await opened(`http://localhost:${port}`)).toBe(false);
  });
});
