// One person who is two again: where tying the accounts was a mistake.

import { describe, expect, test } from 'vitest';
import type { User } from '../play/ports/index.ts';
import { codeOf, expectKind, type TestHouse } from './house.test-kit.ts';
import { create, link, raceOf, twoAccounts } from './link.test-kit.ts';

describe('/unlink', () => {
  const unlink = async (h: TestHouse, by: User, user?: User) => {
    const asked = expectKind(await h.say(by, 'unlink', user === undefined ? {} : { user: user.id }), 'confirm');
    const yes = asked.offers[0]?.ask;
    return { asked, done: await h.say(by, 'unlink', yes?.args, { confirmed: true }) };
  };
  const again = async (h: TestHouse, { id }: User): Promise<User> => {
    const user = await h.house.accounts.byId(id);
    if (user === undefined) throw new Error('nobody');
    return user;
  };

  test('asks first, then makes two of one: what was raced stays with Discord, nothing opens the account any more', async () => {
    const { h, olga, ann, annTv } = await twoAccounts();
    const race = await create(h, olga);
    await h.say(olga, 'race invite', { twitch: 'ann_tv', race: race.code });
    await h.say(olga, 'race cancel', { race: race.code }, { confirmed: true });
    await link(h, ann, annTv);
    const key = await h.house.overlayKeys.of(ann.id, await raceOf(h, race.id));
    const token = await h.store.apiTokens.create(ann.id, 'mine');
    await h.say(await again(h, ann), 'web');
    const { asked, done } = await unlink(h, await again(h, ann));
    expect(asked.subject).toEqual({ what: 'unlink', discord: 'ann', twitch: 'ann_tv' });
    expect(expectKind(done, 'done').deed).toEqual({ did: 'unlinked', discord: 'ann', twitch: 'ann_tv' });
    const fresh = await h.person('twitch', 'Ann_TV');
    expect([ann.id, annTv.id]).not.toContain(fresh.id);
    expect(await again(h, ann)).toMatchObject({ twitchName: null, discordName: 'ann' });
    expect((await raceOf(h, race.id)).participants).toMatchObject([{ user: ann.id, name: 'Ann_TV' }]);
    expect(await h.house.overlayKeys.read(key, race.id)).toBeUndefined();
    expect(token === 'too_many' || (await h.store.apiTokens.byToken(token.text))).toBeUndefined();
    expect(await h.house.tickets.pending('sign_in', ann.id)).toEqual([]);
    expect(codeOf(await h.say(await again(h, ann), 'unlink'))).toBe('not_linked');
    expectKind(await link(h, await again(h, ann), fresh), 'linked');
  });

  test('not while they have a part in a race whose results are not final', async () => {
    const { h, olga, ann, annTv } = await twoAccounts();
    const race = await create(h, olga);
    await link(h, ann, annTv);
    await h.say(await again(h, ann), 'join', { race: race.code });
    const { done } = await unlink(h, await again(h, ann));
    expect(codeOf(done)).toBe('linked_in_race');
    expect(done).toMatchObject({ race: { code: race.code } });
    expect((await again(h, ann)).twitchName).toBe('ann_tv');
    await h.say(await again(h, ann), 'leave', { race: race.code });
    expectKind((await unlink(h, await again(h, ann))).done, 'done');
  });

  test('of somebody else an administrator alone', async () => {
    const { h, olga, ann, annTv } = await twoAccounts();
    await link(h, ann, annTv);
    expect(codeOf(await h.say(olga, 'unlink', { user: ann.id }))).toBe('admins_only');
    expect(codeOf(await h.say(olga, 'unlink', { user: ann.id }, { confirmed: true }))).toBe('admins_only');
    await h.house.accounts.setAdmin(olga.id, true);
    const admin = await again(h, olga);
    expect(codeOf(await h.say(admin, 'unlink', { user: 'nobody_known' }))).toBe('unknown_person');
    expectKind((await unlink(h, admin, ann)).done, 'done');
    expect((await again(h, ann)).twitchName).toBeNull();
  });

  test('who joins in the very moment is in as one of the two, and the account is whole or parted, nothing between', async () => {
    const { h, olga, ann, annTv } = await twoAccounts();
    const race = await create(h, olga);
    await link(h, ann, annTv);
    const one = await again(h, ann);
    const [done] = await Promise.all([
      h.say(one, 'unlink', { user: one.id }, { confirmed: true }),
      h.say(one, 'join', { race: race.code }),
    ]);
    const parted = (await again(h, ann)).twitchName === null;
    expect(done.kind === 'done').toBe(parted);
    expect((await raceOf(h, race.id)).participants.map(({ user }) => user)).toEqual([ann.id]);
  });
});
