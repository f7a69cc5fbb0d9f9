// The page of /link: what it shows to whom, what its button does, and everything that somebody might try with the link.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTwitchHouse, type TwitchHouse } from '../../tools/testing/twitch-house.ts';
import type { WebHouse } from '../../tools/testing/web-house.ts';
import { makeVisitor, type Visitor } from '../../tools/testing/web-visitor.ts';
import type { User } from '../play/ports/index.ts';

let twitch: TwitchHouse;
let house: WebHouse;

beforeAll(async () => {
  twitch = await openTwitchHouse(['ann_tv', 'ben_tv']);
  house = twitch.house;
});
afterAll(() => twitch.close());

const onDiscord = (name: string): Promise<User> =>
  house.store.accounts.ofIdentity({
    ...{
      platform: 'discord',
      id: `8000000000000${Buffer.from(name).toString('hex').slice(0, 6)}`,
      login: name.toLowerCase(),
    },
    ...{ displayName: name, avatarUrl: null },
  });

const issue = async (user: User): Promise<string> => {
  const about = { purpose: 'link', about: user.id, name: null, by: user.id } as const;
  return `/link/${await house.store.tickets.issue({ ...about, expiresAt: house.time.now() + 600_000 })}`;
};

/** Through Twitch and back to where the page led from. */
async function logIn(visitor: Visitor, login: string, path: string): Promise<Response> {
  const page = await (await visitor.get(path)).text();
  const away = /href="(\/api\/auth\/twitch\?next=[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
  const next = new URL(away ?? '', house.base).searchParams.get('next') ?? '';
  const landed = await visitor.get(await twitch.agree(visitor, login, next));
  expect(landed.headers.get('location')).toBe(path);
  return visitor.get(path);
}

it('asks to log in, shows both names, and a yes waits for Discord', async () => {
  const ann = await onDiscord('Ann');
  const path = await issue(ann);
  const visitor = makeVisitor(house.base);
  const stranger = await visitor.get(path);
  expect(stranger.headers.get('cache-control')).toBe('no-store');
  // With `no-referrer` browsers say that a form comes from nowhere.
  expect(stranger.headers.get('referrer-policy')).toBe('same-origin');
  expect(await stranger.text()).not.toContain('<form method="post" action="/link');
  const page = await (await logIn(visitor, 'ann_tv', path)).text();
  expect(page).toContain('Discord: Ann. Twitch: ann_tv.');
  const pressed = await visitor.press(path, path);
  expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/link/done']);
  expect(await (await visitor.get('/link/done')).text()).toContain('Go back to Discord');
  const [claim] = await house.store.tickets.pending('link_claim', ann.id);
  const annTv = await house.store.accounts.byTwitchName('ann_tv');
  expect(claim?.by).toBe(annTv?.id);
  expect((await house.store.accounts.byId(ann.id))?.twitchId).toBeNull();
  expect((await visitor.get(path)).status).toBe(410);
  expect((await visitor.post(path, {})).status).toBe(403);
  expect(house.logged()).not.toContain(path.split('/').at(-1));
});

it('takes nothing without a login, without the form, without Twitch, and from another site', async () => {
  const bea = await onDiscord('Bea');
  const path = await issue(bea);
  const nobody = makeVisitor(house.base);
  await nobody.get(path);
  expect((await nobody.post(path, {})).status).toBe(403);
  const visitor = makeVisitor(house.base);
  await logIn(visitor, 'ben_tv', path);
  expect((await visitor.press(path, path, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect(await house.store.tickets.pending('link_claim', bea.id)).toEqual([]);
  expect((await visitor.get('/link/nonsense')).status).toBe(410);
});

it('says so where the Twitch account is tied already, or the link is too old', async () => {
  const [carla, dora] = [await onDiscord('Carla'), await onDiscord('Dorothea')];
  const visitor = makeVisitor(house.base);
  const first = await issue(carla);
  await logIn(visitor, 'ben_tv', first);
  const second = await issue(dora);
  const ben = await house.store.accounts.byTwitchName('ben_tv');
  if (ben === undefined) throw new Error('nobody');
  expect(await house.store.accounts.merge(ben.id, carla.id)).toBe('ok');
  // The session of before goes on as the one person: neither to be tied to another, nor to itself again.
  expect(await (await visitor.get(second)).text()).toContain('is tied to another Discord account already');
  expect((await visitor.get(first)).status).toBe(410);
  const me = (await (await visitor.get('/api/auth/me')).json()) as { user: { id: string } };
  expect(me.user.id).toBe(carla.id);
  const late = await issue(dora);
  house.time.shift(600_000);
  expect((await visitor.get(late)).status).toBe(410);
});
