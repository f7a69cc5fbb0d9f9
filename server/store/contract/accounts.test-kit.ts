// What accounts, sessions, settings and keepsakes promise (server/play/ports/accounts.ts), whoever implements them.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { UserId } from '../../race/ids.ts';
import type { Store } from '../store.ts';
import { aPerson, identity, T0 } from './world.test-kit.ts';

export function accountsContract(store: () => Store, passTime: (ms: number) => void): void {
  test.each(['twitch', 'discord', 'console'] as const)(
    'one %s account is one user, also for ten at once',
    async (on) => {
      const account = identity(on, 'Zank');
      const found = await Promise.all(Array.from({ length: 10 }, () => store().accounts.ofIdentity(account)));
      expect(new Set(found.map(({ id }) => id)).size).toBe(1);
      expect(found[0]).toMatchObject({ name: 'ZANK', isAdmin: false, timezone: null });
      expect(await store().accounts.byId(found[0]?.id ?? ('' as UserId))).toEqual(found[0]);
      expect((await store().accounts.ofIdentity(identity(on, 'Zank'))).id).not.toBe(found[0]?.id);
    },
  );

  test('names and pictures are brought up to date', async () => {
    const account = identity('twitch', 'before');
    const { id } = await store().accounts.ofIdentity(account);
    const renamed = { ...account, login: 'Af_ter', displayName: 'Af Ter \0', avatarUrl: 'https://example.org/a.png' };
    const user = await store().accounts.ofIdentity(renamed);
    expect(user).toEqual({
      id,
      name: 'Af Ter \uFFFD',
      twitchId: account.id,
      twitchName: 'af_ter',
      discordId: null,
      discordName: null,
      avatarUrl: 'https://example.org/a.png',
      isAdmin: false,
      timezone: null,
    });
    expect(await store().accounts.byId(id)).toEqual(user);
  });

  test('a Twitch login, in any case, means whoever was seen with it last', async () => {
    const login = `name_${randomUUID().slice(0, 8)}`;
    const old = await store().accounts.ofIdentity(identity('twitch', login));
    expect((await store().accounts.byTwitchName(login.toUpperCase()))?.id).toBe(old.id);
    passTime(1000);
    const later = await store().accounts.ofIdentity(identity('twitch', login));
    expect((await store().accounts.byTwitchName(login))?.id).toBe(later.id);
    expect(await store().accounts.byTwitchName('nobody-has-this')).toBeUndefined();
  });

  test('administrators are made, listed and unmade, and stay through a new name', async () => {
    const { accounts } = store();
    const account = identity('discord', 'boss');
    const { id } = await accounts.ofIdentity(account);
    await aPerson(store(), 'no-boss');
    await accounts.setAdmin(id, true);
    expect((await accounts.ofIdentity({ ...account, displayName: 'The Boss' })).isAdmin).toBe(true);
    expect((await accounts.admins()).map((user) => user.id)).toEqual([id]);
    await accounts.setAdmin(id, false);
    await accounts.setAdmin(randomUUID() as UserId, true);
    expect(await accounts.admins()).toEqual([]);
    expect((await accounts.byId(id))?.isAdmin).toBe(false);
  });

  test('users are found by id and by Discord account', async () => {
    const { accounts } = store();
    const [one, two] = [await aPerson(store(), 'one'), await aPerson(store(), 'two')];
    const found = await accounts.byIds([one.user, two.user, randomUUID() as UserId]);
    expect(found.map(({ id }) => id).sort()).toEqual([one.user, two.user].sort());
    expect(await accounts.byIds([])).toEqual([]);
    const discordId = (await accounts.byId(one.user))?.discordId ?? '';
    expect((await accounts.byDiscordId(discordId))?.id).toBe(one.user);
    expect(await accounts.byDiscordId('0')).toBeUndefined();
    expect(await accounts.byId(randomUUID() as UserId)).toBeUndefined();
  });

  test('people are listed newest first, a part at a time, by any of their names in any case', async () => {
    const { accounts } = store();
    const tag = `l${randomUUID().slice(0, 8)}`;
    const ids: UserId[] = [];
    for (const [at, one] of [
      identity('discord', `${tag}_ann`),
      { ...identity('twitch', `${tag}_ben`), displayName: 'Benjamin' },
      { ...identity('discord', `${tag}_cat`), displayName: 'Cat' },
      identity('console', `${tag}_dan`),
    ].entries()) {
      // Two of them in the same instant.
      passTime(5_000_000 + Math.min(at, 2) * 1000);
      ids.push((await accounts.ofIdentity(one)).id);
    }
    const [ann = '', ben = '', cat = '', dan = ''] = ids;
    const newest = [...[cat, dan].toSorted().toReversed(), ben, ann];
    const found = async (text: string, limit = 10, after: UserId | null = null) =>
      (await accounts.search({ text, limit, after })).map(({ id }) => id);
    expect(await found(tag)).toEqual(newest);
    expect(await found('', 4)).toEqual(newest);
    expect(await found(`${tag.toUpperCase()}_B`)).toEqual([ben]);
    expect(await found(`${tag}_CAT`)).toEqual([cat]);
    expect(await found(tag, 3)).toEqual(newest.slice(0, 3));
    for (const at of [0, 1, 2, 3]) expect(await found(tag, 2, ids[at])).toEqual(after(newest, ids[at]).slice(0, 2));
    expect(await found(tag, 10, randomUUID() as UserId)).toEqual([]);
    const [listed] = await accounts.search({ text: `${tag}_ann`, limit: 1, after: null });
    expect(listed).toEqual({ ...(await accounts.byId(ann as UserId)), since: T0 + 5_000_000 });
    // Who changes their name or becomes an administrator stays where they are.
    passTime(6_000_000);
    await accounts.setAdmin(ben as UserId, true);
    expect((await accounts.search({ text: tag, limit: 10, after: null })).map(({ isAdmin }) => isAdmin)).toEqual([
      ...[false, false, true, false],
    ]);
    await accounts.setAdmin(ben as UserId, false);
  });

  test('what is searched means itself, whatever it is', async () => {
    const { accounts } = store();
    const tag = `w${randomUUID().slice(0, 8)}`;
    const called = async (displayName: string) =>
      (await accounts.ofIdentity({ ...identity('console', 'x'), displayName: tag + displayName })).id;
    const [percent, score, slash, quote, plain] = [
      await called('%z'),
      await called('_z'),
      await called('\\z'),
      await called("'z"),
      await called('az'),
    ];
    const found = async (text: string) =>
      (await accounts.search({ text: tag + text, limit: 10, after: null })).map(({ id }) => id);
    expect(await found('%z')).toEqual([percent]);
    expect(await found('_z')).toEqual([score]);
    expect(await found('\\z')).toEqual([slash]);
    expect(await found("'z")).toEqual([quote]);
    expect(await found('A')).toEqual([plain]);
    for (const odd of ["' or 1=1 --", '\0', '\uD800', '$1', ':text', '\\\\']) expect(await found(odd), odd).toEqual([]);
  });

  test('who became part of somebody is not listed', async () => {
    const { accounts } = store();
    const tag = `m${randomUUID().slice(0, 8)}`;
    const gone = await accounts.ofIdentity(identity('discord', `${tag}_discord`));
    const kept = await accounts.ofIdentity(identity('twitch', `${tag}_twitch`));
    const found = async (text: string) => (await accounts.search({ text, limit: 10, after: null })).map(({ id }) => id);
    expect((await found(tag)).toSorted()).toEqual([gone.id, kept.id].toSorted());
    expect(await accounts.merge(gone.id, kept.id)).toBe('ok');
    expect(await found(tag)).toEqual([kept.id]);
    expect(await found(`${tag}_discord`)).toEqual([kept.id]);
  });

  test('a time zone stays with its person', async () => {
    const { accounts } = store();
    const account = identity('discord', 'Zoe');
    const { id } = await accounts.ofIdentity(account);
    await accounts.rememberTimezone(id, 'Europe/Paris');
    expect((await accounts.byId(id))?.timezone).toBe('Europe/Paris');
    expect((await accounts.ofIdentity({ ...account, login: 'renamed' })).timezone).toBe('Europe/Paris');
  });

  test('a session lasts until it expires or is dropped', async () => {
    const { accounts } = store();
    const { user } = await aPerson(store());
    const now = T0 + 3_600_000;
    passTime(3_600_000);
    const [first, second] = [randomUUID(), randomUUID()];
    await accounts.saveSession(first, { csrf: 'a', nested: { list: [1, 2] } }, null, now + 1000);
    await accounts.saveSession(second, { user }, user, now + 5000);
    expect(await accounts.session(first)).toEqual({ csrf: 'a', nested: { list: [1, 2] } });
    await accounts.saveSession(first, { csrf: 'b' }, user, now + 2000);
    expect(await accounts.session(first)).toEqual({ csrf: 'b' });
    passTime(3_602_000);
    expect(await accounts.session(first)).toBeUndefined();
    expect(await accounts.session(second)).toEqual({ user });
    await accounts.dropSession(second);
    expect(await accounts.session(second)).toBeUndefined();
  });

  test('a session is changed as long as it is there, and not brought back', async () => {
    const { accounts } = store();
    const { user } = await aPerson(store());
    passTime(0);
    const [id, later] = [randomUUID(), T0 + 3_600_000];
    await accounts.saveSession(id, { user, n: 1 }, user, T0 + 1000);
    await accounts.changeSession(id, { user, n: 2 }, later);
    expect(await accounts.session(id)).toEqual({ user, n: 2 });
    expect(await accounts.sessions(user)).toMatchObject([{ name: accounts.sessionName(id), expiresAt: later }]);
    expect(await accounts.revokeSession(user, accounts.sessionName(id))).toBe(true);
    await accounts.changeSession(id, { user, n: 3 }, later);
    expect(await accounts.session(id)).toBeUndefined();
    expect(await accounts.sessions(user)).toEqual([]);
  });

  test('somebody sees where they are logged in, newest first, and logs one browser out', async () => {
    const { accounts } = store();
    const [{ user }, { user: other }] = [await aPerson(store(), 'one'), await aPerson(store(), 'two')];
    const later = T0 + 10 * 3_600_000;
    const [old, fresh, theirs, dead] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await accounts.saveSession(old, { user, since: T0, agent: 'Firefox', secret: 'x' }, user, later);
    await accounts.saveSession(fresh, { user, since: T0 + 1 }, user, later);
    await accounts.saveSession(theirs, { user: other }, other, later);
    await accounts.saveSession(dead, { user }, user, T0 + 1);
    passTime(3_700_000);
    expect(await accounts.sessions(user)).toEqual([
      { name: accounts.sessionName(fresh), since: T0 + 1, agent: null, expiresAt: later },
      { name: accounts.sessionName(old), since: T0, agent: 'Firefox', expiresAt: later },
    ]);
    expect(accounts.sessionName(old)).not.toContain(old);
    expect(await accounts.revokeSession(other, accounts.sessionName(old))).toBe(false);
    expect(await accounts.revokeSession(user, accounts.sessionName(old))).toBe(true);
    expect(await accounts.revokeSession(user, accounts.sessionName(old))).toBe(false);
    expect(await accounts.session(old)).toBeUndefined();
    expect(await accounts.session(fresh)).toMatchObject({ user });
    expect(await accounts.session(theirs)).toEqual({ user: other });
  });

  test("a server's settings are kept and changed", async () => {
    const { accounts } = store();
    const server = randomUUID();
    const settings = {
      platform: 'discord',
      server,
      organizerRole: null,
      channel: 'c',
      timezone: 'Europe/Paris',
    } as const;
    expect(await accounts.server('discord', server)).toBeUndefined();
    await accounts.saveServer(settings);
    await accounts.saveServer({ ...settings, organizerRole: 'role', channel: null });
    expect(await accounts.server('discord', server)).toEqual({ ...settings, organizerRole: 'role', channel: null });
    expect(await accounts.server('twitch', server)).toBeUndefined();
  });

  test('a keepsake is what was kept last', async () => {
    const key = randomUUID();
    expect(await store().keepsakes.get(key)).toBeUndefined();
    await store().keepsakes.set(key, 'first');
    await store().keepsakes.set(key, 'second \u{1F5DD} {"a":1}');
    expect(await store().keepsakes.get(key)).toBe('second \u{1F5DD} {"a":1}');
  });
}

const after = <T>(list: readonly T[], one: T): readonly T[] => list.slice(list.indexOf(one) + 1);
