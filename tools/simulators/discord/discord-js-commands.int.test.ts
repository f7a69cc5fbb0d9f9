// Commands of the real discord.js: registered, typed, deferred, answered, completed.

import { MessageFlags, PermissionFlagsBits, SlashCommandBuilder } from 'discord.js';
import { expect, test } from 'vitest';
import { ann, bob, channel, client, guild, login, onInteraction, register, sim } from './discord-js.test-kit.ts';

test('a slash command is deferred privately and answered', async () => {
  await login();
  await register();
  onInteraction(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    expect(sim.messagesSeenBy(ann, channel)).toMatchObject([{ thinking: true, ephemeral: true }]);
    const caster = interaction.options.getUser('caster', true);
    await interaction.editReply(
      `${interaction.options.getSubcommand()} ${interaction.options.getString('name')} with ${caster.username}`,
    );
  });
  const interaction = sim.slash(ann, channel, 'race create', { name: 'Cup', caster: bob });
  expect(await interaction.answered).toBe('defer');
  await interaction.settled();
  expect(sim.messagesSeenBy(ann, channel)).toMatchObject([
    { content: 'create Cup with bob', thinking: false, ephemeral: true },
  ]);
  expect(sim.messagesSeenBy(bob, channel)).toEqual([]);
});

test('default_member_permissions hold, and are told to the bot with the member', async () => {
  await login();
  await register();
  expect(() => sim.slash(bob, channel, 'setup')).toThrow(/permission/);
  sim.setMember(guild, bob, { permissions: ['ManageGuild'] });
  onInteraction(async (interaction) => {
    if (interaction.isChatInputCommand())
      await interaction.reply(String(interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild)));
  });
  await sim.slash(bob, channel, 'setup').settled();
  expect(sim.messagesSeenBy(ann, channel)).toMatchObject([{ content: 'true' }]);
});

test('choices come while typing', async () => {
  await login();
  await register();
  onInteraction(async (interaction) => {
    if (interaction.isAutocomplete())
      await interaction.respond([{ name: `${interaction.options.getFocused()}int`, value: 'sprint' }]);
  });
  expect(await sim.autocomplete(ann, channel, 'race create', 'pool', 'spr', { name: 'Cup' })).toEqual([
    { name: 'sprint', value: 'sprint' },
  ]);
});

test('commands are replaced as a whole and keep their ids', async () => {
  await login();
  const first = await register();
  const again = await register();
  expect([...(again?.keys() ?? [])]).toEqual([...(first?.keys() ?? [])]);
  expect(sim.commandsOf(guild).map((command) => command.body.name)).toEqual(['race', 'setup']);
});

test('a global command works in a direct message', async () => {
  await login();
  await client.application?.commands.set([new SlashCommandBuilder().setName('pack').setDescription('My pack')]);
  onInteraction(async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply(interaction.inGuild() ? 'server' : 'alone');
  });
  await sim.slash(bob, sim.dm(bob), 'pack').settled();
  expect(sim.dmsOf(bob)).toMatchObject([{ content: 'alone' }]);
});
