// What a person typed after the slash, checked as the Discord app checks it, and turned into the `data` of the interaction:
// "race create" and named values become nested options and `resolved` people, roles, channels and files.
import type { Ref } from './build.ts';
import { OPTION } from './command-rules.ts';
import { keepFile } from './messages.ts';
import { has, memberPermissions } from './permissions.ts';
import { type Json, presentChannel, presentResolvedMember, presentRole, presentUser } from './present.ts';
import { presentAttachment } from './present-message.ts';
import { ClientRefusal } from './refusal.ts';
import { CHANNEL_TYPE, type Channel, type Command, type CommandOption, type World } from './world.ts';

export type TypedFile = { readonly filename: string; readonly data: Buffer | string; readonly contentType?: string };
export type TypedValue = string | number | boolean | Ref | TypedFile;
export type TypedOptions = Readonly<Record<string, TypedValue | undefined>>;
type Resolved = Record<'users' | 'members' | 'roles' | 'channels' | 'attachments', Json>;
type Place = { world: World; channel: Channel; userId: string; cdn: string };

const BOT_DM = 1;
const TEXT_OPTION_CHARS = 6000;

/** Commands that can be used in a place: those of its server, and the global ones whose contexts allow it. */
export function commandsIn(world: World, channel: Channel): Command[] {
  return [...world.commands.values()].filter((command) => {
    if (command.guildId)
      return command.guildId === channel.guildId && (world.guilds.get(command.guildId)?.botPresent ?? false);
    const { contexts, dm_permission } = command.body;
    if (channel.guildId) return (contexts ?? [0]).includes(0) && world.guilds.get(channel.guildId)?.botPresent;
    return channel.type === CHANNEL_TYPE.dm && (contexts ? contexts.includes(BOT_DM) : dm_permission !== false);
  });
}

