// The page of the list of people that an administrator asked for. Deliberately absent: who may see it, and making administrators
// (admin.ts).

import type { User } from '../../play/ports/index.ts';
import { adminUsersModel, USERS_PER_PAGE, type UsersAsked } from '../../present/pages/admin-users.ts';
import type { Said } from '../../present/pages/said.ts';
import type { Ctx } from '../ctx.ts';
import type { Site } from '../site.ts';

export async function showUsers(site: Site, ctx: Ctx, user: User, asked: UsersAsked, said: Said | null): Promise<void> {
  const { accounts } = site.deps;
  const found = await accounts.search({ ...asked, limit: USERS_PER_PAGE + 1 });
  ctx.set('Cache-Control', 'no-store');
  site.renderer.page(ctx, 'admin-users', { users: adminUsersModel(asked, found, user.id, accounts.staysAdmin), said });
}
