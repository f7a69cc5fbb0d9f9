// Making and changing a race by its form: what was typed comes back with what is wrong beside it.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visitorAs } from '../../tools/testing/sign-in.ts';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import { formTokenIn, makeVisitor, type Visitor } from '../../tools/testing/web-visitor.ts';
import { parseRaceId } from '../race/ids.ts';

const [JULY = ''] = [5, 20].map((day) => comingDay(6, () => day)).toSorted();
let house: WebHouse;
let olga: Visitor;

beforeAll(async () => {
  house = await openWebHouse({ limits: { logins: 1_000, actions: 1_000, apiWrites: 1_000 } });
  olga = await visitorAs(house, 'Olga');
});
afterAll(async () => await house.close());

const text = async (answer: Promise<Response>) => await (await answer).text();
const raceAt = async (path: string) => {
  const id = parseRaceId(path.split('/')[2] ?? '');
  return id === undefined ? undefined : (await house.submitter.load(id))?.race;
};
const errorsIn = (html: string) => [...html.matchAll(/class="error" id="([^"]+)">([^<]*)/g)].map(([, id]) => id);

describe('a new race', () => {
  const options = { packs: 'auto', players: '8', join: 'ask', countdown: '30', late: '0', map: 'casters' };
  const rest = { delay: '60', inactive: '30', warning: '20', provisional: '5', reminder: '15', packs_minutes: '60' };
  const form = async (changes: Record<string, string>) => {
    const token = formTokenIn(await text(olga.get('/race/new')));
    return olga.post('/race/new', {
      _csrf: token,
      pool: 'standard',
      zone: 'Europe/Paris',
      ...options,
      ...rest,
      ...changes,
    });
  };

  it('shows the pools with their settings and what is left', async () => {
    const html = await text(olga.get('/race/new'));
    for (const words of [
      'Standard',
      '~1h',
      'Classic format, good balance',
      '<dt>layers</dt><dd>12</dd>',
      'no seeds left',
    ]) {
      expect(html).toContain(words);
    }
    expect(html).toMatch(/value="empty" required disabled/);
  });

  it('is made as the form says, and its page is shown', async () => {
    const made = await form({
      name: 'Cup',
      note: 'first\r\nsecond',
      start_local: `${JULY}T20:00`,
      autostart: 'yes',
    });
    expect(made.status).toBe(303);
    const path = made.headers.get('location') ?? '';
    const race = await raceAt(path);
    expect(race).toMatchObject({
      name: 'Cup',
      note: 'first second',
      phase: { status: 'open' },
      scheduledStart: Date.parse(`${JULY}T18:00:00Z`),
      options: {
        ...{ maxPlayers: 8, join: 'ask', countdownSeconds: 30, lateMinutes: 0, map: 'casters', autostart: true },
        ...{ spectatorDelaySeconds: 60, provisionalMinutes: 5, showFinishedNames: false },
      },
    });
    const shown = await text(olga.get(path));
    expect(shown).toContain('Cup (');
    expect(shown).toContain('20:00 (Europe/Paris)');
    // The zone is remembered from then on.
    expect(await text(olga.get('/race/new'))).toContain('<option selected>Europe/Paris</option>');
  });

  it('is made in a zone without a name too', async () => {
    const made = await form({ name: 'Cup', start_local: `${JULY}T20:00`, zone: 'UTC+2' });
    expect(made.status).toBe(303);
    const path = made.headers.get('location') ?? '';
    expect((await raceAt(path))?.scheduledStart).toBe(Date.parse(`${JULY}T18:00:00Z`));
  });

  it('comes back with everything typed and a sentence beside each wrong field', async () => {
    const wrong = {
      name: '"><script>alert(1)</script>',
      note: 'kept <i>',
      start_local: '2020-01-01T10:00',
      twitch: 'no name!',
    };
    const answer = await form({
      ...wrong,
      players: '1',
      late: 'x',
      packs: 'minutes',
      packs_minutes: '0',
      draft: 'yes',
    });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(errorsIn(html).toSorted()).toEqual(['e-start', 'e-twitch', 'f-late-error', 'f-players-error']);
    expect(html).toContain('From 2 to 100, please.');
    expect(html).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('kept &lt;i&gt;</textarea>');
    expect(html).toContain('value="2020-01-01T10:00"');
    expect(html).toContain('name="draft" value="yes" checked');
    expect(html).not.toContain('name="finished_names" value="yes" checked');
  });

  it.each([
    ['packs', { packs: 'minutes', packs_minutes: '0' }, 'f-packs-error', 'from 1 to 10080'],
    ['a pool without seeds', { pool: 'empty' }, 'e-pool', 'has no seeds left'],
    ['a pool that is none', { pool: '../standard' }, 'e-pool', 'There is no such pool.'],
    ['an hour that a clock change leaves out', { start_local: `${clockChange(2)}T02:30` }, 'e-start', 'does not exist'],
    ['an hour that comes twice', { start_local: `${clockChange(9)}T02:30` }, 'e-start', 'comes twice'],
    ['nonsense for a time', { start_local: 'x'.repeat(60) }, 'e-start', 'I do not understand this time'],
    ['a book for a time', { start_local: 'x '.repeat(5_000) }, 'e-start', '80 characters at most'],
    ['a zone that is none', { start_local: `${JULY}T10:00`, zone: 'Mars/Olympus' }, 'e-start', 'time zone'],
    ['a text of marks alone', { name: '\u202E\u2066' }, 'e-name', 'cannot be shown'],
    ['a long name', { name: 'x'.repeat(81) }, 'e-name', '80 characters at most'],
  ])('refuses %s', async (_what, changes, field, words) => {
    const answer = await form(changes);
    const html = await answer.text();
    expect([answer.status, errorsIn(html)]).toEqual([422, [field]]);
    expect(html).toContain(words);
  });

  it('is for who is logged in', async () => {
    const stranger = makeVisitor(house.base);
    for (const path of ['/race/new', '/my-races', '/account', '/admin']) {
      const answer = await stranger.get(path);
      expect([answer.status, await answer.text()], path).toEqual([
        401,
        expect.stringContaining('You have to be logged in'),
      ]);
    }
  });
});

