// What administrators see and do: pools of seeds (the commands' words), and who else is an administrator.

import type Router from '@koa/router';
import { accountNamed } from '../../commands/people.ts';
import type { Reply } from '../../commands/reply.ts';
import type { User } from '../../play/ports/index.ts';
import { adminModel } from '../../present/pages/admin.ts';
import { parseUsersAsked, USERS_PATH, usersPath } from '../../present/pages/admin-users.ts';
import { type Answer, type Said, saidOf, typedInto } from '../../present/pages/said.ts';
import { wordReply } from '../../present/words/index.ts';
import type { Ctx } from '../ctx.ts';
import { type Form, formOf, goTo } from '../form.ts';
import { PROBLEMS } from '../problem.ts';
import { keepSaid, takeSaid } from '../said.ts';
import { say } from '../say.ts';
import { refuse, type Site, userOf } from '../site.ts';
import { showUsers } from './admin-users.ts';

const PATH = '/admin';
const DISCARD = `${PATH}/seeds/discard`;
const sentence = (tone: Said['tone'], text: string): Said => ({ tone, text, lines: [], acts: [] });

export function adminRoutes(router: Router, site: Site): void {
  const { accounts, house, onAdmin } = site.deps;

  router.get(PATH, site.limit('pages'), async (ctx) => {
    const user = await mustBeAdmin(site, ctx);
    if (user !== undefined) await show(site, ctx, user, { said: takeSaid(ctx) });
  });

  router.post(`${PATH}/seeds/scan`, site.limit('actions'), async (ctx) => {
    const user = await mustBeAdmin(site, ctx);
    if (user === undefined) return;
    const reply = await say(site, user, { command: 'seeds scan', args: {}, confirmed: false });
    // The page itself lists the pools.
    keepSaid(ctx, { ...saidOf(reply, '/'), text: scanWords(reply), lines: [] });
    goTo(ctx, PATH);
  });

  router.post(DISCARD, site.limit('actions'), async (ctx) => {
    const user = await mustBeAdmin(site, ctx);
    if (user === undefined) return;
    const form = formOf(ctx);
    const confirmed = form.confirmed === 'yes' && site.deps.time.now() <= Number(form.until);
    const reply = await say(site, user, { command: 'seeds discard', args: form, confirmed });
    if (reply.kind === 'confirm') return askAgain(site, ctx, reply, form);
    if (reply.kind === 'refused') {
      ctx.status = 409;
      return show(site, ctx, user, { said: saidOf(reply, '/'), typed: typedInto(ctx.path, form, reply) });
    }
    keepSaid(ctx, saidOf(reply, '/'));
    goTo(ctx, PATH);
  });

  router.get(USERS_PATH, site.limit('pages'), async (ctx) => {
    const user = await mustBeAdmin(site, ctx);
    if (user !== undefined) await showUsers(site, ctx, user, parseUsersAsked(ctx.query), takeSaid(ctx));
  });

  router.post(USERS_PATH, site.limit('actions'), async (ctx) => {
    const user = await mustBeAdmin(site, ctx);
    if (user === undefined) return;
    const { user: typedName = '', change, ...form } = formOf(ctx);
    // Where the button stood: the list of people as it was, or the page with everything.
    const list = form.back === 'users' ? parseUsersAsked(form) : null;
    const other = await accountNamed(typedName, house);
    const no = other === undefined ? NEVER_SEEN : change === 'remove' ? whyNotRemove(site, user, other) : undefined;
    if (other === undefined || no !== undefined) {
      ctx.status = 409;
      const why = sentence('warning', no ?? NEVER_SEEN);
      const typed =
        change === 'add' ? { path: ctx.path, fields: { user: typedName }, wrong: ['user'], says: why.text } : null;
      return list === null ? show(site, ctx, user, { said: why, typed }) : showUsers(site, ctx, user, list, why);
    }
    await accounts.setAdmin(other.id, change !== 'remove');
    onAdmin?.(other.id);
    const words = change === 'remove' ? 'is no administrator any more' : 'is an administrator';
    keepSaid(ctx, sentence('good', `${other.name} ${words}.`));
    goTo(ctx, list === null ? PATH : usersPath(list));
  });

  for (const path of ['seeds/scan', 'seeds/discard']) {
    router.get(`${PATH}/${path}`, site.limit('pages'), (ctx) => ctx.redirect(PATH));
  }
}

const NEVER_SEEN = 'Nobody of that name has been here yet. They have to use a command or log in once.';
const NOT_YOURSELF = 'Another administrator has to do that for you.';

/** Undefined: it can be done. */
function whyNotRemove(site: Site, user: User, other: User): string | undefined {
  if (other.id === user.id) return NOT_YOURSELF;
  const stays = site.deps.accounts.staysAdmin(other);
  return stays ? `${other.name} is named in the configuration of this server, and stays an administrator.` : undefined;
}

const scanWords = (reply: Reply): string =>
  reply.kind === 'seeds' && reply.scan !== null
    ? `Read again: ${reply.scan.added} new, ${reply.scan.vanished} gone, ${reply.scan.broken.length} broken.`
    : wordReply(reply, 'web').text;

/** Who is none is told that there is nothing to see. */
async function mustBeAdmin(site: Site, ctx: Ctx): Promise<User | undefined> {
  const user = await userOf(site, ctx);
  if (user?.isAdmin === true) return user;
  refuse(site, ctx, user === undefined ? PROBLEMS.log_in_first : PROBLEMS.admins_only);
  return undefined;
}

function askAgain(site: Site, ctx: Ctx, reply: Extract<Reply, { kind: 'confirm' }>, form: Form): void {
  const fields = [
    { name: 'pool', value: form.pool ?? '' },
    { name: 'number', value: form.number ?? '' },
    { name: 'confirmed', value: 'yes' },
    { name: 'until', value: String(reply.expiresAt) },
  ];
  const yes = { label: 'Throw it away', path: DISCARD, tone: 'danger', fields } as const;
  const confirm = { title: 'Are you sure?', text: wordReply(reply, 'web').text, yes, noPath: PATH };
  ctx.set('Cache-Control', 'no-store');
  site.renderer.page(ctx, 'confirm', { confirm, from: { name: 'Administration', path: PATH } });
}

async function show(site: Site, ctx: Ctx, user: User, answer: Answer): Promise<void> {
  const [pools, admins] = await Promise.all([site.deps.house.seeds.pools(), site.deps.accounts.admins()]);
  ctx.set('Cache-Control', 'no-store');
  site.renderer.page(ctx, 'admin', {
    admin: adminModel(pools, admins, user, site.deps.accounts.staysAdmin),
    ...answer,
  });
}
