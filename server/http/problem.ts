// A refusal as HTTP: a status, a code for programs, a sentence for people that says what to do next. Answered as JSON below
// /api and as a page elsewhere. Not for faults: those are thrown and end in boundary.ts.

import type { Ctx } from './ctx.ts';
import type { Render } from './render.ts';

export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** What was wrong, where it is one thing of several. */
  readonly field?: string;
};

export const PROBLEMS = {
  unknown_race: {
    status: 404,
    code: 'unknown_race',
    message: 'There is no such race. Check the address, or pick one from the list.',
  },
  no_results_yet: {
    status: 409,
    code: 'no_results_yet',
    message: 'This race has no results yet. Come back when it has ended.',
  },
  not_found: {
    status: 404,
    code: 'not_found',
    message: 'There is no such page. Check the address, or go on from the list of races.',
  },
  bad_overlay: {
    status: 400,
    code: 'bad_overlay',
    message:
      'An option of this address is unknown or out of bounds: lines 1 to 100, scale 0.5 to 4, delay 0 to 300 (seconds), theme clear, dark or light, labels auto, all or none, follow, legend and demo 0 or 1, players at most 16 names.',
  },
  unknown_link: {
    status: 404,
    code: 'unknown_link',
    message: 'This link is not complete. Open it again from where you got it, or ask with /pack in Discord.',
  },
  pack_gone: {
    status: 503,
    code: 'pack_gone',
    message: 'The files of this race cannot be found at the moment. Tell the organizer, and try again later.',
  },
  method_not_allowed: { status: 405, code: 'method_not_allowed', message: 'This address does not take that method.' },
  too_many: {
    status: 429,
    code: 'too_many_requests',
    message: 'Too many requests. Wait a minute and try again.',
  },
  log_in_first: {
    status: 401,
    code: 'log_in_first',
    message: 'You have to be logged in for this. Log in with Twitch, or by /web in Discord.',
  },
  not_organizer: { status: 403, code: 'not_organizer', message: 'Only the organizers of this race can see this.' },
  admins_only: { status: 403, code: 'admins_only', message: 'Only administrators of this server can see this.' },
  unknown_player: {
    status: 404,
    code: 'unknown_player',
    message: 'There is no such player in this race. Go back to the list and choose one.',
  },
  dead_ticket: {
    status: 410,
    code: 'dead_ticket',
    message: 'This link was used already, is too old or was taken back. Ask for a new one.',
  },
  not_your_ticket: {
    status: 403,
    code: 'not_your_ticket',
    message:
      'This invitation is for another Twitch account than the one that you are logged in with. Open the link again and log in as that one.',
  },
  login_off: { status: 503, code: 'login_off', message: 'Logging in with Twitch is not set up on this server.' },
  login_stale: {
    status: 400,
    code: 'login_stale',
    message:
      'This login was begun in another browser, too long ago, or was used already. Start it again from the page.',
  },
  login_denied: {
    status: 403,
    code: 'login_denied',
    message: 'You did not agree on Twitch, so you are not logged in.',
  },
  login_failed: {
    status: 502,
    code: 'login_failed',
    message: 'Twitch did not confirm who you are. Try again in a moment.',
  },
  foreign_form: {
    status: 403,
    code: 'foreign_form',
    message: 'This form is too old or came from another site. Go back, reload the page and press the button again.',
  },
  metrics_closed: {
    status: 403,
    code: 'metrics_closed',
    message: 'Metrics are for who shows METRICS_TOKEN, or for this machine where none is set.',
  },
  bad_request: { status: 400, code: 'bad_request', message: 'This request could not be understood.' },
  too_large: { status: 413, code: 'too_large', message: 'This request is too large.' },
  database_away: {
    status: 503,
    code: 'database_away',
    message: 'Our database does not answer at the moment; races that run go on. Try again in a moment.',
  },
  fault: { status: 500, code: 'fault', message: 'Something went wrong on our side. Try again in a moment.' },
} as const satisfies Record<string, Problem>;

/** A browser source in OBS stays at what it was answered: what may pass (a draft, a database that is away) it asks for again. */
const OVERLAY_AGAIN_S = 20;

/** The refusal in the form that this address speaks. */
export function answerProblem(ctx: Ctx, problem: Problem, render: Render): void {
  ctx.status = problem.status;
  ctx.set('Cache-Control', 'no-store');
  if (ctx.path.startsWith('/overlay/') && problem.status !== 400) ctx.set('Refresh', String(OVERLAY_AGAIN_S));
  if (speaksJson(ctx)) {
    const { code, message, field } = problem;
    ctx.body = { error: { code, message, ...(field === undefined ? {} : { field }) } };
    return;
  }
  const login = problem.code === 'log_in_first';
  // Of a page that is there, htmx replaces one place alone: that for answers, or, where nobody pressed anything, a line that leaves
  // the keyboard where it is.
  const part = ctx.get('HX-Request') !== 'true' ? null : ctx.method === 'GET' ? 'stale' : 'said';
  render(ctx, 'problem', { title: login ? 'Log in' : titleOf(problem.status), message: problem.message, login, part });
}

/** Everything below /api but the two stations of a login and a download, which people meet in their browser. */
function speaksJson(ctx: Ctx): boolean {
  if (!ctx.path.startsWith('/api/')) return false;
  const forPeople = /^\/api\/auth\/(twitch|callback)$|^\/api\/races\/[^/]+\/download\//.test(ctx.path);
  return !(forPeople && ctx.accepts('json', 'html') === 'html');
}

function titleOf(status: number): string {
  if (status === 403) return 'Not allowed';
  if (status === 404) return 'Not found';
  if (status === 410) return 'No longer there';
  if (status === 429) return 'Slow down';
  return status < 500 ? 'That did not work' : 'Our fault';
}
