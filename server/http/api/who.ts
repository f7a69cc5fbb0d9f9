// Who asks the API: the owner of a bearer token, else whoever is logged in with this browser. A cookie is sent by a browser also for
// pages of others, so that writes with one need a proof of our own pages; a bearer token is never sent by itself.

import type { User } from '../../play/ports/index.ts';
import { isOwnRequest } from '../csrf.ts';
import type { Ctx } from '../ctx.ts';
import { type Site, userOf } from '../site.ts';

export type Who = { readonly user: User | undefined } | { readonly refused: 'bad_api_token' | 'foreign_form' };

const BEARER = /^Bearer +(\S{1,512}) *$/i;

/** Leaves the user in the request's state, as the session does for pages. */
export async function whoAsks(site: Site, ctx: Ctx, csrfKey: string): Promise<Who> {
  const header = ctx.get('Authorization');
  if (/^Bearer\b/i.test(header)) {
    const [, token] = BEARER.exec(header) ?? [];
    const user = token === undefined ? undefined : await ownerOf(site, token);
    if (user === undefined) return { refused: 'bad_api_token' };
    ctx.state.user = user;
    return { user };
  }
  const user = await userOf(site, ctx);
  const reads = ctx.method === 'GET' || ctx.method === 'HEAD';
  if (user !== undefined && !reads && !isOwnRequest(ctx, csrfKey, site.links.origin))
    return { refused: 'foreign_form' };
  return { user };
}

async function ownerOf({ deps }: Site, token: string): Promise<User | undefined> {
  const known = await deps.apiTokens.byToken(token);
  return known === undefined ? undefined : await deps.accounts.byId(known.user);
}
