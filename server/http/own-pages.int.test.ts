// One's own races, the account, administration: pages of who is logged in.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { visitorAs } from '../../tools/testing/sign-in.ts';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import { formTokenIn, formTokenOf, makeVisitor, type Visitor } from '../../tools/testing/web-visitor.ts';

let house: WebHouse;
let olga: Visitor;

beforeAll(async () => {
  house = await openWebHouse({ limits: { logins: 1_000, actions: 1_000, apiWrites: 1_000 } });
  olga = await visitorAs(house, 'Olga');
});
afterAll(async () => await house.close());

const text = async (answer: Promise<Response>) => await (await answer).text();

describe('my races', () => {
  it('lists what one plays in or organizes, with the own pack, and nobody else’s draft', async () => {
    const race = await house.race({ name: 'Mine to race' });
    const hidden = await house.race({ name: 'Hidden draft', draft: true });
    await house.join(race, 'Gus');
    const gus = await visitorAs(house, 'Gus');
    const html = await text(gus.get('/my-races'));
    expect(html).toContain(`href="/race/${race}/pack"`);
    expect(html).toContain('Player, not ready');
    expect(html).not.toContain('Hidden draft');
    expect(html).not.toContain('/manage');
    const own = await olga.get('/my-races');
    expect(own.headers.get('cache-control')).toBe('no-store');
    expect(await own.text()).toContain(`href="/race/${hidden}/manage"`);
  });
});

describe('the account', () => {
  it('lists browsers and logs one out, whose cookie is worth nothing then', async () => {
    const dan = await visitorAs(house, 'Dan');
    const elsewhere = await visitorAs(house, 'Dan');
    const html = await text(dan.get('/account'));
    const sessions = [...html.matchAll(/name="session" value="([^"]+)"/g)].map(([, name = '']) => name);
    expect(sessions).toHaveLength(2);
    expect(html.match(/this one/g)).toHaveLength(1);
    const here = /this one[\s\S]*?name="session" value="([^"]+)"/.exec(html)?.[1];
    const other = sessions.find((name) => name !== here) ?? '';
    const thief = makeVisitor(house.base);
    for (const [name, value] of elsewhere.cookies) thief.cookies.set(name, value);
    await dan.post('/account/sessions/revoke', { _csrf: formTokenIn(html), session: other });
    expect(house.loggedOut).toContain(other);
    expect((await thief.get('/account')).status).toBe(401);
    expect((await dan.get('/account')).status).toBe(200);
    // Another's session cannot be named.
    const foreign = /name="session" value="([^"]+)"/.exec(await text(olga.get('/account')))?.[1] ?? '';
    await dan.post('/account/sessions/revoke', { _csrf: formTokenIn(html), session: foreign });
    expect((await olga.get('/account')).status).toBe(200);
    const out = await dan.post('/account/sessions/revoke', { _csrf: formTokenIn(html), session: here ?? '' });
    expect([out.status, out.headers.get('location')]).toEqual([303, '/']);
    expect((await dan.get('/account')).status).toBe(401);
  });

  it('makes tokens that are shown once, lists and revokes them', async () => {
    const eve = await visitorAs(house, 'Eve');
    const csrf = formTokenIn(await text(eve.get('/account')));
    const made = await eve.post('/account/tokens', { _csrf: csrf, name: 'my <script>' });
    expect([made.status, made.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const shown = await made.text();
    const token = /value="(sfr_[^"]+)"/.exec(shown)?.[1] ?? '';
    expect(await house.store.apiTokens.byToken(token)).toBeDefined();
    expect(shown).toContain('my &lt;script&gt;');
    const listed = await text(eve.get('/account'));
    expect(listed).toContain('my &lt;script&gt;');
    expect(listed).not.toContain(token);
    const id = /name="token" value="([^"]+)"/.exec(listed)?.[1] ?? '';
    await olga.post('/account/tokens/revoke', { _csrf: formTokenIn(await text(olga.get('/account'))), token: id });
    expect(await house.store.apiTokens.byToken(token), 'not another’s').toBeDefined();
    await eve.post('/account/tokens/revoke', { _csrf: csrf, token: id });
    expect(await house.store.apiTokens.byToken(token)).toBeUndefined();
    expect((await eve.post('/account/tokens', { _csrf: csrf, name: ' ' })).status).toBe(422);
    expect(house.logged()).not.toContain(token);
  });

  it('keeps a time zone, and no nonsense', async () => {
    const csrf = formTokenIn(await text(olga.get('/account')));
    await olga.post('/account/timezone', { _csrf: csrf, zone: 'America/New_York' });
    expect(await text(olga.get('/account'))).toContain('Your time zone is America/New_York.');
    await olga.post('/account/timezone', { _csrf: csrf, zone: '<Mars>' });
    expect(await text(olga.get('/account'))).toContain('I do not know this time zone.');
    expect((await house.user('Olga')).timezone).toBe('America/New_York');
  });
});

