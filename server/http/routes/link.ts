// The page of `/link`: signs in with Twitch, shows both names and asks. Opening it uses nothing, for platforms fetch links; what its
// button does still waits for the button on Discord. Deliberately absent: making one person of two accounts (commands/link.ts).

import type Router from '@koa/router';
import { claimLink, linkProblem, whoLinks } from '../../commands/link.ts';
import { linkDonePage, linkPage } from '../../present/pages/ticket.ts';
import { goTo } from '../form.ts';
import { PROBLEMS, type Problem } from '../problem.ts';
import { refuse, type Site, userOf } from '../site.ts';
import { showTicket } from '../ticket-page.ts';

const DONE = '/link/done';
const DEAD: Problem = {
  status: 410,
  code: 'dead_ticket',
  message: 'This link was used already or is too old. Say /link on Discord again for a new one.',
};
const TAKEN: Problem = {
  status: 409,
  code: 'link_taken',
  message:
    'This Twitch account is tied to another Discord account already. Log in with another one and open the link again.',
};

export function linkRoutes(router: Router, site: Site): void {
  const { house, config } = site.deps;

  router.get(DONE, site.limit('pages'), async (ctx) => {
    await userOf(site, ctx);
    showTicket(site, ctx, linkDonePage());
  });

  router.get('/link/:token', site.limit('logins'), async (ctx) => {
    const twitch = await userOf(site, ctx);
    const discord = await whoLinks(ctx.params.token ?? '', house);
    if (discord === undefined) return refuse(site, ctx, DEAD);
    if (config.twitch === null) return refuse(site, ctx, PROBLEMS.login_off);
    const problem = twitch === undefined ? 'not_twitch' : linkProblem(discord, twitch);
    showTicket(site, ctx, linkPage(discord, twitch, problem, ctx.path));
  });

  router.post('/link/:token', site.limit('actions'), async (ctx) => {
    const twitch = await userOf(site, ctx);
    if (twitch === undefined) return refuse(site, ctx, PROBLEMS.log_in_first);
    const claimed = await claimLink(ctx.params.token ?? '', twitch, house);
    if ('claimed' in claimed) return goTo(ctx, DONE);
    switch (claimed.refused) {
      case 'dead':
        return refuse(site, ctx, DEAD);
      case 'not_twitch':
        return refuse(site, ctx, PROBLEMS.log_in_first);
      case 'taken':
        return refuse(site, ctx, TAKEN);
    }
  });
}
