// Pages that change by themselves leave the keyboard where it is, in a real Chromium: what is focused stays focused, and is still about
// the same person; what was opened stays open.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBrowser } from '../../tools/testing/browser.ts';
import { findChromium } from '../../tools/testing/chromium.ts';
import { signInPath } from '../../tools/testing/sign-in.ts';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import type { ParticipantId } from '../race/ids.ts';
import type { Intent } from '../race/intents.ts';

const system = { kind: 'system' } as const;
/** What runs inside the browser is text here: the server's types know no DOM. */
const FOCUSED = `document.activeElement.closest('tr')?.querySelector('a')?.textContent + ': ' + document.activeElement.firstChild?.textContent`;
let house: WebHouse;

describe.skipIf(findChromium() === undefined)('in Chromium', () => {
  const { open } = useBrowser({ reducedMotion: 'reduce' });
  beforeAll(async () => {
    house = await openWebHouse();
  });
  afterAll(() => house.close());

  async function openAsOlga(path: string): Promise<Page> {
    const page = await open(house.base + (await signInPath(house, await house.user('Olga'))));
    await page.getByRole('button', { name: 'Sign in as' }).click();
    await page.waitForURL(`${house.base}/`);
    await page.goto(house.base + path);
    return page;
  }

  it('the manage page, while players come and go', async () => {
    const race = await house.race({ options: { join: 'ask' } });
    await house.ask(race, await invite('Ann'));
    await house.ask(race, await invite('Ben'));
    const page = await openAsOlga(`/race/${race}/manage`);
    await page.getByRole('row', { name: 'Ben' }).getByRole('button').focus();
    await house.ask(race, { type: 'remove', user: (await house.user('Ann')).id, by: system });
    await house.ask(race, { type: 'join', person: await person('Cleo'), newParticipant: newId() });
    await page.getByRole('heading', { name: 'Asked to join' }).waitFor();
    expect(await page.getByRole('row', { name: 'Ann' }).count()).toBe(0);
    expect(await page.evaluate(FOCUSED)).toBe('Ben: Remove');
    await page.getByText('Ann removed').waitFor();
    await house.ask(race, { type: 'lock', by: system });
    await page.getByText('Locked', { exact: true }).waitFor();
    expect(await page.evaluate(FOCUSED)).toBe('Ben: Remove');
  });

  it('the manage page, where what it asks for is refused or not answered', async () => {
    const race = await house.race();
    const page = await openAsOlga(`/race/${race}/manage`);
    await page.locator('#say').focus();
    await house.down();
    await page.getByText('The server does not answer.').waitFor();
    await house.listen();
    await page.locator('#stale').waitFor({ state: 'hidden' });
    await page.context().clearCookies();
    await page.getByText('You have to be logged in for this.').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('say');
  });

  it('the manage page asks for news until there can be none', async () => {
    const race = await house.race();
    const ann = await house.join(race, 'Ann');
    await house.start(race, [ann]);
    await house.ask(race, { type: 'end', by: system });
    const page = await openAsOlga(`/race/${race}/manage`);
    await page.locator('#manage-asks').waitFor({ state: 'attached' });
    await house.ask(race, { type: 'tick' });
    house.time.shift(11 * 60_000);
    await house.ask(race, { type: 'tick' });
    await page.getByText('Results are final').waitFor();
    expect(await page.locator('#manage-asks').count()).toBe(0);
    expect(await page.locator('time').first().textContent()).not.toContain('UTC');
  });

  it('the own panel of a race’s page, while the race goes on', async () => {
    const race = await house.race();
    const ann = await house.join(race, 'Ann');
    await house.ask(race, { type: 'ready', participant: ann });
    const page = await openAsOlga(`/race/${race}`);
    await page.locator('.organize summary').click();
    await page.getByRole('link', { name: 'Manage' }).focus();
    await house.ask(race, { type: 'start', by: system, missing: 'late' });
    await page.getByRole('button', { name: 'Stop the countdown' }).waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('to-manage');
    expect(await page.getByRole('button', { name: 'Cancel the race' }).isVisible()).toBe(true);
  });
});

const newId = () => crypto.randomUUID() as ParticipantId;
const person = async (name: string) => ({ user: (await house.user(name)).id, name });
const invite = async (name: string): Promise<Intent> => ({
  type: 'invite',
  person: await person(name),
  newParticipant: newId(),
  by: system,
});
