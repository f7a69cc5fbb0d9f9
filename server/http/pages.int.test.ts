// Pages, headers, forms and limits, asked over HTTP of the real application on port 0.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import { makeVisitor } from '../../tools/testing/web-visitor.ts';
import type { RaceId } from '../race/ids.ts';

let house: WebHouse;
let race: RaceId;

beforeAll(async () => {
  house = await openWebHouse();
  race = await house.race({ name: '<b>Sunday</b> "Showdown"', note: 'be kind & fair' });
  await house.join(race, 'Ann');
});
afterAll(async () => await house.close());

const get = (path: string, headers: Record<string, string> = {}) => makeVisitor(house.base).get(path, headers);

describe('what is there', () => {
  it('lists races and leads to them', async () => {
    const text = await (await get('/')).text();
    expect(text).toContain(`href="/race/${race}"`);
    expect(text).toContain('Open to join');
    expect(text).toContain('1/16 players');
  });

  it('knows no draft to a stranger: not as page, not as JSON, not as overlay', async () => {
    const id = await house.race({ name: 'Secret draft', draft: true });
    const code = (await house.submitter.load(id))?.race.code;
    for (const path of [`/race/${id}`, `/r/${code}`, `/api/races/${id}`, `/overlay/${id}/leaderboard`]) {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('Secret draft');
    }
  });

  it('keeps drafts and cancelled races off the list', async () => {
    await house.race({ name: 'Secret draft', draft: true });
    expect(await (await get('/')).text()).not.toContain('Secret draft');
  });

  it('shows a race, and what people typed as text', async () => {
    const text = await (await get(`/race/${race}`)).text();
    expect(text).toContain('&lt;b&gt;Sunday&lt;/b&gt; &quot;Showdown&quot;');
    expect(text).not.toContain('<b>Sunday');
    expect(text).toContain('be kind &amp; fair');
    expect(text).toContain('Ann');
    expect(text).toContain(`${house.base}/overlay/${race}/leaderboard`);
  });

  it('knows the short address, in any case', async () => {
    const code = (await house.submitter.load(race))?.race.code ?? '';
    const response = await get(`/r/${code.toLowerCase()}`);
    expect([response.status, response.headers.get('location')]).toEqual([302, `/race/${race}`]);
  });

  it.each([
    '/race/nonsense',
    '/r/AAAAA',
    '/r/CCCCC',
    '/race/00000000-0000-4000-8000-000000000000',
    '/overlay/x/leaderboard',
    '/no/such/page',
  ])('a page says that %s is not there', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('To the races');
  });

  it('the API says it as JSON', async () => {
    const response = await get('/api/races/00000000-0000-4000-8000-000000000000');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'unknown_race' } });
    expect(await (await get('/api/nothing')).json()).toMatchObject({ error: { code: 'not_found' } });
  });

  it('the API tells a race without anything to find a way by', async () => {
    const text = await (await get(`/api/races/${race}`)).text();
    expect(JSON.parse(text)).toMatchObject({
      race: { id: race, status: 'open', started_at: null },
      seed: { total_layers: 12 },
      participants: [{ name: 'Ann', status: 'registered', connected: false, place: null }],
    });
    for (const node of Object.keys(house.graph.nodes)) expect(text).not.toContain(node);
  });

  it('overlays take lines and scale within their bounds', async () => {
    const overlay = `/overlay/${race}/leaderboard`;
    const text = await (await get(`${overlay}?lines=3&scale=1.5`)).text();
    expect(text).toContain('&quot;lines&quot;:3,&quot;scale&quot;:1.5');
    expect(text).toContain(`data-socket="/ws/race/${race}"`);
    for (const bad of [
      'lines=0',
      'lines=101',
      'lines=2.5',
      'lines=x',
      'scale=0.4',
      'scale=5',
      'scale=1e9',
      'lines=-1',
    ]) {
      expect((await get(`${overlay}?${bad}`)).status, bad).toBe(400);
    }
  });

  it('gives a local file for OBS that knows where to look', async () => {
    const response = await get(`/overlay/${race}/leaderboard/file?lines=5`);
    expect(response.headers.get('content-disposition')).toMatch(
      /attachment; filename="speedfog-leaderboard-\w{5}.html"/,
    );
    const text = await response.text();
    expect(text).toContain(`data-overlay="${house.base}/overlay/${race}/leaderboard?lines=5"`);
    // The file may read it: what a proxy says for us while we are away is no reason to go on.
    expect((await get('/health')).headers.get('access-control-allow-origin')).toBe('*');
  });

  it('is healthy, and ready while the database is there', async () => {
    expect(await (await get('/health')).json()).toEqual({ ok: true });
    expect((await get('/ready')).status).toBe(200);
    const gone = { name: 'database', about: '', ok: false, vital: true, sentence: 'It does not answer.' } as const;
    const poor = await openWebHouse({}, { health: { look: async () => [gone] } });
    const response = await makeVisitor(poor.base).get('/ready');
    await poor.close();
    expect([response.status, await response.json()]).toMatchObject([503, { ok: false, database: false }]);
  });
});

