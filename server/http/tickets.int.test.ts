// Links for one use, from outside: pressed, pressed again, by somebody else, too late.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import { makeVisitor } from '../../tools/testing/web-visitor.ts';
import type { UserId } from '../race/ids.ts';

let house: WebHouse;
beforeAll(async () => {
  const twitch = { clientId: 'id', clientSecret: 'secret', redirectUri: 'http://127.0.0.1/api/auth/callback' };
  house = await openWebHouse({ limits: { logins: 1_000 }, twitch });
});
afterAll(() => house.close());

const person = (platform: 'discord' | 'twitch', login: string) =>
  house.store.accounts.ofIdentity({ platform, id: `id of ${login}`, login, displayName: login, avatarUrl: null });
const me = async (visitor: ReturnType<typeof makeVisitor>) =>
  ((await (await visitor.get('/api/auth/me')).json()) as { user: { id: UserId } | null }).user?.id ?? null;
const issue = async (about: string, by: UserId, purpose: 'sign_in' | 'invite', name: string | null = null) =>
  house.store.tickets.issue({ purpose, about, name, by, expiresAt: Date.now() + 60_000 });

/** Signed in by a link: as Twitch would, without Twitch. */
async function signedIn(user: UserId) {
  const visitor = makeVisitor(house.base);
  const path = `/sign-in/${await issue(user, user, 'sign_in')}`;
  expect((await visitor.press(path, path)).status).toBe(303);
  return visitor;
}

describe('a sign-in link', () => {
  it('is looked at without harm, works once, and for one person', async () => {
    const dan = await person('discord', 'dan');
    const path = `/sign-in/${await issue(dan.id, dan.id, 'sign_in')}`;
    const [visitor, other] = [makeVisitor(house.base), makeVisitor(house.base)];
    for (let looks = 0; looks < 3; looks += 1) {
      const page = await visitor.get(path);
      expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(await page.text()).toContain('Sign in as dan');
    }
    expect(await me(visitor)).toBeNull();
    expect((await visitor.press(path, path)).status).toBe(303);
    expect(await me(visitor)).toBe(dan.id);
    expect((await other.get(path)).status).toBe(410);
    expect(await me(other)).toBeNull();
  });

  it('is taken from our own pages only', async () => {
    const eve = await person('discord', 'eve');
    const token = await issue(eve.id, eve.id, 'sign_in');
    const visitor = makeVisitor(house.base);
    expect((await visitor.post(`/sign-in/${token}`, {})).status).toBe(403);
    expect((await visitor.post(`/sign-in/${token}`, {}, { origin: 'https://evil.example' })).status).toBe(403);
    expect(await me(visitor)).toBeNull();
    expect((await makeVisitor(house.base).get('/sign-in/nothing')).status).toBe(410);
  });
});

describe('an invitation', () => {
  it('says what race it is, and brings in the one whom it names, once', async () => {
    const race = await house.race({ note: 'bring tea', scheduledStart: Date.UTC(2030, 4, 1, 18, 30) });
    const [dan, ann, bob] = [
      await person('discord', 'dan'),
      await person('twitch', 'ann'),
      await person('twitch', 'bob'),
    ];
    const path = `/invite/${await issue(race, dan.id, 'invite', 'ann')}`;
    const stranger = await (await makeVisitor(house.base).get(path)).text();
    expect(stranger).toContain('Log in with Twitch');
    expect(stranger).not.toContain('<button class="button big"');
    // To what one says yes.
    expect(stranger).toContain('bring tea');
    expect(stranger).toContain('<dt>Pool</dt><dd>Standard (~1h)</dd>');
    expect(stranger).toContain('<dt>Announced for</dt><dd><time datetime="2030-05-01T18:30:00.000Z">');

    const wrong = await signedIn(bob.id);
    const notForBob = await (await wrong.get(path)).text();
    expect(notForBob).toContain('Log in as ann to accept it.');
    expect(notForBob).toContain(`href="/api/auth/twitch?next=${encodeURIComponent(path)}"`);
    const right = await signedIn(ann.id);
    const inRace = async () => (await house.store.log.read(race)).some(({ fact }) => fact.type === 'player_joined');
    expect(await inRace()).toBe(false);
    const joined = await right.press(path, path);
    expect([joined.status, joined.headers.get('location')]).toEqual([303, `/race/${race}`]);
    expect(await inRace()).toBe(true);
    expect((await right.get(path)).status).toBe(410);
  });

  it('leads into no login where there is none, and says what to do instead', async () => {
    const plain = await openWebHouse();
    const race = await plain.race();
    const invite = { purpose: 'invite', about: race, name: 'ann', by: (await plain.user('Olga')).id } as const;
    const token = await plain.store.tickets.issue({ ...invite, expiresAt: plain.time.now() + 60_000 });
    const page = await (await makeVisitor(plain.base).get(`/invite/${token}`)).text();
    await plain.close();
    expect(page).toContain('say !join in the race’s Twitch channel');
    expect(page).not.toContain('/api/auth/twitch');
  });

  it('to a draft is looked at as one to any other race', async () => {
    const race = await house.race({ draft: true, name: 'Not yet' });
    const dan = await person('discord', 'dan');
    const page = await makeVisitor(house.base).get(`/invite/${await issue(race, dan.id, 'invite', 'ann')}`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Invitation to Not yet')]);
  });
});
