// The real discord.js against the simulator: what our bot does, seen from both sides. Every exchange is checked against the OpenAPI
// document where that is present.
import {
  ActionRowBuilder,
  type APIEmbed,
  ButtonBuilder,
  ButtonStyle,
  Client,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Interaction,
  MessageFlags,
  ModalBuilder,
  PermissionFlagsBits,
  RateLimitError,
  REST,
  Routes,
  SlashCommandBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bits } from './permissions.ts';
import { type DiscordSimulator, type DiscordSimulatorOptions, startDiscordSimulator } from './simulator.ts';
import { manualTime } from './time.ts';
import type { Channel, Guild, User } from './world.ts';

let sim: DiscordSimulator;
let client: Client;
let guild: Guild;
let channel: Channel;
let ann: User;
let bob: User;

async function start(options: DiscordSimulatorOptions = {}) {
  sim = await startDiscordSimulator({ check: 'collect', ...options });
  ann = sim.addUser({ name: 'Ann' });
  bob = sim.addUser({ name: 'Bob' });
  guild = sim.addGuild({ name: 'Races', owner: ann });
  sim.setMember(guild, bob);
  channel = sim.addChannel(guild, { name: 'races' });
  client = newClient();
}

function newClient(intents: GatewayIntentBits[] = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildScheduledEvents]) {
  return new Client({
    intents,
    rest: { api: sim.restBase, offset: 0, timeout: 5000, retries: 1 },
    waitGuildTimeout: 2000,
  });
}

async function login() {
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(sim.botToken);
  await ready;
}

const RACE = new SlashCommandBuilder()
  .setName('race')
  .setDescription('Races')
  .addSubcommand((sub) =>
    sub
      .setName('create')
      .setDescription('Opens a race')
      .addStringOption((option) => option.setName('name').setDescription('Its name').setRequired(true).setMaxLength(20))
      .addStringOption((option) => option.setName('pool').setDescription('Which pool').setAutocomplete(true))
      .addUserOption((option) => option.setName('caster').setDescription('Who comments')),
  );
const SETUP = new SlashCommandBuilder()
  .setName('setup')
  .setDescription('Once per server')
  .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild);

const onInteraction = (handle: (interaction: Interaction) => Promise<unknown>) =>
  client.on(Events.InteractionCreate, (interaction) => void handle(interaction));
const register = () => client.guilds.cache.get(guild.id)?.commands.set([RACE, SETUP]);
const textChannel = async () => {
  const found = await client.channels.fetch(channel.id);
  if (!found?.isSendable()) throw new Error('no channel to send to');
  return found;
};

beforeEach(() => start());
afterEach(async () => {
  await client.destroy();
  await sim.close();
  expect(sim.violations).toEqual([]);
  expect(sim.crashes).toEqual([]);
});

describe('login', () => {
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
});

describe('commands', () => {
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
});

const row = () =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId('join:1').setLabel('Join').setStyle(ButtonStyle.Primary),
  );
const card: APIEmbed = { title: 'Cup', description: 'open', fields: [{ name: 'Players', value: '0/16' }] };

describe('messages and buttons', () => {
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
    expect(sim.messagesSeenBy(bob, channel)).toMatchObject([
      { id: sent.id },
      { content: 'your pack', ephemeral: true },
    ]);
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
    const startAt = Date.now() + 3_600_000;
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
});

describe('direct messages', () => {
  test('arrive', async () => {
    await login();
    await (await client.users.fetch(bob.id)).send({ content: 'your pack', components: [] });
    expect(sim.dmsOf(bob)).toMatchObject([{ content: 'your pack' }]);
  });

  test('are refused at the message, not at opening', async () => {
    sim.setDms(bob, false);
    await login();
    const error = await (await client.users.fetch(bob.id)).send('your pack').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DiscordAPIError);
    expect(error).toMatchObject({ code: 50007, status: 403 });
    expect(sim.exchanges.filter(({ path }) => path === '/users/@me/channels')).toMatchObject([{ status: 200 }]);
  });
});

