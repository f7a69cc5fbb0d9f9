// Login against the Twitch simulator, and everything that somebody might try with it.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TwitchSimulator } from '../../tools/simulators/twitch/index.ts';
import { CALLBACK, openTwitchHouse, type TwitchHouse } from '../../tools/testing/twitch-house.ts';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import { formTokenIn, makeVisitor, type Visitor } from '../../tools/testing/web-visitor.ts';
import type { UserId } from '../race/ids.ts';
import { SESSION_COOKIE } from './sessions.ts';

let all: TwitchHouse;
let twitch: TwitchSimulator;
let house: WebHouse;

beforeAll(async () => {
  all = await openTwitchHouse(['ann', 'ben']);
  ({ house, twitch } = all);
});
afterAll(() => all.close());

const agree: TwitchHouse['agree'] = (...asked) => all.agree(...asked);

async function loggedIn(login: string): Promise<Visitor> {
  const visitor = makeVisitor(house.base);
  await visitor.get(await agree(visitor, login));
  return visitor;
}

const me = async (visitor: Visitor) => ((await (await visitor.get('/api/auth/me')).json()) as { user: unknown }).user;

describe('a login', () => {
  it('leads to Twitch without asking for rights, and back to where one was', async () => {
    const race = await house.race();
    const visitor = makeVisitor(house.base);
    const page = await (await visitor.get(`/race/${race}`)).text();
    expect(page).toContain(`href="/api/auth/twitch?next=${encodeURIComponent(`/race/${race}`)}"`);
    const away = new URL((await visitor.get('/api/auth/twitch')).headers.get('location') ?? '');
    expect(Object.fromEntries(away.searchParams)).toMatchObject({
      scope: '',
      response_type: 'code',
      redirect_uri: CALLBACK,
    });
    const home = await visitor.get(await agree(visitor, 'ann', `/race/${race}`));
    expect([home.status, home.headers.get('location')]).toEqual([302, `/race/${race}`]);
    expect(await me(visitor)).toMatchObject({ name: 'ann', is_admin: false });
    expect(await (await visitor.get('/')).text()).toContain('Log out');
  });

  it('makes a new session id, signed and out of reach of scripts', async () => {
    const visitor = makeVisitor(house.base);
    const back = await agree(visitor, 'ann');
    const before = visitor.cookies.get('sfr');
    const response = await visitor.get(back);
    expect(visitor.cookies.get('sfr')).not.toBe(before);
    const line = response.headers.getSetCookie().find((cookie) => cookie.startsWith('sfr=')) ?? '';
    expect(line).toMatch(/httponly/i);
    expect(line).toMatch(/samesite=lax/i);
    const thief = makeVisitor(house.base);
    thief.cookies.set('sfr', before ?? '');
    expect(await me(thief)).toBeNull();
  });

  it('is not believed without the signature', async () => {
    const visitor = await loggedIn('ann');
    visitor.cookies.set('sfr.sig', 'A'.repeat(27));
    expect(await me(visitor)).toBeNull();
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/.//evil.example'])(
    'never leads to %s',
    async (next) => {
      const visitor = makeVisitor(house.base);
      const home = await visitor.get(await agree(visitor, 'ann', next));
      expect(home.headers.get('location')).toBe('/');
    },
  );
});

describe('a state', () => {
  it('is good once', async () => {
    const visitor = makeVisitor(house.base);
    const back = await agree(visitor, 'ann');
    expect((await visitor.get(back)).status).toBe(302);
    const again = await visitor.get(back, { accept: 'text/html' });
    expect([again.status, await again.text()]).toEqual([400, expect.stringContaining('used already')]);
  });

  it('belongs to the browser that began', async () => {
    const attacker = makeVisitor(house.base);
    const back = await agree(attacker, 'ben');
    const victim = makeVisitor(house.base);
    await victim.get('/api/auth/twitch');
    expect((await victim.get(back)).status).toBe(400);
    expect(await me(victim)).toBeNull();
  });

  it('dies after ten minutes, and the session of nobody with it', async () => {
    const visitor = makeVisitor(house.base);
    const back = await agree(visitor, 'ann');
    const id = visitor.cookies.get(SESSION_COOKIE) ?? '';
    expect(await house.store.accounts.session(id)).toBeDefined();
    house.time.shift(10 * 60_000);
    expect(await house.store.accounts.session(id)).toBeUndefined();
    expect((await visitor.get(back)).status).toBe(400);
  });

  it('is struck off by a refusal too', async () => {
    const visitor = makeVisitor(house.base);
    const away = new URL((await visitor.get('/api/auth/twitch')).headers.get('location') ?? '');
    const state = away.searchParams.get('state') ?? '';
    expect((await visitor.get(`/api/auth/callback?error=access_denied&state=${state}`)).status).toBe(403);
    expect((await visitor.get(`/api/auth/callback?code=abc&state=${state}`)).status).toBe(400);
  });

  it('lets several tabs log in', async () => {
    const visitor = makeVisitor(house.base);
    const [first, second] = [await agree(visitor, 'ann', '/?a'), await agree(visitor, 'ann', '/?b')];
    expect((await visitor.get(first)).headers.get('location')).toBe('/?a');
    expect((await visitor.get(second)).headers.get('location')).toBe('/?b');
  });
});

describe('when Twitch fails', () => {
  it('neither the page nor the log tells the secret, the code or the state', async () => {
    const visitor = makeVisitor(house.base);
    const back = await agree(visitor, 'ann');
    twitch.faults.failIdentity({ endpoint: 'token', status: 400, times: 1 });
    const response = await visitor.get(back);
    const text = await response.text();
    expect(response.status).toBe(502);
    expect(await me(visitor)).toBeNull();
    const { searchParams } = new URL(back, house.base);
    const secrets = [twitch.clientSecret, searchParams.get('code') ?? '-', searchParams.get('state') ?? '-'];
    const log = house.logged();
    expect(log).toContain('login with Twitch failed');
    for (const secret of secrets) {
      expect(text).not.toContain(secret);
      expect(log).not.toContain(secret);
    }
  });

  it('logging in is off without an application', async () => {
    const plain = await openWebHouse();
    const visitor = makeVisitor(plain.base);
    const statuses = [await visitor.get('/api/auth/twitch'), await visitor.get('/api/auth/callback?code=x&state=y')];
    const page = await (await visitor.get('/')).text();
    await plain.close();
    expect(statuses.map((response) => response.status)).toEqual([503, 503]);
    expect(page).not.toContain('Log in');
  });
});

describe('a logout', () => {
  it('ends the session here and tells the sockets', async () => {
    const visitor = await loggedIn('ann');
    const stolen = new Map(visitor.cookies);
    const { id } = (await me(visitor)) as { id: UserId };
    const elsewhere = await loggedIn('ann');
    const session = house.store.accounts.sessionName(stolen.get(SESSION_COOKIE) ?? '');
    expect((await house.store.accounts.sessions(id)).map(({ name }) => name)).toContain(session);
    const response = await visitor.press('/', '/logout');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
    expect(await me(visitor)).toBeNull();
    expect(house.loggedOut).toContain(session);
    expect((await house.store.accounts.sessions(id)).map(({ name }) => name)).not.toContain(session);
    expect(await me(elsewhere)).not.toBeNull();
    const thief = makeVisitor(house.base);
    for (const [name, value] of stolen) thief.cookies.set(name, value);
    expect(await me(thief)).toBeNull();
  });

  it('from elsewhere holds, also for what this browser asks at that moment', async () => {
    const { accounts } = house.store;
    const visitor = await loggedIn('ben');
    const { id } = (await me(visitor)) as { id: UserId };
    const name = accounts.sessionName(visitor.cookies.get(SESSION_COOKIE) ?? '');
    const { session } = accounts;
    vi.spyOn(accounts, 'session').mockImplementationOnce(async (cookie) => {
      const data = await session(cookie);
      expect(await accounts.revokeSession(id, name)).toBe(true);
      return data;
    });
    // It changes the session that it has just read.
    expect((await visitor.get('/api/auth/twitch')).status).toBe(302);
    expect(await me(visitor)).toBeNull();
    expect((await accounts.sessions(id)).map((one) => one.name)).not.toContain(name);
  });

  it('is not done by another site', async () => {
    const visitor = await loggedIn('ann');
    const response = await visitor.press('/', '/logout', { 'sec-fetch-site': 'cross-site' });
    expect(response.status).toBe(403);
    expect(await me(visitor)).not.toBeNull();
  });
});

describe('who came from chat', () => {
  it('joins by the button, finds their own pack, and leaves', async () => {
    const race = await house.race();
    const visitor = await loggedIn('ben');
    const page = `/race/${race}`;
    const joined = await visitor.press(page, `${page}/join`);
    expect([joined.status, joined.headers.get('location')]).toEqual([303, page]);
    const html = await (await visitor.get(page)).text();
    expect(html).toContain('You are in.');
    expect(html).toContain(`href="${page}/pack"`);
    const pack = (await visitor.get(`${page}/pack`)).headers.get('location') ?? '';
    expect(pack).toMatch(new RegExp(`^${page}/pack/[\\w-]{20,}$`));
    expect(await (await visitor.get(pack)).text()).toContain('<b>ben</b>');
    await visitor.press(page, `${page}/leave`);
    expect((await visitor.get(`${page}/pack`)).headers.get('location')).toBe(page);
    expect((await visitor.get(pack)).status).toBe(410);
  });

  it('hears why a button did nothing', async () => {
    const race = await house.race();
    const visitor = await loggedIn('ben');
    const page = await (await visitor.get(`/race/${race}`)).text();
    await house.submitter.submit(race, { type: 'lock', by: { kind: 'system' } });
    const refused = await visitor.post(`/race/${race}/join`, { _csrf: formTokenIn(page) });
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('role="alert"');
    expect(await (await visitor.get(`/race/${race}/join`)).text()).toContain('Nobody can join this race now.');
  });

  it('is sent to the race where there is no pack of theirs', async () => {
    const race = await house.race();
    const stranger = makeVisitor(house.base);
    expect((await stranger.get(`/race/${race}/pack`)).headers.get('location')).toBe(`/race/${race}`);
    expect((await stranger.post(`/race/${race}/join`, {})).status).toBe(403);
  });
});
