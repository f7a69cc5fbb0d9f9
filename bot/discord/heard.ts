// What Discord's payload says: which command with which arguments, who asks, where, and what they may do there. Everything comes
// from the interaction itself, nothing from a cache but the parent of a thread.

import {
  type AutocompleteInteraction,
  type BaseInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  type User as DiscordUser,
  PermissionFlagsBits,
} from 'discord.js';
import type { ArgValue, Place, PlatformRights } from '../../server/commands/ask.ts';
import type { Command } from '../../server/commands/command.ts';
import type { Identity } from '../../server/play/ports/index.ts';

export type Said = {
  /** Undefined: registered once, and not in the table any more. */
  readonly command: Command | undefined;
  /** As typed, without the slash. */
  readonly name: string;
  readonly args: Readonly<Record<string, ArgValue>>;
  /** The argument that is being typed. */
  readonly focused: { readonly name: string; readonly value: string } | undefined;
  /** Whom arguments of kind `user` name: Discord sends their accounts along. */
  readonly people: readonly Identity[];
};

export function readCommand(
  interaction: ChatInputCommandInteraction | AutocompleteInteraction,
  commands: readonly Command[],
): Said {
  const [below] = interaction.options.data;
  const nested = below?.options !== undefined && below.value === undefined ? below : undefined;
  const path = nested === undefined ? [interaction.commandName] : [interaction.commandName, nested.name];
  const name = path.join(' ');
  const options: readonly CommandInteractionOption[] =
    nested?.options ?? (nested === undefined ? interaction.options.data : []);
  const focused = options.find((option) => option.focused === true);
  const args = Object.fromEntries(
    options.flatMap((option) =>
      option.value === undefined || option.focused === true ? [] : [[option.name, option.value] as const],
    ),
  );
  return {
    command: commands.find((command) => command.discord?.join(' ') === name),
    name,
    args,
    focused: focused === undefined ? undefined : { name: focused.name, value: String(focused.value ?? '') },
    people: options.flatMap(({ user }) => (user === null || user === undefined || user.bot ? [] : [identityOf(user)])),
  };
}

/** The account's own names: a nickname belongs to one server. */
export const identityOf = (user: DiscordUser): Identity => ({
  platform: 'discord',
  id: user.id,
  login: user.username,
  displayName: user.globalName ?? user.username,
  avatarUrl: user.avatarURL(),
});

/** A thread counts as its channel: that is what races are tied to. */
export function placeOf(interaction: BaseInteraction): Place {
  const { channel, guildId } = interaction;
  const here = interaction.channelId ?? interaction.user.id;
  return {
    platform: 'discord',
    server: guildId,
    channel: channel?.isThread() === true ? (channel.parentId ?? here) : here,
  };
}

/** As the platform computed them for this channel. Everybody has the role that bears the server's own id. */
export function rightsOf({ memberPermissions, member, guildId }: BaseInteraction): PlatformRights {
  const has = (right: bigint) => memberPermissions?.has(right) === true;
  const roles = member === null ? [] : Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
  return {
    manageServer: has(PermissionFlagsBits.ManageGuild),
    manageEvents: has(PermissionFlagsBits.ManageEvents),
    roles: guildId === null ? roles : [guildId, ...roles],
    broadcaster: false,
    moderator: false,
  };
}
