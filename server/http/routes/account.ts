// One's own account: time zone, browsers that are logged in, tokens for one's programs. A token's text is in the answer of the form
// that made it and nowhere else. Deliberately absent: tying accounts together (it starts on Discord).

import type Router from '@koa/router';
import { canonicalZone, ZONES } from '../../commands/zones.ts';
import {
  API_TOKEN_NAME_MAX_LENGTH,
  API_TOKENS_PER_USER,
  parseApiTokenName,
  type User,
} from '../../play/ports/index.ts';
import { type AccountModel, accountModel } from '../../present/pages/account.ts';
import type { Said } from '../../present/pages/said.ts';
import type { Ctx } from '../ctx.ts';
import { formOf, goTo } from '../form.ts';
import { PROBLEMS } from '../problem.ts';
import { keepSaid, takeSaid } from '../said.ts';
import { currentSession } from '../sessions.ts';
import { logOut, refuse, type Site, userOf } from '../site.ts';

const PATH = '/account';
const good = (text: string): Said => ({ tone: 'good', text, lines: [], acts: [] });
const bad = (text: string): Said => ({ tone: 'warning', text, lines: [], acts: [] });

export function accountRoutes(router: Router, site: Site): void {
  const { accounts, apiTokens, onLogout } = site.deps;

  router.get(PATH, site.limit('pages'), async (ctx) => {
    const user = await mustBe(site, ctx);
    if (user !== undefined) await show(site, ctx, user, { said: takeSaid(ctx) });
  });

  router.post(`${PATH}/timezone`, site.limit('actions'), async (ctx) => {
    const user = await mustBe(site, ctx);
    if (user === undefined) return;
    const zone = canonicalZone(formOf(ctx).zone ?? '');
    if (zone !== undefined) await accounts.rememberTimezone(user.id, zone);
    keepSaid(ctx, zone === undefined ? bad('I do not know this time zone.') : good(`Your time zone is ${zone}.`));
    goTo(ctx, PATH);
  });

  router.post(`${PATH}/sessions/revoke`, site.limit('actions'), async (ctx) => {
    const user = await mustBe(site, ctx);
    if (user === undefined) return;
    const { session = '' } = formOf(ctx);
    if (session === currentSession(ctx, accounts)) {
      logOut(site, ctx);
      return goTo(ctx, '/');
    }
    const done = await accounts.revokeSession(user.id, session);
    if (done) onLogout?.(session);
    keepSaid(ctx, done ? good('That browser is logged out.') : bad('That browser was logged out already.'));
    goTo(ctx, PATH);
  });

  router.post(`${PATH}/tokens`, site.limit('actions'), async (ctx) => {
    const user = await mustBe(site, ctx);
    if (user === undefined) return;
    const name = parseApiTokenName(formOf(ctx).name ?? '');
    if (name === undefined) {
      ctx.status = 422;
      const tokenError = `A name of 1 to ${API_TOKEN_NAME_MAX_LENGTH} characters, please.`;
      return show(site, ctx, user, { tokenError });
    }
    const made = await apiTokens.create(user.id, name);
    if (made !== 'too_many') return show(site, ctx, user, { made: { name, text: made.text } });
    ctx.status = 409;
    const tokenError = `You have ${API_TOKENS_PER_USER} tokens already. Revoke one that you no longer use.`;
    await show(site, ctx, user, { tokenError });
  });

  router.post(`${PATH}/tokens/revoke`, site.limit('actions'), async (ctx) => {
    const user = await mustBe(site, ctx);
    if (user === undefined) return;
    const done = await apiTokens.revoke(user.id, formOf(ctx).token ?? '');
    keepSaid(ctx, done ? good('The token is dead.') : bad('There is no such token of yours any more.'));
    goTo(ctx, PATH);
  });

  // Where a reload after a form leads.
  for (const path of ['timezone', 'sessions/revoke', 'tokens', 'tokens/revoke']) {
    router.get(`${PATH}/${path}`, site.limit('pages'), (ctx) => ctx.redirect(PATH));
  }
}

async function mustBe(site: Site, ctx: Ctx): Promise<User | undefined> {
  const user = await userOf(site, ctx);
  if (user === undefined) refuse(site, ctx, PROBLEMS.log_in_first);
  return user;
}

type Shown = { readonly said?: Said | null } & Partial<Pick<AccountModel, 'made' | 'tokenError'>>;

async function show(site: Site, ctx: Ctx, user: User, shown: Shown): Promise<void> {
  const { accounts, apiTokens } = site.deps;
  const { said = null, made = null, tokenError = null } = shown;
  const [sessions, tokens] = await Promise.all([accounts.sessions(user.id), apiTokens.list(user.id)]);
  const here = currentSession(ctx, accounts);
  const tokenNameMax = API_TOKEN_NAME_MAX_LENGTH;
  ctx.set('Cache-Control', 'no-store');
  const account = accountModel({ user, sessions, here, tokens, made, tokenError, tokenNameMax, zones: ZONES });
  site.renderer.page(ctx, 'account', { account, said });
}
