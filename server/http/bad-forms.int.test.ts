// What somebody might try against the pages: forms without their token, bodies that are far too large, markup in every text, ways
// to other sites, links and sessions that were stolen, paths that lead out.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visitorAs } from '../../tools/testing/sign-in.ts';
import { openTwitchHouse, type TwitchHouse } from '../../tools/testing/twitch-house.ts';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import { formTokenOf, makeVisitor, type Visitor } from '../../tools/testing/web-visitor.ts';
import type { RaceId } from '../race/ids.ts';

const MARKUP = `"'><img src=x onerror=alert(1)>{{913*877}}<%= 913*877 %>\${913*877}`;
const TEN_MEGABYTES = 10 * 1024 * 1024;
let twitch: TwitchHouse;
let house: WebHouse;
let olga: Visitor;
let race: RaceId;

beforeAll(async () => {
  twitch = await openTwitchHouse(['ann'], { all: 10_000, actions: 10_000, pages: 10_000, apiWrites: 10_000 });
  house = twitch.house;
  olga = await visitorAs(house, 'Olga');
  await house.store.accounts.setAdmin((await house.user('Olga')).id, true);
  race = await house.race();
});
afterAll(() => twitch.close());

const text = async (answer: Promise<Response>) => await (await answer).text();
/** Every form that is served. Writes of programs have a door of their own (api/bad-input.int.test.ts). */
const forms = (): readonly string[] =>
  house.routes
    .filter(({ path, methods }) => methods.includes('POST') && !path.startsWith('/api/'))
    .map(({ path }) => path.replace(':id', race).replace(':token', 'x'));

describe('a form', () => {
  it('is not taken without its token, with another browser’s, or from another site', async () => {
    const [own, foreign] = [await formTokenOf(olga), await formTokenOf(await visitorAs(house, 'Mallory'))];
    const before = JSON.stringify((await house.submitter.load(race))?.race);
    expect(forms()).toEqual(expect.arrayContaining(['/logout', `/race/${race}/cancel`, '/link/x', '/admin/users']));
    for (const path of forms()) {
      expect((await olga.post(path, {})).status, path).toBe(403);
      expect((await olga.post(path, { _csrf: foreign })).status, path).toBe(403);
      expect((await olga.post(path, { _csrf: own }, { 'sec-fetch-site': 'cross-site' })).status, path).toBe(403);
      expect((await olga.post(path, { _csrf: own }, { origin: 'https://evil.example' })).status, path).toBe(403);
    }
    expect(JSON.stringify((await house.submitter.load(race))?.race)).toBe(before);
    expect((await olga.get('/account')).status, 'still logged in').toBe(200);
  });

  it('of 10 MB is refused before it is read', async () => {
    for (const path of [`/race/${race}/say`, '/race/new', '/account/tokens']) {
      const answer = await olga.post(path, { text: 'x'.repeat(TEN_MEGABYTES) }).catch((error: unknown) => error);
      // The connection may be closed while the rest is still being sent.
      if (answer instanceof Response) expect(answer.status, path).toBe(413);
      else expect(String(answer), path).toContain('fetch failed');
    }
    expect((await olga.get('/')).status).toBe(200);
  });

  it('with fields of another kind is no fault', async () => {
    const token = await formTokenOf(olga);
    const post = (path: string, body: string, type: string) =>
      fetch(new URL(path, house.base), {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: { 'content-type': type, cookie: olga.cookieHeader(), origin: house.base, 'x-csrf-token': token },
      });
    const form = 'application/x-www-form-urlencoded';
    for (const path of ['/race/new', `/race/${race}/say`, `/race/${race}/edit`, '/account/tokens', '/admin/users']) {
      for (const [body, type] of [
        ['name[a]=1&text[b]=2&user[c]=3&zone[]=x&__proto__[x]=1', form],
        ['name=1&name=2&text=%00&user=%E2%80%AE', form],
        ['[1,2,3]', 'application/json'],
        ['{"name":{"a":1},"text":[{}],"user":null,"constructor":{}}', 'application/json'],
        ['%%%=%', form],
      ] as const) {
        const { status } = await post(path, body, type);
        expect(status, `${path} ${body}`).toBeLessThan(500);
      }
    }
    expect(house.logged()).not.toContain('request failed');
  });
});

