// Links for one use: a sign-in from Discord, an invitation. Platforms fetch links to preview them, so that opening one uses nothing:
// it shows a button, and the button's form does. Deliberately absent: issuing them, and what they do (commands).

import type Router from '@koa/router';
import type { Refused } from '../../commands/reply.ts';
import { acceptInvitation, invitationOf, signIn, whoSignsIn } from '../../commands/tickets.ts';
import { invitePage, signInPage } from '../../present/pages/ticket.ts';
import { wordReply } from '../../present/words/index.ts';
import { goTo } from '../form.ts';
import { PROBLEMS } from '../problem.ts';
import { logIn, refuse, type Site, userOf } from '../site.ts';
import { showTicket } from '../ticket-page.ts';
import { modelOf } from './race.ts';

export function ticketRoutes(router: Router, site: Site): void {
  const { house } = site.deps;

  router.get('/sign-in/:token', site.limit('logins'), async (ctx) => {
    const user = await whoSignsIn(ctx.params.token ?? '', house);
    if (user === undefined) return refuse(site, ctx, PROBLEMS.dead_ticket);
    showTicket(site, ctx, signInPage(user.name, ctx.path));
  });

  router.post('/sign-in/:token', site.limit('logins'), async (ctx) => {
    const user = await signIn(ctx.params.token ?? '', house);
    if (user === undefined) return refuse(site, ctx, PROBLEMS.dead_ticket);
    await logIn(site, ctx, user);
    goTo(ctx, '/');
  });

  router.get('/invite/:token', site.limit('pages'), async (ctx) => {
    const user = await userOf(site, ctx);
    const invited = await invitationOf(ctx.params.token ?? '', user, house);
    if (invited === undefined) return refuse(site, ctx, PROBLEMS.dead_ticket);
    const race = await modelOf(site, ctx, invited.race);
    const canLogIn = site.deps.config.twitch !== null;
    showTicket(site, ctx, invitePage({ race, name: invited.login, user, path: ctx.path, canLogIn }));
  });

  router.post('/invite/:token', site.limit('actions'), async (ctx) => {
    const user = await userOf(site, ctx);
    if (user === undefined) return refuse(site, ctx, PROBLEMS.log_in_first);
    const accepted = await acceptInvitation(ctx.params.token ?? '', user, house);
    if ('race' in accepted) return goTo(ctx, new URL(site.links.race(accepted.race)).pathname);
    switch (accepted.refused) {
      case 'dead':
        return refuse(site, ctx, PROBLEMS.dead_ticket);
      case 'not_yours':
        return refuse(site, ctx, PROBLEMS.not_your_ticket);
      default:
        return refuse(site, ctx, { status: 409, code: accepted.refused.code, message: whyNot(accepted.refused) });
    }
  });
}

const whyNot = (no: Refused): string =>
  wordReply({ kind: 'refused', command: 'join', race: null, no, offers: [] }, 'plain').text;