describe('a race that is changed', () => {
  it('keeps what was not touched, and takes a start and a note away', async () => {
    const race = await house.race({
      note: 'old',
      scheduledStart: house.time.now() + 86_400_000,
      options: { packs: { minutesBefore: 45 } },
    });
    const page = `/race/${race}`;
    const html = await text(olga.get(`${page}/edit`));
    expect(html).toContain(
      'name="packs_minutes" type="number" inputmode="numeric" step="1" min="1" max="10080" value="45"',
    );
    const fields = fieldsOf(html);
    const same = await olga.post(`${page}/edit`, fields);
    expect([same.status, await same.text()]).toEqual([422, expect.stringContaining('Nothing to change')]);
    const changed = await olga.post(`${page}/edit`, { ...fields, name: 'Other', note: '', start_local: '' });
    expect([changed.status, changed.headers.get('location')]).toEqual([303, `${page}/manage`]);
    expect(await raceAt(page)).toMatchObject({
      name: 'Other',
      note: null,
      scheduledStart: null,
      options: { packs: { minutesBefore: 45 }, showFinishedNames: true },
    });
    expect(await text(olga.get(`${page}/manage`))).toContain('No start is announced any more.');
    const nameless = await olga.post(`${page}/edit`, { ...fields, name: ' ' });
    expect([nameless.status, errorsIn(await nameless.text())]).toEqual([422, ['e-name']]);
  });

  it('keeps what another organizer changed while the form was open', async () => {
    const race = await house.race();
    const page = `/race/${race}`;
    const fields = fieldsOf(await text(olga.get(`${page}/edit`)));
    await olga.post(`${page}/edit`, { ...fields, name: 'Theirs', players: '33' });
    const noted = await olga.post(`${page}/edit`, { ...fields, note: 'mine' });
    expect(noted.status).toBe(303);
    expect(await raceAt(page)).toMatchObject({ name: 'Theirs', note: 'mine', options: { maxPlayers: 33 } });
    const wrong = await text(olga.post(`${page}/edit`, { ...fields, note: 'again', players: '0' }));
    await olga.post(`${page}/edit`, { ...fieldsOf(wrong), players: '16' });
    expect(await raceAt(page)).toMatchObject({ name: 'Theirs', note: 'again', options: { maxPlayers: 33 } });
    // Who sends no such field, or nonsense in it, changes all that differs.
    await olga.post(`${page}/edit`, { ...fields, name: 'Whole', shown: '[' });
    expect(await raceAt(page)).toMatchObject({ name: 'Whole', note: null, options: { maxPlayers: 16 } });
  });

  it('is not changed after the countdown began', async () => {
    const race = await house.race();
    const page = `/race/${race}`;
    const fields = fieldsOf(await text(olga.get(`${page}/edit`)));
    await house.submitter.submit(race, { type: 'ready', participant: await house.join(race, 'Ann') });
    await house.submitter.submit(race, { type: 'start', by: { kind: 'system' }, missing: 'late' });
    const answer = await olga.post(`${page}/edit`, { ...fields, name: 'Too late' });
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('“Stop the countdown”')]);
    expect((await raceAt(page))?.name).toBe('Sunday Showdown');
  });
});

/** A form as a browser would send it untouched. */
function fieldsOf(html: string): Record<string, string> {
  const form = html.slice(html.indexOf('<form class="form"'));
  const inputs = [...form.matchAll(/<input[^>]*>/g)].flatMap(([tag]) => {
    const name = / name="([^"]+)"/.exec(tag)?.[1];
    const off = tag.includes('type="checkbox"') && !tag.includes(' checked');
    const value = / value="([^"]*)"/.exec(tag)?.[1] ?? '';
    return name === undefined || off ? [] : [[name, value.replaceAll('&quot;', '"')]];
  });
  const selects = [...form.matchAll(/<select[^>]* name="([^"]+)"[\s\S]*?<\/select>/g)].map(([all, name = '']) => {
    const [, value, label = ''] = /<option(?: value="([^"]*)")? selected>([^<]*)/.exec(all) ?? [];
    return [name, value ?? label];
  });
  const areas = [...form.matchAll(/<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  return Object.fromEntries([...inputs, ...selects, ...areas]);
}

/** The next such day of the year, for a start may be announced up to a year ahead; `day` of its year. */
function comingDay(month: number, day: (year: number) => number): string {
  const year = new Date().getUTCFullYear();
  const [soon, then] = [year, year + 1].map((one) => new Date(Date.UTC(one, month, day(one))));
  const chosen = soon !== undefined && soon.getTime() > Date.now() + 86_400_000 ? soon : then;
  return chosen?.toISOString().slice(0, 10) ?? '';
}

/** Clocks of Europe change on the last Sunday of March and of October. `month` from 0. */
function clockChange(month: number): string {
  return comingDay(month, (year) => {
    const last = new Date(Date.UTC(year, month + 1, 0));
    return last.getUTCDate() - last.getUTCDay();
  });
}
