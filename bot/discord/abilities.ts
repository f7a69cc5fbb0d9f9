// What the bot may do in a channel, for `/setup`: as Discord told it with the server and its roles. Only what it really does
// there is listed; direct messages are up to each person.

import { type Client, PermissionFlagsBits } from 'discord.js';
import type { Ability } from '../../server/play/ports/index.ts';

/** Discord's names of permissions with their bits, by what they are for. */
const NEEDS: readonly { readonly what: Ability['what']; readonly of: readonly (readonly [string, bigint])[] }[] = [
  { what: 'see', of: [['View Channel', PermissionFlagsBits.ViewChannel]] },
  { what: 'write', of: [['Send Messages', PermissionFlagsBits.SendMessages]] },
  { what: 'embed', of: [['Embed Links', PermissionFlagsBits.EmbedLinks]] },
  {
    what: 'threads',
    of: [
      ['Create Public Threads', PermissionFlagsBits.CreatePublicThreads],
      ['Send Messages in Threads', PermissionFlagsBits.SendMessagesInThreads],
    ],
  },
  { what: 'events', of: [['Create Events', PermissionFlagsBits.CreateEvents]] },
];

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
  return NEEDS.map(({ what, of }) => {
    const missing = of.find(([, bit]) => rights?.has([PermissionFlagsBits.ViewChannel, bit]) !== true);
    return { what, can: missing === undefined, needs: missing?.[0] ?? null };
  });
}
