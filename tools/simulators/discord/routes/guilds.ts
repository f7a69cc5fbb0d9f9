// Servers and people: reading guilds, roles, members, users; the bot itself; opening direct messages; the gateway's address.
import { z } from 'zod';
import {
  presentApplication,
  presentChannel,
  presentGuild,
  presentMember,
  presentRole,
  presentSelf,
  presentUser,
} from '../present.ts';
import { parseBody, refuse } from '../refusal.ts';
import { type Call, param, type Route } from '../route.ts';
import { openDm } from '../world.ts';
import { guildOf } from './rights.ts';

const SESSION_STARTS = 1000;
const DAY_MS = 24 * 60 * 60_000;

export const guildRoutes: readonly Route[] = [
  { method: 'GET', path: '/gateway', open: true, run: (call) => ({ status: 200, body: { url: call.urls.gateway() } }) },
  {
    method: 'GET',
    path: '/gateway/bot',
    run: (call) => ({
      status: 200,
      body: {
        url: call.urls.gateway(),
        shards: 1,
        session_start_limit: {
          total: SESSION_STARTS,
          remaining: SESSION_STARTS - 1,
          reset_after: DAY_MS,
          max_concurrency: 1,
        },
      },
    }),
  },
  { method: 'GET', path: '/applications/@me', run: (call) => ({ status: 200, body: presentApplication(call.world) }) },
  {
    method: 'GET',
    path: '/oauth2/applications/@me',
    run: (call) => ({ status: 200, body: presentApplication(call.world) }),
  },
  { method: 'GET', path: '/users/@me', run: (call) => ({ status: 200, body: presentSelf(call.world) }) },
  {
    method: 'GET',
    path: '/users/:user',
    run: (call) => ({
      status: 200,
      body: presentUser(call.world.users.get(param(call, 'user')) ?? refuse('unknown-user')),
    }),
  },
  { method: 'POST', path: '/users/@me/channels', run: dm },
  { method: 'GET', path: '/guilds/:guild', run: (call) => ({ status: 200, body: presentGuild(guildOf(call)) }) },
  {
    method: 'GET',
    path: '/guilds/:guild/channels',
    run: (call) => {
      const guild = guildOf(call);
      const channels = [...call.world.channels.values()].filter(
        (channel) => channel.guildId === guild.id && !channel.thread,
      );
      return { status: 200, body: channels.map((channel) => presentChannel(call.world, channel)) };
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/roles',
    run: (call) => ({ status: 200, body: [...guildOf(call).roles.values()].map(presentRole) }),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/roles/:role',
    run: (call) => ({
      status: 200,
      body: presentRole(guildOf(call).roles.get(param(call, 'role')) ?? refuse('unknown-role')),
    }),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/members/:user',
    run: (call) => {
      const member = guildOf(call).members.get(param(call, 'user'));
      if (!call.world.users.has(param(call, 'user'))) refuse('unknown-user');
      return { status: 200, body: presentMember(call.world, member ?? refuse('unknown-member')) };
    },
  },
];

function dm(call: Call) {
  const { recipient_id } = parseBody(z.object({ recipient_id: z.union([z.string(), z.int()]) }), call.body);
  const person = call.world.users.get(String(recipient_id));
  if (!person || person.bot) return refuse('dm-recipient');
  return { status: 200, body: presentChannel(call.world, openDm(call.world, person.id)) };
}
