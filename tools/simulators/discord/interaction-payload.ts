// INTERACTION_CREATE: what the bot gets when a person acts. Complete on purpose: discord.js throws an uncaught exception
// over a payload with a piece missing.
import { INTERACTION_TYPE, type Interaction } from './interactions.ts';
import { botPermissionsIn } from './permissions.ts';
import { type Json, presentActingMember, presentChannel, presentUser } from './present.ts';
import { presentMessage } from './present-message.ts';
import type { World } from './world.ts';

const ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024;
const CONTEXT = { guild: 0, botDm: 1 } as const;

/** @param data the part that differs by kind: command and options, component, or form values. */
export function interactionPayload(world: World, interaction: Interaction, data: Json, cdn: string): Json {
  const channel = world.channels.get(interaction.channelId);
  const user = world.users.get(interaction.userId);
  const guild = interaction.guildId ? world.guilds.get(interaction.guildId) : undefined;
  const member = guild?.members.get(interaction.userId);
  const source = interaction.sourceMessageId ? world.messages.get(interaction.sourceMessageId) : undefined;
  if (!channel || !user || (interaction.guildId && (!guild || !member)))
    throw new Error('an interaction needs its channel, user and member');
  const who = guild && member ? { member: presentActingMember(world, guild, member) } : { user: presentUser(user) };
  const where = guild
    ? { guild_id: guild.id, guild: { id: guild.id, locale: 'en-US', features: [] }, guild_locale: 'en-US' }
    : {};
  return {
    id: interaction.id,
    application_id: world.applicationId,
    type: INTERACTION_TYPE[interaction.kind],
    data,
    ...where,
    channel_id: channel.id,
    channel: presentChannel(world, channel),
    ...who,
    token: interaction.token,
    version: 1,
    app_permissions: String(botPermissionsIn(world, channel)),
    locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: guild ? { '0': guild.id } : { '0': '0' },
    context: guild ? CONTEXT.guild : CONTEXT.botDm,
    attachment_size_limit: ATTACHMENT_SIZE_LIMIT,
    ...(source ? { message: presentMessage(world, source, cdn) } : {}),
  };
}