describe('administration', () => {
  it('is for administrators alone', async () => {
    const visitor = await visitorAs(house, 'Nobody');
    expect((await visitor.get('/admin')).status).toBe(403);
    const html = await text(visitor.get('/'));
    expect(html).not.toContain('href="/admin"');
    const list = await visitor.get('/admin/users?q=Nobody');
    expect([list.status, await list.text()]).toEqual([403, expect.not.stringContaining('action="/admin/users"')]);
    expect((await makeVisitor(house.base).get('/admin/users')).status).toBe(401);
    for (const path of ['/admin/seeds/scan', '/admin/seeds/discard', '/admin/users']) {
      const fields = {
        _csrf: formTokenIn(html),
        user: 'nobody',
        change: 'add',
        pool: 'standard',
        number: '1',
        confirmed: 'yes',
      };
      expect((await visitor.post(path, fields)).status, path).toBe(403);
    }
    expect((await house.user('Nobody')).isAdmin).toBe(false);
  });

  it('shows pools and what is broken, rescans, discards after a second question, makes administrators', async () => {
    const boss = await house.user('Boss');
    await house.store.accounts.setAdmin(boss.id, true);
    const visitor = await visitorAs(house, 'Boss');
    const html = await text(visitor.get('/admin'));
    expect(html).toContain('Standard (~1h)');
    expect(html).toContain('empty/available/seed_9');
    expect(html).toContain('graph.json: no final boss');
    await visitor.press('/admin', '/admin/seeds/scan');
    expect(await text(visitor.get('/admin'))).toContain('Read again: 1 new, 0 gone, 0 broken.');
    const left = async () =>
      (/<th scope="row">Standard \(~1h\)<\/th><td class="num">(\d+)/.exec(await text(visitor.get('/admin'))) ?? [])[1];
    const before = Number(await left());
    const fields = { _csrf: formTokenIn(html), pool: 'standard', number: '3' };
    const asked = await text(visitor.post('/admin/seeds/discard', fields));
    expect(asked).toContain('Throw seed 3 of standard away?');
    expect(Number(await left())).toBe(before);
    await visitor.post('/admin/seeds/discard', {
      ...fields,
      confirmed: 'yes',
      until: String(house.time.now() + 1_000),
    });
    expect(Number(await left())).toBe(before - 1);
    const unknown = await visitor.post('/admin/seeds/discard', { ...fields, pool: '../../etc' });
    expect([unknown.status, await unknown.text()]).toEqual([409, expect.stringContaining('There is no seed 3')]);
    await house.user('Second');
    await visitor.post('/admin/users', { _csrf: formTokenIn(html), user: 'second', change: 'add' });
    expect((await house.user('Second')).isAdmin).toBe(true);
    await visitor.post('/admin/users', { _csrf: formTokenIn(html), user: 'second', change: 'remove' });
    expect((await house.user('Second')).isAdmin).toBe(false);
    await visitor.post('/admin/users', { _csrf: formTokenIn(html), user: boss.id, change: 'remove' });
    expect((await house.user('Boss')).isAdmin, 'not by themselves').toBe(true);
  });

  it('has the pages come back that somebody has open who is made one, or is none any more', async () => {
    const comeBack: string[] = [];
    const other = await openWebHouse({}, { onAdmin: (user) => comeBack.push(user) });
    await other.store.accounts.setAdmin((await other.user('Boss')).id, true);
    const visitor = await visitorAs(other, 'Boss');
    const { id } = await other.user('Second');
    const _csrf = await formTokenOf(visitor);
    for (const change of ['add', 'remove']) await visitor.post('/admin/users', { _csrf, user: 'second', change });
    await visitor.post('/admin/users', { _csrf, user: 'nobody', change: 'add' });
    await other.close();
    expect(comeBack).toEqual([id, id]);
  });

  it('lists people, finds them by any name, and makes administrators where they stand', async () => {
    const { accounts } = house.store;
    const chief = await house.user('Chief');
    await accounts.setAdmin(chief.id, true);
    const visitor = await visitorAs(house, 'Chief');
    expect(await text(visitor.get('/admin'))).toContain('href="/admin/users"');
    const crowd: string[] = [];
    for (let number = 0; number < 52; number += 1) {
      house.time.shift(1_000);
      const on = { platform: 'discord', id: `crowd ${number}`, avatarUrl: null } as const;
      const { id } = await accounts.ofIdentity({ ...on, login: `crowd_${number}`, displayName: `Guest ${number}` });
      crowd.unshift(id);
    }
    const shown = (html: string) => [...html.matchAll(/name="user" value="([^"]+)"/g)].map(([, id = '']) => id);
    const first = await visitor.get('/admin/users?q=Crowd_');
    expect(first.headers.get('cache-control')).toBe('no-store');
    const html = await first.text();
    expect(shown(html)).toEqual(crowd.slice(0, 50));
    expect(html).toContain('Guest 51');
    expect(html).toContain('crowd_51');
    const older = /href="([^"]+)">Older</.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const rest = await text(visitor.get(older));
    expect(shown(rest)).toEqual(crowd.slice(50));
    expect(rest).not.toContain('>Older<');
    expect(rest).toContain('href="/admin/users?q=Crowd_">Newest<');
    expect(shown(await text(visitor.get('/admin/users')))).toHaveLength(50);

    // The button leads back to the same part of the list.
    const [guest = ''] = crowd.slice(50);
    const fields = { _csrf: formTokenIn(rest), back: 'users', q: 'Crowd_', after: crowd[49] ?? '' };
    const made = await visitor.post('/admin/users', { ...fields, user: guest, change: 'add' });
    expect([made.status, made.headers.get('location')]).toEqual([303, older]);
    const after = await text(visitor.get(older));
    expect(after).toContain('Guest 1 is an administrator.');
    expect(after.match(/name="change" value="remove"/g)).toHaveLength(1);
    await visitor.post('/admin/users', { ...fields, user: guest, change: 'remove' });
    expect(await text(visitor.get(older))).not.toContain('value="remove"');

    // Oneself stands there without a button; and nobody takes it from themselves.
    const own = await text(visitor.get('/admin/users?q=@chief'));
    expect(own).toContain('>you<');
    expect(shown(own)).toEqual([]);
    const refused = await visitor.post('/admin/users', { ...fields, user: chief.id, change: 'remove' });
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('<h1>Users</h1>')]);
    expect((await house.user('Chief')).isAdmin).toBe(true);
  });

  it('offers no button against the configuration, and says why where one is pressed', async () => {
    const { accounts } = house.store;
    for (const name of ['Chief', 'Named']) await accounts.setAdmin((await house.user(name)).id, true);
    const named = await house.user('Named');
    vi.spyOn(accounts, 'staysAdmin').mockImplementation(({ id }) => id === named.id);
    const visitor = await visitorAs(house, 'Chief');
    for (const path of ['/admin', '/admin/users?q=named']) {
      const html = await text(visitor.get(path));
      expect(html, path).toContain('by configuration');
      expect(html, path).not.toContain(`name="user" value="${named.id}"`);
    }
    const _csrf = await formTokenOf(visitor);
    const refused = await visitor.post('/admin/users', { _csrf, user: named.id, change: 'remove' });
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining('Named is named in the configuration of this server, and stays an administrator.'),
    ]);
    expect((await house.user('Named')).isAdmin).toBe(true);
  });

  it('lists nobody twice, takes what is typed as it stands, and lets no name be markup', async () => {
    const { accounts } = house.store;
    await accounts.setAdmin((await house.user('Chief')).id, true);
    const visitor = await visitorAs(house, 'Chief');
    const markup = '<b onclick="x">Bold</b>';
    const on = (platform: 'twitch' | 'discord') =>
      accounts.ofIdentity({ platform, id: `bold ${platform}`, login: markup, displayName: markup, avatarUrl: null });
    const [gone, kept] = [await on('discord'), await on('twitch')];
    await accounts.merge(gone.id, kept.id);
    const html = await text(visitor.get(`/admin/users?q=${encodeURIComponent(markup)}`));
    expect(html).not.toContain('<b onclick');
    expect([...html.matchAll(/name="user" value="([^"]+)"/g)].map(([, id]) => id)).toEqual([kept.id]);
    for (const q of ['%25', '_%25_', '%00', '%ED%A0%80', "' or 1=1 --", 'x'.repeat(500), 'bold&q=zz']) {
      const answer = await visitor.get(`/admin/users?q=${q}&after=%27`);
      expect([answer.status, (await answer.text()).includes('name="user"')], q).toEqual([200, false]);
    }
    expect(await text(visitor.get(`/admin/users?q=${'x'.repeat(500)}`))).not.toContain('x'.repeat(61));
  });
});
