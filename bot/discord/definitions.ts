// The table of commands as Discord registers it: one command per first word, subcommands below it, options by kind of argument.
// Deliberately absent: who may really say it (the command asks again), and localizations.

import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType as Context,
  type RESTPostAPIChatInputApplicationCommandsJSONBody as Definition,
  ApplicationCommandOptionType as Option,
  PermissionFlagsBits,
} from 'discord.js';
import type { ArgSpec, Command } from '../../server/commands/command.ts';
import { FAMILY_FALLBACK, FAMILY_WORDS } from '../../server/present/sentences/en/discord.ts';

/** In the table's order. @throws Error where a first word is both a command and a family. */
export function makeDefinitions(commands: readonly Command[]): readonly Definition[] {
  const families = new Map<string, Command[]>();
  for (const command of commands) {
    if (command.discord === null) continue;
    const [first] = command.discord;
    families.set(first, [...(families.get(first) ?? []), command]);
  }
  return [...families].map(([name, members]) => makeDefinition(name, members));
}

function makeDefinition(name: string, members: readonly Command[]): Definition {
  const shared = {
    type: ApplicationCommandType.ChatInput,
    name,
    default_member_permissions: members.every((one) => one.who === 'manage_server')
      ? String(PermissionFlagsBits.ManageGuild)
      : null,
    contexts: members.every((one) => one.who === 'manage_server') ? [Context.Guild] : [Context.Guild, Context.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  } as const;
  const [only] = members;
  if (members.length === 1 && only?.discord?.length === 1) {
    return { ...shared, ...copied(shared), description: only.description, options: makeOptions(only.args) };
  }
  return {
    ...shared,
    ...copied(shared),
    description: FAMILY_WORDS[name] ?? FAMILY_FALLBACK,
    options: members.map(makeSubcommand),
  };
}

/** Discord's types want lists that may be changed. */
const copied = (shared: {
  readonly contexts: readonly Context[];
  readonly integration_types: readonly ApplicationIntegrationType[];
}) => ({
  contexts: [...shared.contexts],
  integration_types: [...shared.integration_types],
});

function makeSubcommand(command: Command): APIApplicationCommandSubcommandOption {
  const name = command.discord?.[1];
  if (name === undefined) throw new Error(`/${command.name} cannot be a command and a family of commands`);
  return { type: Option.Subcommand, name, description: command.description, options: makeOptions(command.args) };
}

/** Discord wants required options first. */
const makeOptions = (args: readonly ArgSpec[]): APIApplicationCommandBasicOption[] =>
  args.toSorted((a, b) => Number(b.required) - Number(a.required)).map(makeOption);

function makeOption(arg: ArgSpec): APIApplicationCommandBasicOption {
  const { name, description, required } = arg;
  const length = arg.maxLength === undefined ? {} : { max_length: arg.maxLength };
  switch (arg.kind) {
    case 'text':
      return arg.choices === undefined
        ? { type: Option.String, name, description, required, ...length }
        : { type: Option.String, name, description, required, choices: [...arg.choices] };
    case 'race':
    case 'player':
    case 'pool':
      return { type: Option.String, name, description, required, ...length, autocomplete: true };
    case 'integer':
      return {
        ...{ type: Option.Integer, name, description, required },
        ...(arg.min === undefined ? {} : { min_value: arg.min }),
        ...(arg.max === undefined ? {} : { max_value: arg.max }),
      };
    case 'boolean':
      return { type: Option.Boolean, name, description, required };
    case 'user':
      return { type: Option.User, name, description, required };
    case 'role':
      return { type: Option.Role, name, description, required };
    case 'channel': {
      const channel_types = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const;
      return { type: Option.Channel, name, description, required, channel_types: [...channel_types] };
    }
  }
}