describe('headers', () => {
  it('allow nothing inline and nothing from elsewhere', async () => {
    const { headers } = await get(`/race/${race}`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    for (const path of ['/', `/race/${race}`, `/overlay/${race}/leaderboard`, '/race/nowhere', '/api/races']) {
      expect((await get(path)).headers.get('content-security-policy')).not.toContain('unsafe');
    }
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('let pages do without anything inline', async () => {
    for (const path of ['/', `/race/${race}`, `/overlay/${race}/leaderboard`]) {
      const text = await (await get(path)).text();
      expect(text).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=|hx-on/);
    }
  });

  it('let nobody in between keep a page, which knows who looks', async () => {
    for (const path of ['/', `/race/${race}`, `/race/${race}/regions`, `/overlay/${race}/leaderboard`]) {
      expect((await get(path)).headers.get('cache-control')).toBe('private, no-cache');
    }
  });

  it('keep hashed files for ever and others for minutes', async () => {
    const [, file = ''] = /href="(\/static\/built\/site-[^"]+)"/.exec(await (await get('/')).text()) ?? [];
    const hashed = await get(file);
    expect([hashed.status, hashed.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect((await get('/static/favicon.svg')).headers.get('cache-control')).toBe('public, max-age=300');
    expect((await get('/static/../../package.json')).status).toBe(404);
    expect((await get('/static/%2e%2e/%2e%2e/package.json')).status).toBe(404);
  });

  it('ask browsers for HTTPS and guard cookies where the public address has it', async () => {
    const secure = await openWebHouse({ publicUrl: 'https://races.example' });
    const its = await secure.race();
    const response = await makeVisitor(secure.base).get(`/race/${its}`);
    await secure.close();
    expect(response.headers.get('strict-transport-security')).toBe('max-age=15552000');
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/; secure/i);
    expect(cookie).toMatch(/; httponly/i);
    expect(cookie).toMatch(/; samesite=lax/i);
  });
});

describe('"I am not racing in this one"', () => {
  const spectators = async () => {
    const running = await house.race();
    const ann = await house.join(running, 'Ann');
    const by = { kind: 'system' } as const;
    for (const intent of [
      { type: 'ready', participant: ann },
      { type: 'start', by, missing: 'late' },
    ] as const) {
      const result = await house.submitter.submit(running, intent);
      if ('refused' in result) throw new Error(result.refused.code);
    }
    house.time.shift(11_000);
    await house.submitter.submit(running, { type: 'tick' });
    return running;
  };

  it('is asked while a race runs, and remembered', async () => {
    const running = await spectators();
    const visitor = makeVisitor(house.base);
    const page = `/race/${running}`;
    expect(await (await visitor.get(page)).text()).toContain('I am not racing in this one');
    const pressed = await visitor.press(page, `${page}/not-racing`);
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, page]);
    expect(await (await visitor.get(page)).text()).not.toContain('I am not racing in this one');
    expect(await (await makeVisitor(house.base).get(page)).text()).toContain('I am not racing in this one');
  });

  it('is not believed with a cookie that was changed', async () => {
    const running = await spectators();
    const visitor = makeVisitor(house.base);
    await visitor.press(`/race/${running}`, `/race/${running}/not-racing`);
    const other = await spectators();
    visitor.cookies.set('sfr_not_racing', other);
    expect(await (await visitor.get(`/race/${other}`)).text()).toContain('I am not racing in this one');
  });
});