describe('markup', () => {
  it('in every text stays text, on every page that shows it', async () => {
    const mallory = await house.user(MARKUP);
    const visitor = await visitorAs(house, MARKUP);
    const id = await house.race({ name: MARKUP, note: MARKUP, organizer: { user: mallory.id, name: mallory.name } });
    const page = `/race/${id}`;
    const player = await house.join(id, MARKUP);
    await house.store.accounts.setAdmin(mallory.id, true);
    const _csrf = await formTokenOf(visitor);
    await visitor.post(`${page}/say`, { _csrf, text: MARKUP });
    await visitor.post(`${page}/report`, { _csrf, text: MARKUP });
    await visitor.post('/account/tokens', { _csrf, name: MARKUP.slice(0, 60) });
    await house.submitter.submit(id, { type: 'ready', participant: player });
    await house.submitter.submit(id, { type: 'start', by: { kind: 'system' }, missing: 'late' });
    house.time.shift(11_000);
    await house.submitter.submit(id, { type: 'tick' });
    await house.submitter.submit(id, { type: 'note', participant: player, code: 'x', text: MARKUP });
    await visitor.post(`${page}/disqualify`, { _csrf, player, reason: MARKUP });
    const answers = [
      ...['/', page, `${page}/manage`, `${page}/manage/player/${player}`, `${page}/join`, `${page}/regions`].map(
        (path) => visitor.get(path),
      ),
      ...['/my-races', '/account', '/admin', '/admin/users', `/admin/users?q=${encodeURIComponent(MARKUP)}`].map(
        (path) => visitor.get(path),
      ),
      ...[`${page}/manage/regions`].map((path) => visitor.get(path)),
      visitor.post(`${page}/cancel`, { _csrf, reason: MARKUP }),
      visitor.post(`${page}/invite`, { _csrf, back: 'manage', twitch: MARKUP }),
      visitor.post('/race/new', {
        _csrf,
        pool: MARKUP,
        name: MARKUP,
        note: MARKUP,
        twitch: MARKUP,
        start_local: MARKUP,
        zone: MARKUP,
      }),
      visitor.post('/admin/seeds/discard', { _csrf, pool: MARKUP, number: '1' }),
      visitor.post('/account/timezone', { _csrf, zone: MARKUP }),
    ];
    let shown = 0;
    for (const answer of await Promise.all(answers)) {
      const html = await answer.text();
      expect(answer.status, answer.url).toBeLessThan(500);
      expect(html, answer.url).not.toContain('<img');
      expect(html, answer.url).not.toContain('800701');
      shown += html.includes('&lt;img src=x onerror=alert(1)&gt;') ? 1 : 0;
    }
    expect(shown).toBeGreaterThanOrEqual(11);
    expect(house.logged()).not.toContain('onerror');
  });
});