describe('outages', () => {
  const answering = () =>
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply('here');
    });

  test('an interaction of the outage is replayed after a drop', async () => {
    await login();
    await register();
    answering();
    const dropped = sim.waitFor(() => sim.gateway.online() === 0, { what: 'the drop' });
    sim.gateway.drop();
    await dropped;
    const interaction = sim.slash(ann, channel, 'race create', { name: 'Cup' });
    expect(await interaction.answered).toBe('reply');
    expect(interaction.answeredAfterMs).toBeLessThan(3000);
  });

  test('reconnect on request, a new session after an invalid one, and a silent server', async () => {
    await client.destroy();
    await sim.close();
    await start({ heartbeatIntervalMs: 300 });
    await login();
    const seen: string[] = [];
    sim.onChange((change) => change.type === 'gateway' && seen.push(change.now));
    // The client must have taken in RESUMED: an op 9 hard on its heels throws inside discord.js.
    const resumed = new Promise((resolve) => client.once(Events.ShardResume, resolve));
    sim.gateway.askReconnect();
    await resumed;
    sim.gateway.invalidate();
    await sim.waitFor(() => seen.includes('identified'), { what: 'the new session after op 9', timeoutMs: 10_000 });
    seen.length = 0;
    sim.gateway.muteAcks(true);
    await sim.waitFor(() => seen.includes('dropped'), { what: 'the client giving up on a zombie' });
    sim.gateway.muteAcks(false);
    await sim.waitFor(() => seen.includes('resumed'), { what: 'the resume after a zombie' });
  });

  test('a restart of the platform', async () => {
    await login();
    await register();
    answering();
    await sim.restart({ keepSessions: true });
    await sim.waitFor(() => sim.gateway.online() === 1, { what: 'the client coming back' });
    expect(await sim.slash(ann, channel, 'race create', { name: 'Cup' }).answered).toBe('reply');
  });

  test('a rate limit is waited for, a broken answer is not repeated, a 502 is', async () => {
    await login();
    const to = await textChannel();
    const route = /^\/channels\/\d+\/messages$/;
    sim.faults.next({ method: 'POST', route }, { kind: 'limit', retryAfterMs: 200 });
    const startedMs = performance.now();
    await to.send('one');
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(195);
    sim.faults.next({ method: 'POST', route }, { kind: 'status', status: 502 });
    await to.send('two');
    sim.faults.next({ method: 'POST', route }, { kind: 'drop', when: 'after' });
    await expect(to.send('three')).rejects.toThrow();
    expect(sim.messagesSeenBy(ann, channel).map((message) => message.content)).toEqual(['one', 'two', 'three']);
  });

  test('edits of old messages answer 429 with 30046, which the library sits out silently', async () => {
    await client.destroy();
    await sim.close();
    const time = manualTime(Date.now());
    await start({ time });
    await login();
    const sent = await (await textChannel()).send('card');
    sim.faults.limitOldEdits(50);
    await sent.edit('young enough');
    time.advance(61 * 60_000);
    const edited = sent.edit('too old');
    await sim.waitFor(() => sim.exchanges.filter(({ status }) => status === 429).length >= 2, { what: 'a second try' });
    sim.faults.limitOldEdits(undefined);
    await edited;
    expect(sim.messagesSeenBy(ann, channel)).toMatchObject([{ content: 'too old' }]);
    // Only a client that rejects on rate limits hears of it, and without the code.
    sim.faults.limitOldEdits(50);
    const impatient = new REST({ api: sim.restBase, rejectOnRateLimit: ({ method }) => method === 'PATCH' }).setToken(
      sim.botToken,
    );
    const refused = impatient.patch(Routes.channelMessage(channel.id, sent.id), { body: { content: 'still too old' } });
    await expect(refused).rejects.toBeInstanceOf(RateLimitError);
  });

  test('after refused connections the library starts a new session: what happened meanwhile is lost', async () => {
    await login();
    await register();
    answering();
    const seen: string[] = [];
    sim.onChange((change) => {
      if (change.type === 'gateway') seen.push(change.now);
      if (change.type === 'gateway-refused') seen.push('refused');
    });
    sim.gateway.refuse(true);
    sim.gateway.drop();
    const lost = sim.slash(ann, channel, 'race create', { name: 'Cup' });
    await sim.waitFor(() => seen.includes('refused'), { what: 'the first try' });
    sim.gateway.refuse(false);
    await sim.waitFor(() => seen.includes('identified'), { what: 'a new session', timeoutMs: 15_000 });
    expect(seen).not.toContain('resumed');
    expect(await lost.answered).toBe('unanswered');
    expect(await sim.slash(ann, channel, 'race create', { name: 'Cup' }).answered).toBe('reply');
  });
});

test('permission names are the bits that discord.js knows', () => {
  expect(bits('ManageEvents', 'CreateEvents', 'SendMessagesInThreads')).toBe(
    PermissionFlagsBits.ManageEvents | PermissionFlagsBits.CreateEvents | PermissionFlagsBits.SendMessagesInThreads,
  );
});
