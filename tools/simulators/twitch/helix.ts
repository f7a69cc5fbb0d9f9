// api.twitch.tv/helix: Get Users, the one call of the Twitch API that is simulated. Deliberately absent: every other call.
import { HELIX_USERS_MAX } from './limits.ts';
import type { OAuthParts } from './oauth.ts';
import { type HttpReply, jsonReply, refusalReply } from './reply.ts';
import type { User } from './world.ts';

const BEARER = /^Bearer (\S+)$/i;

/** GET users?id=&login=, repeated up to 100 times together; without any, the token's own user. */
export function getUsers(
  query: URLSearchParams,
  headers: { authorization: string | undefined; clientId: string | undefined },
  parts: Pick<OAuthParts, 'tokens' | 'world'>,
): HttpReply {
  const token = parts.tokens.find(BEARER.exec(headers.authorization ?? '')?.[1] ?? '');
  if (!token) return refusalReply('helix.token');
  if (token.clientId !== headers.clientId) return refusalReply('helix.client');

  const ids = query.getAll('id');
  const logins = query.getAll('login');
  const asked = ids.length + logins.length;
  if (asked > HELIX_USERS_MAX || (asked === 0 && token.userId === null)) return refusalReply('helix.users');
  const wanted = asked === 0 && token.userId !== null ? [token.userId] : ids;
  const found = parts.world.users().filter((user) => wanted.includes(user.id) || logins.includes(user.login));
  return jsonReply({ data: found.map(presentUser) });
}

function presentUser(user: User) {
  return {
    id: user.id,
    login: user.login,
    display_name: user.displayName,
    type: '',
    broadcaster_type: '',
    description: '',
    profile_image_url: '',
    offline_image_url: '',
    view_count: 0,
    created_at: '2020-01-01T00:00:00Z',
  };
}
