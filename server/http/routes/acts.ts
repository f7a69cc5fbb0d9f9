// The buttons of a race, each a command said by who is logged in. After one the browser goes back to where it was, with the answer;
// what cannot be undone is asked once more, on a page of its own or, with htmx, in place. Deliberately absent: what the
// commands do, and which buttons there are (present/pages/acts.ts).

import type Router from '@koa/router';
import type { Reply, ReplyOf } from '../../commands/reply.ts';
import type { User } from '../../play/ports/index.ts';
import { ACT_PATHS, type Field } from '../../present/pages/acts.ts';
import { type Answer, type Confirm, confirmOf, type Said, saidOf, typedInto } from '../../present/pages/said.ts';
import type { Race } from '../../race/race.ts';
import type { Ctx } from '../ctx.ts';
import { type Form, formOf, goTo, wantsPart } from '../form.ts';
import { PROBLEMS } from '../problem.ts';
import { keepSaid } from '../said.ts';
import { say } from '../say.ts';
import { raceOf, racePath, refuse, type Site, userOf } from '../site.ts';
import { showManage, showPlayer } from './manage.ts';
import { modelOf, showRace } from './race.ts';

/** These have pages of their own below the race's address. */
const WITH_PAGES: readonly string[] = ['pack', 'join'];

export function actRoutes(router: Router, site: Site): void {
  for (const [command, slug] of Object.entries(ACT_PATHS)) {
    router.post(`/race/:id/${slug}`, site.limit('actions'), async (ctx) => {
      const race = await raceOf(site, ctx, ctx.params.id ?? '');
      if (race === undefined) return;
      const user = await userOf(site, ctx);
      if (user === undefined) return refuse(site, ctx, PROBLEMS.log_in_first);
      const form = formOf(ctx);
      const reply = await say(site, user, { command, args: argsOf(form, race), confirmed: isSure(form, site) });
      await showReply(site, ctx, { race, user, reply, form });
    });
    if (WITH_PAGES.includes(slug)) continue;
    // Where a reload after a refusal, or an address that somebody copied, leads.
    router.get(`/race/:id/${slug}`, site.limit('pages'), async (ctx) => {
      const race = await raceOf(site, ctx, ctx.params.id ?? '');
      if (race !== undefined) ctx.redirect(racePath(site, race.id));
    });
  }
}

/** The address names the race, whatever the form says. Fields that the command does not know are dropped by it. */
const argsOf = (form: Form, race: Race): Record<string, string> => ({ ...form, race: race.code });

/** A question that was answered too late is asked again. */
const isSure = ({ confirmed, until }: Form, site: Site): boolean =>
  confirmed === 'yes' && (until === undefined || site.deps.time.now() <= Number(until));

type Answered = { readonly race: Race; readonly user: User; readonly reply: Reply; readonly form: Form };

async function showReply(site: Site, ctx: Ctx, answered: Answered): Promise<void> {
  const { race, reply, form } = answered;
  const path = racePath(site, race.id);
  const carry = carried(form);
  if (reply.kind === 'confirm') return askAgain(site, ctx, race, confirmOf(reply, path, backPath(path, form), carry));
  const said = answerOf(site, answered, path, carry);
  if (reply.kind === 'refused') return showBack(site, ctx, answered, said, 409);
  // A link for one person, and what an organizer asked to see, are shown by this answer alone.
  if (isShownAtOnce(reply)) return showBack(site, ctx, answered, said, 200);
  if (wantsPart(ctx) && reply.kind !== 'created') return showBack(site, ctx, answered, said, 200);
  keepSaid(ctx, said);
  goTo(ctx, reply.kind === 'created' ? racePath(site, reply.race.id) : backPath(path, form));
}

/** Of another race, as of a next round that is there already, the buttons are that race's. */
function answerOf(site: Site, { reply, race, user }: Answered, path: string, carry: readonly Field[]): Said {
  const other = reply.kind === 'refused' && reply.race !== null && reply.race.id !== race.id ? reply.race.id : null;
  if (other === null) return saidOf(reply, path, carry, user.timezone);
  const said = saidOf(reply, racePath(site, other), [], user.timezone);
  return { ...said, acts: said.acts.map((act) => ({ ...act, away: true })) };
}

const isShownAtOnce = (reply: Reply): boolean =>
  reply.kind === 'check' || reply.kind === 'keyed_overlay' || (reply.kind === 'done' && isInvitation(reply));
const isInvitation = ({ deed }: ReplyOf<'done'>): boolean => deed.did === 'invitation_made';

function askAgain(site: Site, ctx: Ctx, race: Race, confirm: Confirm | undefined): void {
  ctx.set('Cache-Control', 'no-store');
  if (confirm === undefined) refuse(site, ctx, PROBLEMS.bad_request);
  else if (wantsPart(ctx)) site.renderer.fragment(ctx, 'said-part', { said: null, confirm });
  else site.renderer.page(ctx, 'confirm', { confirm, from: { name: race.name, path: racePath(site, race.id) } });
}

/** Where a form was pressed: the race's page, its manage page, a player's page there. */
const carried = ({ back, player }: Form): readonly Field[] => [
  ...(back === 'manage' || back === 'player' ? [{ name: 'back', value: back }] : []),
  ...(back === 'player' && player !== undefined ? [{ name: 'player', value: player }] : []),
];

function backPath(path: string, { back, player }: Form): string {
  if (back === 'player' && player !== undefined) return `${path}/manage/player/${encodeURIComponent(player)}`;
  return back === 'manage' ? `${path}/manage` : path;
}

async function showBack(site: Site, ctx: Ctx, { race, user, form, reply }: Answered, said: Said, status: number) {
  const now = (await site.deps.load(race.id))?.race ?? race;
  ctx.status = status;
  ctx.set('Cache-Control', 'no-store');
  if (wantsPart(ctx)) return site.renderer.fragment(ctx, 'acted', { race: await modelOf(site, ctx, now), said });
  const answer: Answer = { said, typed: status === 409 ? typedInto(ctx.path, form, reply) : null };
  if (form.back === 'player') return showPlayer(site, ctx, now, user, form.player ?? '', answer);
  return form.back === 'manage' ? showManage(site, ctx, now, user, answer) : showRace(site, ctx, now, answer);
}
