// What the bot may do in a channel, for `/setup`: as Discord told it with the server and its roles. Only what it really does
// there is listed; direct messages are up to each person.

import { type Client, PermissionFlagsBits } from 'discord.js';
import type { Ability } from '../../server/play/ports/index.ts';

const NEEDS = [
  { what: 'see', needs: 'View Channel', bits: PermissionFlagsBits.ViewChannel },
  { what: 'write', needs: 'Send Messages', bits: PermissionFlagsBits.SendMessages },
  { what: 'embed', needs: 'Embed Links', bits: PermissionFlagsBits.EmbedLinks },
  { what: 'threads', needs: 'Create Public Threads', bits: PermissionFlagsBits.CreatePublicThreads },
  { what: 'events', needs: 'Create Events', bits: PermissionFlagsBits.CreateEvents },
] as const;

/** Undefined: it is not connected, or not in that server. A channel that it was never told of is one that it cannot see. */
export function abilitiesIn(
  client: Client<true> | undefined,
  server: string,
  channel: string,
): readonly Ability[] | undefined {
  const me = client?.guilds.cache.get(server)?.members.me;
  if (client === undefined || me === undefined || me === null) return undefined;
  const known = client.channels.cache.get(channel);
  const rights = known === undefined || known.isDMBased() ? null : known.permissionsFor(me);
  return NEEDS.map(({ what, needs, bits }) => {
    const can = rights?.has([PermissionFlagsBits.ViewChannel, bits]) === true;
    return { what, can, needs: can ? null : needs };
  });
}
