// Messages of the real discord.js: cards with buttons, forms, files, mentions, threads, events, and direct messages.

import {
  ActionRowBuilder,
  type APIEmbed,
  ButtonBuilder,
  ButtonStyle,
  DiscordAPIError,
  MessageFlags,
  ModalBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { expect, test } from 'vitest';
import {
  ann,
  bob,
  channel,
  client,
  guild,
  login,
  onInteraction,
  register,
  sim,
  textChannel,
  time,
} from './discord-js.test-kit.ts';

const row = () =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId('join:1').setLabel('Join').setStyle(ButtonStyle.Primary),
  );
const card: APIEmbed = { title: 'Cup', description: 'open', fields: [{ name: 'Players', value: '0/16' }] };

test('a card with a button is edited by the click', async () => {
  await login();
  const sent = await (await textChannel()).send({ embeds: [card], components: [row()] });
  onInteraction(async (interaction) => {
    if (!interaction.isButton()) return;
    await interaction.update({ content: `${interaction.user.username} is in`, components: [] });
    await interaction.followUp({ content: 'your pack', flags: MessageFlags.Ephemeral });
  });
  const click = sim.click(bob, sent.id, 'join:1');
  await sim.waitFor(() => click.followUps[0], { what: 'the follow-up' });
  expect(sim.messagesSeenBy(ann, channel)).toMatchObject([
    { id: sent.id, content: 'bob is in', embeds: [{ title: 'Cup' }], components: [] },
  ]);
  expect(sim.messagesSeenBy(bob, channel)).toMatchObject([{ id: sent.id }, { content: 'your pack', ephemeral: true }]);
  expect(() => sim.click(bob, sent.id, 'join:1')).toThrow(/no such button/);
});

test('a form is shown, filled in and answered', async () => {
  await login();
  await register();
  onInteraction(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const input = new TextInputBuilder().setCustomId('why').setLabel('Why').setStyle(TextInputStyle.Short);
      await interaction.showModal(
        new ModalBuilder()
          .setCustomId('ask')
          .setTitle('Ask')
          .addComponents(new ActionRowBuilder<TextInputBuilder>().addComponents(input)),
      );
    } else if (interaction.isModalSubmit())
      await interaction.reply(`because ${interaction.fields.getTextInputValue('why')}`);
  });
  const opened = await sim.slash(ann, channel, 'race create', { name: 'Cup' }).settled();
  expect(opened.modal?.title).toBe('Ask');
  expect(() => sim.submitModal(ann, opened, {})).toThrow(/form/);
  await sim.submitModal(ann, opened, { why: 'I can' }).settled();
  expect(sim.messagesSeenBy(bob, channel)).toMatchObject([{ content: 'because I can' }]);
});

test('a retry with the same nonce is the same message', async () => {
  await login();
  const to = await textChannel();
  const first = await to.send({ content: 'final table', nonce: '1:start', enforceNonce: true });
  const second = await to.send({ content: 'final table', nonce: '1:start', enforceNonce: true });
  expect(second.id).toBe(first.id);
  expect(sim.messagesSeenBy(ann, channel)).toHaveLength(1);
});

test('files are sent and served', async () => {
  await login();
  const sent = await (await textChannel()).send({
    files: [{ attachment: Buffer.from('a,b\n'), name: 'table.csv', description: 'the table' }],
  });
  const url = sent.attachments.first()?.url ?? '';
  expect(await (await fetch(url)).text()).toBe('a,b\n');
});

test('pings are what allowed_mentions lets through', async () => {
  await login();
  const to = await textChannel();
  const text = `<@${ann.id}> <@${bob.id}> @everyone`;
  await to.send(text);
  await to.send({ content: text, allowedMentions: { parse: [] } });
  await to.send({ content: text, allowedMentions: { users: [bob.id] } });
  expect(sim.messagesSeenBy(ann, channel).map((message) => message.pings)).toEqual([
    { users: [ann.id, bob.id], roles: [], everyone: false },
    { users: [], roles: [], everyone: false },
    { users: [bob.id], roles: [], everyone: false },
  ]);
});

test('a thread from a message, and an event', async () => {
  await login();
  const sent = await (await textChannel()).send('card');
  const thread = await sent.startThread({ name: 'Cup', autoArchiveDuration: 1440 });
  await thread.members.add(bob.id);
  await thread.send('GO');
  expect(sim.threadsOf(channel)).toMatchObject([{ id: sent.id, name: 'Cup' }]);
  expect(sim.messagesSeenBy(bob, thread.id)).toMatchObject([{ content: 'GO' }]);
  const startAt = time.now() + 3_600_000;
  const event = await client.guilds.cache.get(guild.id)?.scheduledEvents.create({
    name: 'Cup',
    privacyLevel: 2,
    entityType: 3,
    scheduledStartTime: startAt,
    scheduledEndTime: startAt + 3_600_000,
    entityMetadata: { location: 'here' },
  });
  await event?.edit({ name: 'Big Cup' });
  expect(sim.scheduledEvents(guild)).toMatchObject([{ name: 'Big Cup', startMs: startAt, status: 1 }]);
  await event?.delete();
  expect(sim.scheduledEvents(guild)).toEqual([]);
});

test('direct messages arrive', async () => {
  await login();
  await (await client.users.fetch(bob.id)).send({ content: 'your pack', components: [] });
  expect(sim.dmsOf(bob)).toMatchObject([{ content: 'your pack' }]);
});

test('direct messages are refused at the message, not at opening', async () => {
  sim.setDms(bob, false);
  await login();
  const error = await (await client.users.fetch(bob.id)).send('your pack').catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(DiscordAPIError);
  expect(error).toMatchObject({ code: 50007, status: 403 });
  expect(sim.exchanges.filter(({ path }) => path === '/users/@me/channels')).toMatchObject([{ status: 200 }]);
});