describe('ways to other sites', () => {
  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\\\evil.example',
    '\\u0009//evil.example',
    'javascript:alert(1)',
  ])('are not gone after a button: back=%s', async (back) => {
    const own = await house.race();
    const answer = await olga.post(`/race/${own}/lock`, { _csrf: await formTokenOf(olga), back, player: back });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/race/${own}`]);
    const judged = await olga.post(`/race/${own}/lock`, {
      _csrf: await formTokenOf(olga),
      back: 'player',
      player: back,
    });
    const to = new URL(judged.headers.get('location') ?? '', house.base);
    expect(to.href.startsWith(`${house.base}/race/${own}/manage/player/`)).toBe(true);
  });

  it('are not gone after a login, whose state is good once and in its browser alone', async () => {
    const visitor = makeVisitor(house.base);
    const path = await twitch.agree(visitor, 'ann', 'https://evil.example/x');
    const thief = makeVisitor(house.base);
    expect((await thief.get(path)).status, 'another browser').toBe(400);
    const forged = new URL(path, house.base);
    forged.searchParams.set('state', 'A'.repeat(32));
    expect((await visitor.get(forged.pathname + forged.search)).status, 'forged').toBe(400);
    const home = await visitor.get(path);
    expect([home.status, home.headers.get('location')]).toEqual([302, '/']);
    expect((await visitor.get(path)).status, 'replayed').toBe(400);
    expect((await thief.get('/account')).status).toBe(401);
  });
});

describe('what was stolen', () => {
  it('a cookie is worth nothing after a logout, on any page', async () => {
    const visitor = await visitorAs(house, 'Victim');
    const thief = makeVisitor(house.base);
    for (const [name, value] of visitor.cookies) thief.cookies.set(name, value);
    expect((await thief.get('/account')).status).toBe(200);
    const token = await formTokenOf(thief);
    await visitor.press('/', '/logout');
    for (const path of ['/account', '/my-races', '/race/new']) expect((await thief.get(path)).status, path).toBe(401);
    expect((await thief.post(`/race/${race}/join`, { _csrf: token })).status).toBe(403);
  });

  it('no page shows somebody else’s pack, link or token', async () => {
    const own = await house.race();
    const page = `/race/${own}`;
    const player = await house.join(own, 'Gus');
    const secrets = (['download', 'mod'] as const).map((purpose) => house.tokens.derive(purpose, player, 1));
    for (const path of [
      page,
      `${page}/manage`,
      `${page}/manage/player/${player}`,
      `${page}/regions`,
      '/my-races',
      '/admin',
      '/admin/users',
    ]) {
      const html = await text(olga.get(path));
      for (const secret of secrets) expect(html, path).not.toContain(secret);
    }
  });
});

describe('paths', () => {
  it.each([
    '/race/..%2f..%2fetc%2fpasswd',
    '/race/%2e%2e/manage',
    '/race/new%00',
    '/static/..%2f..%2fpackage.json',
    '/static/built/..%2f..%2f..%2fpackage.json',
    '/race/%ff/manage',
    `/race/${'9'.repeat(5_000)}`,
    "/race/1'%20or%20'1'%3d'1/manage",
    '/invite/..%2f..%2fadmin',
    '/sign-in/%00',
  ])('lead nowhere: %s', async (path) => {
    const answer = await olga.get(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await answer.text()).not.toContain('"dependencies"');
  });

  it('of a player or a session that is none change nothing', async () => {
    for (const player of ["' or 1=1 --", '../../admin', '%00', 'x'.repeat(300)]) {
      const answer = await olga.get(`/race/${race}/manage/player/${encodeURIComponent(player)}`);
      expect(answer.status, player).toBe(404);
    }
  });
});

describe('a flood', () => {
  it('from one address is told when to come back, and somebody else is not', async () => {
    const busy = await openWebHouse({ limits: { actions: 5, logins: 100 }, trustProxy: 1 });
    const visitor = await visitorAs(busy, 'Ann');
    const open = await busy.race();
    const _csrf = await formTokenOf(visitor);
    const from = (address: string) =>
      visitor.post(`/race/${open}/join`, { _csrf }, { 'x-forwarded-for': address }).then(({ status }) => status);
    const statuses = await Promise.all(Array.from({ length: 50 }, () => from('1.1.1.1')));
    expect(statuses.filter((status) => status === 429)).toHaveLength(45);
    expect(await from('2.2.2.2')).toBe(303);
    const network = await Promise.all(Array.from({ length: 10 }, (_, at) => from(`2001:db8::${at + 1}`)));
    expect(network.filter((status) => status === 429)).toHaveLength(5);
    await busy.close();
  });

  it('of one account from many addresses is stopped too', async () => {
    const busy = await openWebHouse({ limits: { apiWrites: 6, logins: 100 }, trustProxy: 1 });
    const visitor = await visitorAs(busy, 'Ann');
    const open = await busy.race();
    const _csrf = await formTokenOf(visitor);
    const statuses = [];
    for (let i = 1; i <= 10; i += 1) {
      const answer = await visitor.post(`/race/${open}/join`, { _csrf }, { 'x-forwarded-for': `1.1.1.${i}` });
      statuses.push(answer.status);
    }
    await busy.close();
    expect(statuses).toEqual([...Array(6).fill(303), ...Array(4).fill(429)]);
  });
});
