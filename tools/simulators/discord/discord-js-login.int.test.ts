// How the real discord.js gets in: what it learns of the server and of its own rights, and what is refused.

import { Events, GatewayIntentBits, PermissionFlagsBits } from 'discord.js';
import { expect, test } from 'vitest';
import { channel, client, guild, login, newClient, sim, textChannel } from './discord-js.test-kit.ts';

test('server, channels and own rights arrive', async () => {
  await login();
  expect(client.user?.id).toBe(sim.applicationId);
  const seen = client.guilds.cache.get(guild.id);
  expect(seen?.name).toBe('Races');
  expect(seen?.members.me?.permissions.has(PermissionFlagsBits.CreatePublicThreads)).toBe(true);
  expect(seen?.members.me?.permissions.has(PermissionFlagsBits.ManageMessages)).toBe(false);
});

test('a wrong token and a privileged intent are refused', async () => {
  await expect(client.login('wrong')).rejects.toThrow(/token/i);
  const greedy = newClient([GatewayIntentBits.Guilds, GatewayIntentBits.MessageContent]);
  await expect(greedy.login(sim.botToken)).rejects.toThrow(/disallowed intents/i);
  await greedy.destroy();
});

test("the bot's rights in one channel reach the client", async () => {
  await login();
  const heard = new Promise((resolve) => client.once(Events.ChannelUpdate, resolve));
  sim.setBotPermissions(channel, ['ViewChannel']);
  await heard;
  const mine = client.guilds.cache.get(guild.id)?.members.me;
  expect(mine?.permissionsIn(channel.id).has(PermissionFlagsBits.ViewChannel)).toBe(true);
  expect(mine?.permissionsIn(channel.id).has(PermissionFlagsBits.SendMessages)).toBe(false);
  await expect((await textChannel()).send('x')).rejects.toMatchObject({ code: 50013, status: 403 });
});
