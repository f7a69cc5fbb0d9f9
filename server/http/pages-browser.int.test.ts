// The pages of who is logged in, in a real Chromium: buttons that answer in place, what comes by itself, forms that keep what was
// typed; nothing that axe finds and nothing that hangs over, on a desk and on a phone, light and dark, and by keyboard.

import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findings, overflows, useBrowser } from '../../tools/testing/browser.ts';
import { findChromium } from '../../tools/testing/chromium.ts';
import { signInPath } from '../../tools/testing/sign-in.ts';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import type { User } from '../play/ports/index.ts';
import type { ParticipantId, RaceId } from '../race/ids.ts';

const system = { kind: 'system' } as const;
/** A test that looks at many pages; generous, for a slow machine. */
const MANY_PAGES_MS = 600_000;
/** What runs inside the browser is text here: the server's types know no DOM. The overlays' own form is tested beside it. */
const OPEN_DETAILS = `document.querySelectorAll('details:not(.overlays, .overlays *)').forEach((one) => { one.open = true; })`;
/** As a double click does where the answer takes its time; whoever waits for a page looks at nothing in it meanwhile. */
const PRESS_TWICE = `{
  const press = () => document.querySelector('form.form [type=submit]').click();
  press();
  setTimeout(() => {
    press();
    setTimeout(() => console.log('pressed twice'), 100);
  }, 300);
}`;
let house: WebHouse;