/** @throws ClientRefusal no-such-command, command-forbidden. */
export function findCommand(
  place: Place,
  words: string,
): { command: Command; path: CommandOption[]; options: readonly CommandOption[] } {
  const [name, ...rest] = words.replace(/^\//, '').trim().split(/\s+/);
  const command = commandsIn(place.world, place.channel)
    .sort((a, b) => Number(b.guildId !== undefined) - Number(a.guildId !== undefined))
    .find((each) => each.body.name === name && each.body.type === 1);
  if (!command) throw new ClientRefusal('no-such-command', words);
  if (!mayUse(place, command)) throw new ClientRefusal('command-forbidden', words);
  const path: CommandOption[] = [];
  let options = command.body.options ?? [];
  for (const word of rest) {
    const next = options.find((each) => each.name === word && each.type <= OPTION.group);
    if (!next) throw new ClientRefusal('no-such-command', words);
    path.push(next);
    options = next.options ?? [];
  }
  if (options.some((each) => each.type <= OPTION.group)) throw new ClientRefusal('no-such-command', words);
  return { command, path, options };
}

/** default_member_permissions: all of its bits, `"0"` for administrators alone; in a direct message it does not count. */
export function mayUse(place: Pick<Place, 'world' | 'channel' | 'userId'>, command: Command): boolean {
  const guild = place.channel.guildId ? place.world.guilds.get(place.channel.guildId) : undefined;
  const member = guild?.members.get(place.userId);
  if (!guild) return true;
  if (!member) return false;
  const mine = memberPermissions(guild, member);
  if (!has(mine, 'UseApplicationCommands')) return false;
  const wanted = command.body.default_member_permissions;
  if (wanted === null || wanted === undefined || has(mine, 'Administrator')) return true;
  return wanted !== '0' && (mine & BigInt(wanted)) === BigInt(wanted);
}

/** A whole command: every required option there, every value fitting. @throws ClientRefusal */
export function commandData(place: Place, words: string, typed: TypedOptions): Json {
  const { command, path, options } = findCommand(place, words);
  const resolved = emptyResolved();
  const given = parts(typed, options);
  const missing = options.find((each) => each.required && typed[each.name] === undefined);
  if (missing) throw new ClientRefusal('option-missing', missing.name);
  const values = given.map(([option, value]) => ({
    name: option.name,
    type: option.type,
    value: typedValue(place, option, value, resolved),
  }));
  return dataOf(command, path, values, resolved);
}

/** A command half typed: the focused option as raw text, the others as far as they are filled in. @throws ClientRefusal */
export function focusedData(
  place: Place,
  words: string,
  focused: string,
  text: string,
  others: TypedOptions,
): { data: Json; option: CommandOption } {
  const { command, path, options } = findCommand(place, words);
  const option = options.find((each) => each.name === focused);
  if (!option) throw new ClientRefusal('no-such-option', focused);
  if (!option.autocomplete) throw new ClientRefusal('not-autocomplete', focused);
  const resolved = emptyResolved();
  const rest = parts(others, options).filter(([each]) => each.name !== focused);
  const values = rest.map(
    ([each, value]): Json => ({ name: each.name, type: each.type, value: typedValue(place, each, value, resolved) }),
  );
  return {
    option,
    data: dataOf(
      command,
      path,
      [...values, { name: focused, type: option.type, value: text, focused: true }],
      resolved,
    ),
  };
}

function parts(typed: TypedOptions, options: readonly CommandOption[]): [CommandOption, TypedValue][] {
  return Object.entries(typed).flatMap(([name, value]): [CommandOption, TypedValue][] => {
    if (value === undefined) return [];
    const option = options.find((each) => each.name === name);
    if (!option) throw new ClientRefusal('no-such-option', name);
    return [[option, value]];
  });
}

function dataOf(command: Command, path: readonly CommandOption[], values: readonly Json[], resolved: Resolved): Json {
  const nested = path.reduceRight<readonly Json[]>(
    (inner, step) => [{ type: step.type, name: step.name, options: inner }],
    values,
  );
  const used = Object.fromEntries(Object.entries(resolved).filter(([, things]) => Object.keys(things).length > 0));
  return {
    id: command.id,
    name: command.body.name,
    type: command.body.type,
    ...(command.guildId ? { guild_id: command.guildId } : {}),
    options: nested,
    ...(Object.keys(used).length > 0 ? { resolved: used } : {}),
  };
}

function emptyResolved(): Resolved {
  return { users: {}, members: {}, roles: {}, channels: {}, attachments: {} };
}

function typedValue(
  place: Place,
  option: CommandOption,
  value: TypedValue,
  resolved: Resolved,
): string | number | boolean {
  const wrong = (): never => {
    throw new ClientRefusal('option-type', option.name);
  };
  switch (option.type) {
    case OPTION.string:
      return typeof value === 'string' ? text(option, value) : wrong();
    case OPTION.integer:
      return typeof value === 'number' && Number.isInteger(value) ? number(option, value) : wrong();
    case OPTION.number:
      return typeof value === 'number' ? number(option, value) : wrong();
    case OPTION.boolean:
      return typeof value === 'boolean' ? value : wrong();
    case OPTION.attachment:
      return typeof value === 'object' && 'filename' in value && 'data' in value
        ? file(place, value as TypedFile, resolved)
        : wrong();
    default:
      return entity(
        place,
        option,
        typeof value === 'string' ? value : typeof value === 'object' && 'id' in value ? value.id : wrong(),
        resolved,
      );
  }
}

function offered(option: CommandOption, value: string | number): string | number {
  if (!option.choices?.length) return value;
  const choice = option.choices.find((each) => each.value === value || each.name === value);
  if (!choice) throw new ClientRefusal('option-choice', `${option.name}: ${value}`);
  return choice.value;
}

function text(option: CommandOption, value: string): string | number {
  const tooShort = value.length < Math.max(option.min_length ?? 0, 1);
  if (tooShort || value.length > (option.max_length ?? TEXT_OPTION_CHARS))
    throw new ClientRefusal('option-length', option.name);
  return offered(option, value);
}

function number(option: CommandOption, value: number): string | number {
  const low = option.min_value ?? Number.MIN_SAFE_INTEGER;
  const high = option.max_value ?? Number.MAX_SAFE_INTEGER;
  if (value < low || value > high) throw new ClientRefusal('option-range', option.name);
  return offered(option, value);
}

function file(place: Place, typed: TypedFile, resolved: Resolved): string {
  const data = typeof typed.data === 'string' ? Buffer.from(typed.data) : typed.data;
  const attachment = keepFile(place.world, place.channel.id, {
    filename: typed.filename,
    contentType: typed.contentType ?? 'application/octet-stream',
    data,
  });
  resolved.attachments[attachment.id] = presentAttachment(attachment, place.cdn);
  return attachment.id;
}

function entity(place: Place, option: CommandOption, id: string, resolved: Resolved): string {
  const { world, channel } = place;
  const guild = channel.guildId ? world.guilds.get(channel.guildId) : undefined;
  const asUser = option.type === OPTION.user || option.type === OPTION.mentionable ? world.users.get(id) : undefined;
  const asRole = option.type === OPTION.role || option.type === OPTION.mentionable ? guild?.roles.get(id) : undefined;
  const asChannel = option.type === OPTION.channel ? world.channels.get(id) : undefined;
  const member = guild?.members.get(id);
  if (asUser) {
    resolved.users[id] = presentUser(asUser);
    if (guild && member) resolved.members[id] = presentResolvedMember(guild, member);
  } else if (asRole) resolved.roles[id] = presentRole(asRole);
  else if (
    asChannel?.guildId === channel.guildId &&
    asChannel &&
    (!option.channel_types || option.channel_types.includes(asChannel.type))
  ) {
    resolved.channels[id] = { ...presentChannel(world, asChannel), permissions: '0' };
  } else throw new ClientRefusal('option-type', option.name);
  return id;
}
