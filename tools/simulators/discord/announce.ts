// Which change of the world becomes which gateway event, for which intents. Private replies and the app's own failure lines become none: a
// bot never hears of them. Member events are left out, they need a privileged intent.
import { type Gateway, INTENT } from './gateway.ts';
import { presentChannel, presentEvent, presentGuildCreate, presentRole } from './present.ts';
import { presentMessageEvent } from './present-message.ts';
import type { Change, Message, World } from './world.ts';

export function announce(world: World, gateway: Gateway, cdn: () => string): (change: Change) => void {
  const forGuilds = (event: string, data: () => Record<string, unknown>) =>
    gateway.dispatch(event, (intents) => (intents & INTENT.guilds ? data() : undefined));
  /** Nothing is heard of a server without the bot. */
  const within = (guildId: string | undefined, event: string, data: () => Record<string, unknown>) => {
    if (guildId && world.guilds.get(guildId)?.botPresent) forGuilds(event, data);
  };
  return (change) => {
    switch (change.type) {
      case 'message-created':
        return tellMessage(world, gateway, 'MESSAGE_CREATE', change.message, cdn());
      case 'message-edited':
        return tellMessage(world, gateway, 'MESSAGE_UPDATE', change.message, cdn());
      case 'message-deleted':
        return tellMessage(world, gateway, 'MESSAGE_DELETE', change.message, cdn());
      case 'channel-created':
        return within(change.channel.guildId, 'CHANNEL_CREATE', () => presentChannel(world, change.channel));
      case 'channel-edited':
        return within(change.channel.guildId, 'CHANNEL_UPDATE', () => presentChannel(world, change.channel));
      case 'thread-created':
        return within(change.channel.guildId, 'THREAD_CREATE', () => ({
          ...presentChannel(world, change.channel),
          newly_created: true,
        }));
      case 'thread-edited':
        return within(change.channel.guildId, 'THREAD_UPDATE', () => presentChannel(world, change.channel));
      case 'guild-created':
        return forGuilds('GUILD_CREATE', () => presentGuildCreate(world, change.guild));
      case 'guild-left':
        return forGuilds('GUILD_DELETE', () => ({ id: change.guild.id }));
      case 'role-created':
        return within(change.role.guildId, 'GUILD_ROLE_CREATE', () => ({
          guild_id: change.role.guildId,
          role: presentRole(change.role),
        }));
      case 'role-edited':
        return within(change.role.guildId, 'GUILD_ROLE_UPDATE', () => ({
          guild_id: change.role.guildId,
          role: presentRole(change.role),
        }));
      case 'event-created':
        return gateway.dispatch('GUILD_SCHEDULED_EVENT_CREATE', (intents) =>
          intents & INTENT.events ? presentEvent(change.event) : undefined,
        );
      case 'event-edited':
        return gateway.dispatch('GUILD_SCHEDULED_EVENT_UPDATE', (intents) =>
          intents & INTENT.events ? presentEvent(change.event) : undefined,
        );
      case 'event-deleted':
        return gateway.dispatch('GUILD_SCHEDULED_EVENT_DELETE', (intents) =>
          intents & INTENT.events ? presentEvent(change.event) : undefined,
        );
      case 'guild-edited':
      case 'dm-opened':
      case 'member-edited':
      case 'user-created':
      case 'commands-changed':
      case 'typing':
      case 'interaction':
      case 'gateway':
      case 'gateway-refused':
      case 'request':
        return;
    }
  };
}

type MessageEvent = 'MESSAGE_CREATE' | 'MESSAGE_UPDATE' | 'MESSAGE_DELETE';

function tellMessage(world: World, gateway: Gateway, event: MessageEvent, message: Message, cdn: string): void {
  if (message.ephemeralFor || message.failed) return;
  const guildId = world.channels.get(message.channelId)?.guildId;
  const needed = guildId ? INTENT.guildMessages : INTENT.directMessages;
  const readable = !guildId || message.authorId === world.bot.id || message.pings.users.includes(world.bot.id);
  gateway.dispatch(event, (intents) => {
    if (!(intents & needed)) return undefined;
    if (event === 'MESSAGE_DELETE')
      return { id: message.id, channel_id: message.channelId, ...(guildId ? { guild_id: guildId } : {}) };
    const whole = presentMessageEvent(world, message, cdn);
    return readable || intents & INTENT.messageContent
      ? whole
      : { ...whole, content: '', embeds: [], attachments: [], components: [] };
  });
}
