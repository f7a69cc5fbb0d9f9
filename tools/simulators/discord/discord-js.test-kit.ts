// The real discord.js on the simulator, anew for each test of whoever imports this, on a clock that tests pass: nothing expires because a
// machine is slow. No rule of Discord may be broken on the way: every exchange is checked against the OpenAPI document where that is present.

import {
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
  PermissionFlagsBits,
  SlashCommandBuilder,
} from 'discord.js';
import { afterEach, beforeEach, expect } from 'vitest';
import { type DiscordSimulator, type DiscordSimulatorOptions, startDiscordSimulator } from './simulator.ts';
import { type ManualTime, manualTime } from './time.ts';
import type { Channel, Guild, User } from './world.ts';

/** Long enough for any machine: what is waited for comes as soon as it is there. */
const PATIENCE_MS = 60_000;

export let time: ManualTime;
export let sim: DiscordSimulator;
export let client: Client;
export let guild: Guild;
export let channel: Channel;
export let ann: User;
export let bob: User;

async function start(options: DiscordSimulatorOptions = {}) {
  time = manualTime(Date.now());
  sim = await startDiscordSimulator({ check: 'collect', time, ...options });
  ann = sim.addUser({ name: 'Ann' });
  bob = sim.addUser({ name: 'Bob' });
  guild = sim.addGuild({ name: 'Races', owner: ann });
  sim.setMember(guild, bob);
  channel = sim.addChannel(guild, { name: 'races' });
  client = newClient();
}

export function newClient(
  intents: GatewayIntentBits[] = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildScheduledEvents],
) {
  return new Client({
    intents,
    rest: { api: sim.restBase, offset: 0, timeout: PATIENCE_MS, retries: 1 },
    waitGuildTimeout: PATIENCE_MS,
  });
}

export async function login() {
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

export const onInteraction = (handle: (interaction: Interaction) => Promise<unknown>) =>
  client.on(Events.InteractionCreate, (interaction) => void handle(interaction));
export const register = () => client.guilds.cache.get(guild.id)?.commands.set([RACE, SETUP]);
export const textChannel = async () => {
  const found = await client.channels.fetch(channel.id);
  if (!found?.isSendable()) throw new Error('no channel to send to');
  return found;
};

/** The same with another simulator. */
export async function startWith(options: DiscordSimulatorOptions) {
  await client.destroy();
  await sim.close();
  await start(options);
}

beforeEach(() => start());
afterEach(async () => {
  await client.destroy();
  await sim.close();
  expect(sim.violations).toEqual([]);
  expect(sim.crashes).toEqual([]);
});
