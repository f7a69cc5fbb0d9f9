// Who is an administrator by configuration: told apart by account, never by a name that anybody may choose.
import { expect, it } from 'vitest';
import { makeMemoryStore } from '../store/memory/store.ts';
import { type AdminName, parseAdminName, withAdmins } from './admins.ts';

const person = (platform: 'twitch' | 'discord', id: string, login: string, displayName = login) => ({
  ...{ platform, id, login, displayName },
  avatarUrl: null,
});
const DISCORD_ID = '123456789012345678';
const house = (...names: AdminName[]) => {
  const { accounts } = makeMemoryStore({ time: { now: () => 0 } });
  return { bare: accounts, accounts: withAdmins(accounts, names) };
};

it.each([
  ['twitch:Zank', 'twitch:zank'],
  [' Twitch : @zank_1 ', 'twitch:zank_1'],
  [`discord:${DISCORD_ID}`, `discord:${DISCORD_ID}`],
])('%j names an account', (text, name) => expect(parseAdminName(text)).toBe(name));
it.each(['', 'zank', 'twitch:', 'twitch:a b', 'discord:zank', 'discord:12', 'web:1', 'twitch:a,b'])(
  '%j names none',
  (text) => expect(parseAdminName(text)).toBeUndefined(),
);

it('is whoever has the account, however they are found, and nobody else of that name', async () => {
  const { accounts } = house('twitch:zank', `discord:${DISCORD_ID}`);
  const zank = await accounts.ofIdentity(person('twitch', '1', 'Zank'));
  const boss = await accounts.ofIdentity(person('discord', DISCORD_ID, 'boss'));
  const false1 = await accounts.ofIdentity(person('discord', '999999999999999999', 'zank', 'zank'));
  const false2 = await accounts.ofIdentity(person('twitch', DISCORD_ID, 'other', 'Zank'));
  expect([zank, boss, false1, false2].map(({ isAdmin }) => isAdmin)).toEqual([true, true, false, false]);
  expect((await accounts.byId(zank.id))?.isAdmin).toBe(true);
  expect((await accounts.byTwitchName('ZANK'))?.isAdmin).toBe(true);
  expect((await accounts.byDiscordId(DISCORD_ID))?.isAdmin).toBe(true);
  expect((await accounts.byIds([zank.id, false1.id])).map(({ isAdmin }) => isAdmin)).toEqual([true, false]);
  const listed = await accounts.search({ text: '', limit: 10, after: null });
  expect(
    listed
      .filter(({ isAdmin }) => isAdmin)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([zank.id, boss.id].toSorted());
  expect((await accounts.admins()).map(({ id }) => id)).toEqual(
    [zank.id, boss.id].toSorted((a) => (a === zank.id ? -1 : 1)),
  );
});

it('ends when the Twitch account takes another name', async () => {
  const { accounts } = house('twitch:zank');
  const { id } = await accounts.ofIdentity(person('twitch', '1', 'zank'));
  expect((await accounts.ofIdentity(person('twitch', '1', 'renamed'))).isAdmin).toBe(false);
  expect((await accounts.byId(id))?.isAdmin).toBe(false);
});

it('leaves those made by command, and writes nothing into the database', async () => {
  const { bare, accounts } = house('twitch:zank');
  const made = await accounts.ofIdentity(person('twitch', '2', 'made'));
  const zank = await accounts.ofIdentity(person('twitch', '1', 'zank'));
  await accounts.setAdmin(made.id, true);
  expect((await accounts.admins()).map(({ name }) => name)).toEqual(['made', 'zank']);
  expect([made, zank].map((one) => accounts.staysAdmin(one))).toEqual([false, true]);
  expect((await bare.byId(zank.id))?.isAdmin).toBe(false);
});