describe.skipIf(findChromium() === undefined)('in Chromium', () => {
  const { open, complaints } = useBrowser({
    ...{ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', timezoneId: 'Asia/Tokyo' },
  });
  beforeAll(async () => {
    house = await openWebHouse({ limits: { logins: 1_000, actions: 1_000, apiWrites: 1_000 } });
  });
  afterAll(() => house.close());

  async function openAs(name: string, path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await open(house.base + (await signInPath(house, await house.user(name))), options);
    await page.getByRole('button', { name: 'Sign in as' }).click();
    await page.waitForURL(`${house.base}/`);
    await page.goto(house.base + path);
    return page;
  }

  it('a race is opened, started, stopped and cancelled without leaving its page', async () => {
    const race = await house.race({ draft: true });
    const page = await openAs('Olga', `/race/${race}`);
    await page.evaluate('window.stayed = true');
    await page.getByRole('button', { name: 'Open the race' }).click();
    await page.locator('#race-head[data-status=open]').waitFor();
    await page.getByText('Sunday Showdown is open').waitFor();
    const ann = await house.join(race, 'Ann');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'Ann has not downloaded the pack' }).waitFor();
    await house.ask(race, { type: 'ready', participant: ann });
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.locator('#race-head[data-status=countdown]').waitFor();
    await page.getByRole('button', { name: 'Stop the countdown' }).click();
    await page.locator('#race-head[data-status=open]').waitFor();
    await page.locator('.organize summary').click();
    await page.getByRole('button', { name: 'Cancel the race' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByText('Cancel Sunday Showdown for good?').waitFor();
    // The question has the keyboard: its first button is one step away.
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Cancel the race');
    await page.keyboard.press('Enter');
    await page.locator('#race-head[data-status=cancelled]').waitFor();
    expect(await page.evaluate('window.stayed')).toBe(true);
    // A refusal is an answer with its own status, which the browser notes.
    expect(complaints.filter((line) => !line.includes('409'))).toEqual([]);
  });

  it('a player’s own panel follows what they do elsewhere', async () => {
    const race = await house.race();
    const ann = await house.join(race, 'Ann');
    const page = await openAs('Ann', `/race/${race}`);
    await page.getByText('You are in.').waitFor();
    await page.locator('#clock, .board').first().waitFor();
    await house.ask(race, { type: 'ready', participant: ann });
    await page.getByText('You are ready. Stay in the main menu').waitFor();
    await page.getByRole('button', { name: 'Not ready' }).click();
    await page.getByText('You are in.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('who waits for their pack has it on the page when it is out', async () => {
    const race = await house.race({ options: { packs: 'manual' } });
    await house.join(race, 'Ann');
    const page = await openAs('Ann', `/race/${race}`);
    await page.getByText('Your pack comes here').waitFor();
    await house.ask(race, { type: 'release', by: system });
    await page.getByRole('link', { name: 'My pack' }).waitFor();
    await page.getByText('Get your pack, unzip it').waitFor();
    expect(await page.locator('#you-asks').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('a form that is pressed again before its answer is there is sent once', async () => {
    const { log } = house.store;
    const append = log.append.bind(log);
    let answer = () => {};
    const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
    const slow = vi.spyOn(log, 'append').mockImplementation(async (...given) => {
      await mayAnswer;
      return append(...given);
    });
    const page = await openAs('Ivy', '/race/new');
    await page.getByLabel('Name', { exact: true }).fill('Once and for all');
    const isPressed = page.waitForEvent('console', (line) => line.text() === 'pressed twice');
    await page.evaluate(PRESS_TWICE);
    await isPressed;
    answer();
    await page.getByRole('heading', { name: 'Once and for all' }).waitFor();
    slow.mockRestore();
    const races = await log.list({ limit: 100 });
    expect(races.filter(({ name }) => name === 'Once and for all')).toHaveLength(1);
  });

  it('who waits for a place is told when they have it', async () => {
    const race = await house.race({ options: { maxPlayers: 2 } });
    await house.join(race, 'Ann');
    await house.join(race, 'Ben');
    const { id: user, name } = await house.user('Cleo');
    const newParticipant = crypto.randomUUID() as ParticipantId;
    await house.ask(race, { type: 'join', person: { user, name }, newParticipant });
    const page = await openAs('Cleo', `/race/${race}`);
    await page.getByText('You are number 1 on the waiting list').waitFor();
    await page.locator('.map[data-blurred="true"]').waitFor();
    await house.ask(race, { type: 'leave', user: (await house.user('Ann')).id });
    await page.getByText('You are in.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('the manage page tells by itself who came', async () => {
    const race = await house.race();
    const page = await openAs('Olga', `/race/${race}/manage`);
    await page.getByText('Nobody is in yet.').waitFor();
    await house.join(race, 'Ben');
    await page.getByRole('link', { name: 'Ben' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('a new race is in the zone of the browser, and comes back as it was typed', async () => {
    const page = await openAs('Gus', '/race/new');
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Asia/Tokyo');
    await page.getByLabel('Name', { exact: true }).fill('Cup of tea');
    await page.getByLabel('Date and time').fill('2020-01-01T10:00');
    await page.getByText('Who comes in').click();
    await page.getByLabel('Most players').fill('12');
    await page.getByRole('button', { name: 'Make the race' }).click();
    await page.getByText('That is in the past.').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Cup of tea');
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Asia/Tokyo');
    await page.getByLabel('Date and time').fill('');
    await page.getByRole('button', { name: 'Make the race' }).click();
    await page.getByRole('heading', { name: 'Cup of tea' }).waitFor();
    await page.getByText('0 of 12').waitFor();
  });

  it.each([
    [1280, 'dark'],
    [390, 'light'],
  ] as const)(
    'axe finds nothing, and nothing hangs over, at %i pixels, %s',
    async (width, colorScheme) => {
      const olga = await house.user('Olga');
      await house.store.accounts.setAdmin(olga.id, true);
      const { race, players } = await midRace();
      const draft = await house.race({ draft: true, name: 'A race with quite a long name, as organizers give them' });
      const page = await openAs('Olga', '/', { viewport: { width, height: 800 }, colorScheme });
      const paths = [
        ...['/', '/race/new', '/my-races', '/account', '/admin', '/admin/users', '/no/such/page'],
        ...['', '/manage', `/manage/player/${players[0]}`, '/join'].map((path) => `/race/${race}${path}`),
        ...['/edit', '/manage'].map((path) => `/race/${draft}${path}`),
        `/invite/${await invitation(draft, olga)}`,
      ];
      const found: string[] = [];
      for (const path of paths) {
        await page.goto(`${house.base}${path}`);
        await page.evaluate(OPEN_DETAILS);
        if (await overflows(page)) found.push(`${path} hangs over`);
        found.push(...(await findings(page)).map((one) => `${path} ${one}`));
      }
      await page.goto(`${house.base}/race/${race}/manage`);
      await page.getByRole('button', { name: 'Cancel the race' }).click();
      await page.getByText('Are you sure?').waitFor();
      found.push(...(await findings(page)));
      expect(found).toEqual([]);
    },
    MANY_PAGES_MS,
  );
});

/** To somebody else, whom the page asks to log in. */
const invitation = (race: RaceId, { id: by }: User): Promise<string> =>
  house.store.tickets.issue({
    purpose: 'invite',
    about: race,
    name: 'ann',
    by,
    expiresAt: house.time.now() + MANY_PAGES_MS,
  });

/** Somebody finished and is under review, somebody is out, somebody has a mark. */
async function midRace(): Promise<{ readonly race: RaceId; readonly players: readonly ParticipantId[] }> {
  const race = await house.race({ note: 'be kind' });
  const players = [];
  for (const name of ['Ann', 'Mademoiselle_Tarnished_of_Limgrave', 'Dan']) players.push(await house.join(race, name));
  const [ann, ben] = players as [ParticipantId, ParticipantId];
  await house.start(race, players);
  const report = { place: null, deaths: 0, happenedAt: null };
  await house.ask(race, { type: 'report', participant: ann, subject: { kind: 'finish' }, igtMs: 60_000, ...report });
  await house.ask(race, { type: 'hold', by: system, participant: ann });
  await house.ask(race, { type: 'forfeit', by: system, participant: ben });
  return { race, players };
}
