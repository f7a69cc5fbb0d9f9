// Building the world: what an administrator of this Discord or of a server would do by hand before and during a test.
// Each change is announced, so a connected bot hears of it as on the platform.
import { bits, DEFAULT_BOT_PERMISSIONS, EVERYONE_PERMISSIONS, type PermissionName } from './permissions.ts';
import {
  CHANNEL_TYPE,
  type Channel,
  type ChannelTypeName,
  type Guild,
  type Member,
  type Role,
  type User,
  type World,
} from './world.ts';

/** A thing or its id. */
export type Ref = string | { readonly id: string };
export function idOf(ref: Ref): string {
  return typeof ref === 'string' ? ref : ref.id;
}

export type Build = {
  /** `dmsOpen: false` makes every direct message to them a 50007. */
  readonly addUser: (user: { name: string; displayName?: string; dmsOpen?: boolean }) => User;
  readonly setDms: (user: Ref, open: boolean) => void;
  /** The owner becomes a member; the bot is in it unless `botPresent` is false. */
  readonly addGuild: (guild: {
    name: string;
    owner: Ref;
    botPermissions?: readonly PermissionName[];
    botPresent?: boolean;
  }) => Guild;
  readonly addChannel: (
    guild: Ref,
    channel: { name: string; type?: ChannelTypeName; botPermissions?: readonly PermissionName[] },
  ) => Channel;
  readonly addRole: (
    guild: Ref,
    role: { name: string; permissions?: readonly PermissionName[]; mentionable?: boolean },
  ) => Role;
  /** Makes the user a member, or changes the member. Permissions come on top of those of @everyone and the roles. */
  readonly setMember: (
    guild: Ref,
    user: Ref,
    member?: { roles?: readonly Ref[]; permissions?: readonly PermissionName[] },
  ) => Member;
  /** Replaces the bot's rights in a server, or in one channel; undefined for a channel: as in the server. */
  readonly setBotPermissions: (place: Guild | Channel, permissions: readonly PermissionName[] | undefined) => void;
  readonly removeBot: (guild: Ref) => void;
  readonly inviteBot: (guild: Ref) => void;
};

export function builder(world: World): Build {
  const guildOf = (ref: Ref) => must(world.guilds.get(idOf(ref)), 'guild');
  const setMember: Build['setMember'] = (guildRef, userRef, given = {}) => {
    const guild = guildOf(guildRef);
    const user = must(world.users.get(idOf(userRef)), 'user');
    const known = guild.members.get(user.id);
    const member: Member = known ?? {
      userId: user.id,
      guildId: guild.id,
      roleIds: [],
      permissions: 0n,
      joinedAtMs: world.time.now(),
    };
    if (given.roles) member.roleIds = given.roles.map(idOf);
    if (given.permissions) member.permissions = bits(...given.permissions);
    guild.members.set(user.id, member);
    world.changed({ type: 'member-edited', member });
    return member;
  };
  const setPresence = (guild: Guild, present: boolean) => {
    guild.botPresent = present;
    world.changed({ type: present ? 'guild-created' : 'guild-left', guild });
  };
  return {
    setMember,
    addUser: ({ name, displayName = name, dmsOpen = true }) => {
      const user: User = { id: world.newId(), name: name.toLowerCase(), displayName, bot: false, dmsOpen };
      world.users.set(user.id, user);
      world.changed({ type: 'user-created', user });
      return user;
    },
    setDms: (user, open) => {
      must(world.users.get(idOf(user)), 'user').dmsOpen = open;
    },
    addGuild: ({ name, owner, botPermissions, botPresent = true }) => {
      const guild = newGuild(
        world,
        name,
        idOf(owner),
        botPermissions ? bits(...botPermissions) : DEFAULT_BOT_PERMISSIONS,
      );
      setMember(guild, owner);
      setMember(guild, world.bot, { roles: [guild.botRoleId] });
      if (botPresent) setPresence(guild, true);
      return guild;
    },
    addChannel: (guildRef, { name, type = 'text', botPermissions }) => {
      const guild = guildOf(guildRef);
      const channel: Channel = {
        id: world.newId(),
        type: CHANNEL_TYPE[type],
        name,
        guildId: guild.id,
        recipientIds: [],
        position: world.channels.size,
        botPermissions: botPermissions && bits(...botPermissions),
      };
      world.channels.set(channel.id, channel);
      world.changed({ type: 'channel-created', channel });
      return channel;
    },
    addRole: (guildRef, { name, permissions = [], mentionable = false }) => {
      const guild = guildOf(guildRef);
      const role = {
        id: world.newId(),
        guildId: guild.id,
        name,
        permissions: bits(...permissions),
        mentionable,
        position: guild.roles.size,
        managed: false,
      };
      guild.roles.set(role.id, role);
      world.changed({ type: 'role-created', role });
      return role;
    },
    setBotPermissions: (place, permissions) => {
      if ('members' in place) {
        place.botPermissions = permissions ? bits(...permissions) : DEFAULT_BOT_PERMISSIONS;
        const role = must(place.roles.get(place.botRoleId), 'role');
        role.permissions = place.botPermissions;
        world.changed({ type: 'role-edited', role });
      } else {
        place.botPermissions = permissions && bits(...permissions);
        world.changed({ type: 'channel-edited', channel: place });
      }
    },
    removeBot: (guild) => setPresence(guildOf(guild), false),
    inviteBot: (guild) => setPresence(guildOf(guild), true),
  };
}

function newGuild(world: World, name: string, ownerId: string, botPermissions: bigint): Guild {
  const id = world.newId();
  // The role that everybody has carries the server's own id.
  const everyone: Role = {
    id,
    guildId: id,
    name: '@everyone',
    permissions: EVERYONE_PERMISSIONS,
    mentionable: false,
    position: 0,
    managed: false,
  };
  const botRole: Role = {
    id: world.newId(),
    guildId: id,
    name: world.bot.name,
    permissions: botPermissions,
    mentionable: false,
    position: 1,
    managed: true,
  };
  const roles = new Map([everyone, botRole].map((role) => [role.id, role]));
  const guild: Guild = {
    id,
    name,
    ownerId,
    roles,
    members: new Map(),
    botRoleId: botRole.id,
    botPermissions,
    botPresent: false,
  };
  world.guilds.set(id, guild);
  return guild;
}

export function must<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new Error(`the simulator knows no such ${what}`);
  return thing;
}
