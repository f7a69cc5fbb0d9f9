// Whom a message really notifies: what its content mentions, cut down by allowed_mentions (absent: everything counts) and by rights.
// Embeds never notify; edits never notify. A reply notifies the author of the other message unless told not to.
import type { AllowedMentions } from './message-rules.ts';
import { botPermissionsIn, has } from './permissions.ts';
import { type Channel, canSee, type Pings, type World } from './world.ts';

export const NO_PINGS: Pings = { users: [], roles: [], everyone: false };

export function mentionedUsers(world: World, content: string): string[] {
  return [
    ...new Set(
      [...content.matchAll(/<@!?(\d{17,19})>/g)].flatMap((found) =>
        found[1] && world.users.has(found[1]) ? [found[1]] : [],
      ),
    ),
  ];
}

export function mentionedRoles(world: World, channel: Channel, content: string): string[] {
  const roles = channel.guildId ? world.guilds.get(channel.guildId)?.roles : undefined;
  return [
    ...new Set(
      [...content.matchAll(/<@&(\d{17,19})>/g)].flatMap((found) =>
        found[1] && roles?.has(found[1]) ? [found[1]] : [],
      ),
    ),
  ];
}

/** @param repliedTo author of the message replied to, or undefined. */
export function pingsOf(
  world: World,
  channel: Channel,
  content: string,
  allowed: AllowedMentions | null | undefined,
  repliedTo: string | undefined,
): Pings {
  const mayAll = has(botPermissionsIn(world, channel), 'MentionEveryone');
  const guild = channel.guildId ? world.guilds.get(channel.guildId) : undefined;
  const lets = (kind: 'users' | 'roles', id: string) =>
    !allowed || allowed.parse?.includes(kind) || (allowed[kind]?.includes(id) ?? false);
  const users = mentionedUsers(world, content).filter((id) => lets('users', id) && canSee(world, id, channel));
  const replied = repliedTo !== undefined && (allowed ? allowed.replied_user === true : true) ? [repliedTo] : [];
  const roles = mentionedRoles(world, channel, content).filter(
    (id) => lets('roles', id) && (mayAll || guild?.roles.get(id)?.mentionable),
  );
  const everyone =
    /@(everyone|here)\b/.test(content) && mayAll && (!allowed || (allowed.parse?.includes('everyone') ?? false));
  return { users: [...new Set([...users, ...replied])], roles, everyone };
}