describe('forms of other sites', () => {
  const form = async (headers: Record<string, string>, token?: string) => {
    const visitor = makeVisitor(house.base);
    const html = await (await visitor.get(`/race/${race}`)).text();
    const [, own = ''] = /X-CSRF-Token&quot;:&quot;([^&]+)&quot;/.exec(html) ?? [];
    expect(own).toHaveLength(43);
    return (await visitor.post(`/race/${race}/not-racing`, { _csrf: token ?? own }, headers)).status;
  };

  it.each([
    ['our own, by Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }, 303],
    ['our own, by Origin in an old browser', {}, 303],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }, 403],
    ['another site in an old browser', { origin: 'https://evil.example' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
  ])('%s', async (_what, headers, status) => expect(await form(headers)).toBe(status));

  it('a missing or foreign token', async () => {
    expect(await form({ 'sec-fetch-site': 'same-origin' }, '')).toBe(403);
    const stranger = await (await makeVisitor(house.base).get(`/race/${race}`)).text();
    const [, other = ''] = /X-CSRF-Token&quot;:&quot;([^&]+)&quot;/.exec(stranger) ?? [];
    expect(await form({ 'sec-fetch-site': 'same-origin' }, other)).toBe(403);
  });

  it('a form that is far too large', async () => {
    const visitor = makeVisitor(house.base);
    const response = await visitor.post('/logout', { _csrf: 'x'.repeat(20_000) });
    expect(response.status).toBe(413);
  });
});

describe('limits', () => {
  it('answers 429 with when to come back, and counts an address behind a trusted proxy', async () => {
    const busy = await openWebHouse({ limits: { pages: 2 }, trustProxy: 1 });
    const visitor = makeVisitor(busy.base);
    const from = (address: string) => visitor.get('/', { 'x-forwarded-for': `6.6.6.6, ${address}` });
    const statuses = [await from('1.1.1.1'), await from('1.1.1.1'), await from('1.1.1.1'), await from('2.2.2.2')];
    await busy.close();
    expect(statuses.map((response) => response.status)).toEqual([200, 200, 429, 200]);
    expect(Number(statuses[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('a fault', () => {
  it('is a bland sentence outside and one line inside', async () => {
    const broken = await openWebHouse(
      {},
      { log: { list: () => Promise.reject(new Error('kaboom')), byCode: async () => undefined } },
    );
    const response = await makeVisitor(broken.base).get('/');
    const text = await response.text();
    const lines = broken
      .logged()
      .split('\n')
      .filter((line) => line.includes('kaboom'));
    await broken.close();
    expect(response.status).toBe(500);
    expect(text).toContain('Something went wrong on our side');
    expect(text).not.toContain('kaboom');
    expect(lines).toHaveLength(1);
  });

  it('of the database says so, and when to come back, to people and to programs', async () => {
    const away = {
      look: async () => [{ name: 'database', about: '', ok: false, vital: true, sentence: 'It is away.' } as const],
    };
    const gone = () => Promise.reject(new Error('connection lost'));
    const poor = await openWebHouse({}, { log: { list: gone, byCode: gone }, health: away });
    const [page, api] = [await makeVisitor(poor.base).get('/'), await makeVisitor(poor.base).get('/api/races')];
    const said = [await page.text(), await api.json()];
    await poor.close();
    expect([page.status, page.headers.get('retry-after'), api.status]).toEqual([503, '10', 503]);
    expect(said).toEqual([
      expect.stringContaining('Our database does not answer'),
      { error: { code: 'database_away', message: expect.stringContaining('Try again in a moment') } },
    ]);
  });
});
