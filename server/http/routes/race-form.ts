// Making a race, and changing one: the form comes back with what was typed and what is wrong, until the command takes it. The
// start is picked as a date and an hour in a zone, and goes to the command as the words that anybody would type.

import type Router from '@koa/router';
import { z } from 'zod';
import { checkArguments } from '../../commands/arguments.ts';
import type { ArgSpec } from '../../commands/command.ts';
import { parseTwitchName } from '../../commands/people.ts';
import type { Reply } from '../../commands/reply.ts';
import { commandNamed } from '../../commands/table.ts';
import { parseWhen } from '../../commands/when.ts';
import { canonicalZone, ZONES } from '../../commands/zones.ts';
import type { User } from '../../play/ports/index.ts';
import type { Values } from '../../present/pages/options.ts';
import {
  type Errors,
  editRaceForm,
  errorOf,
  newRaceForm,
  problemsOf,
  type RaceFormModel,
  valuesOfRace,
} from '../../present/pages/race-form.ts';
import { saidOf } from '../../present/pages/said.ts';
import type { Race } from '../../race/race.ts';
import type { Ctx } from '../ctx.ts';
import { type Form, formOf, goTo } from '../form.ts';
import { PROBLEMS } from '../problem.ts';
import { keepSaid } from '../said.ts';
import { say } from '../say.ts';
import { organizedRace, racePath, refuse, type Site, userOf } from '../site.ts';

export function raceFormRoutes(router: Router, site: Site): void {
  router.get('/race/new', site.limit('pages'), async (ctx) => {
    const user = await userOf(site, ctx);
    if (user === undefined) return refuse(site, ctx, PROBLEMS.log_in_first);
    show(site, ctx, 200, await emptyForm(site, user));
  });

  router.post('/race/new', site.limit('actions'), async (ctx) => {
    const user = await userOf(site, ctx);
    if (user === undefined) return refuse(site, ctx, PROBLEMS.log_in_first);
    const form = formOf(ctx);
    const result = await sayForm(site, user, 'race create', argsOf(form));
    if ('errors' in result) return show(site, ctx, 422, await emptyForm(site, user, form, result.errors));
    keepSaid(ctx, saidOf(result.reply, '/', [], zoneOf(form, user)));
    goTo(ctx, result.reply.kind === 'created' ? racePath(site, result.reply.race.id) : '/');
  });

  router.get('/race/:id/edit', site.limit('pages'), async (ctx) => {
    const found = await organizedRace(site, ctx);
    if (found === undefined) return;
    const { race, user } = found;
    const path = racePath(site, race.id);
    show(site, ctx, 200, editRaceForm({ race, path, initial: initialOf(race, user), zones: ZONES }));
  });

  router.post('/race/:id/edit', site.limit('actions'), async (ctx) => {
    const found = await organizedRace(site, ctx);
    if (found === undefined) return;
    const { race, user } = found;
    const form = formOf(ctx);
    // What this person has not touched stays as another organizer made it meanwhile.
    const initial = shownIn(form) ?? initialOf(race, user);
    const args = { ...changesOf(argsOf(form), argsOf(initial)), race: race.code };
    const path = racePath(site, race.id);
    const nameless: Outcome = { errors: problemsOf([{ argument: 'name', problem: { why: 'missing' } }]) };
    const result = form.name?.trim() === '' ? nameless : await sayForm(site, user, 'race edit', args);
    // What was not ticked is not sent.
    const typed = { autostart: '', finished_names: '', ...form };
    if ('errors' in result) {
      return show(site, ctx, 422, editRaceForm({ race, path, initial, zones: ZONES }, typed, result.errors));
    }
    keepSaid(ctx, saidOf(result.reply, path, [], zoneOf(form, user)));
    goTo(ctx, `${path}/manage`);
  });
}

const initialOf = (race: Race, user: User): Values => valuesOfRace(race, user.timezone ?? 'UTC');

/** In which the answer tells times: of what is chosen and no zone by its name, the person's own. */
const zoneOf = ({ zone = '' }: Form, user: User): string | null => canonicalZone(zone) ?? user.timezone;

const SHOWN = z.record(z.string(), z.string());

/** The values that the form was sent out with. Undefined: it does not say, or not so that it can be read. */
function shownIn({ shown = '' }: Form): Values | undefined {
  try {
    return SHOWN.safeParse(JSON.parse(shown)).data;
  } catch {
    return undefined;
  }
}

async function emptyForm(site: Site, user: User, form?: Form, errors: Errors = {}): Promise<RaceFormModel> {
  const [pools, described] = await Promise.all([site.deps.house.seeds.pools(), site.deps.describePools()]);
  const typed = form === undefined ? {} : { autostart: '', finished_names: '', draft: '', ...form };
  return newRaceForm({ pools, described, user, zones: ZONES }, typed, errors);
}

/** What was typed, as the command's arguments. */
function argsOf(form: Form): Record<string, string> {
  const { start_local: local = '', zone = '', packs, packs_minutes: minutes = '', shown: _shown, ...rest } = form;
  return {
    ...rest,
    ...(packs === undefined ? {} : { packs: packs === 'minutes' ? `${minutes}m` : packs }),
    start: local === '' ? '' : `${local.replace('T', ' ')} ${zone}`,
    autostart: form.autostart === 'yes' ? 'yes' : 'no',
    finished_names: form.finished_names === 'yes' ? 'yes' : 'no',
  };
}

/** Only what differs; an emptied field is taken away. */
function changesOf(typed: Values, before: Values): Record<string, string> {
  const changed = Object.entries(typed).filter(([name, value]) => value.trim() !== (before[name] ?? ''));
  return Object.fromEntries(
    changed.map(([name, value]) => [name, value.trim() === '' && name !== 'name' ? 'none' : value]),
  );
}

type Outcome = { readonly reply: Reply } | { readonly errors: Errors };

/** All that is wrong with the fields at once; then what the command says. A picked start needs no second question. */
async function sayForm(site: Site, user: User, command: string, args: Record<string, string>): Promise<Outcome> {
  const problems = problemsIn(commandNamed(command)?.args ?? [], args);
  // Reading a time takes its time with a long text.
  const isTime = problems.every(({ argument }) => argument !== 'start');
  const start = isTime ? startErrors(command, args.start ?? '', site.deps.time.now()) : {};
  const errors = { ...problemsOf(problems), ...start };
  if (Object.keys(errors).length > 0) return { errors };
  const reply = await say(site, user, { command, args, confirmed: true });
  return reply.kind === 'refused' ? { errors: errorOf(reply) } : { reply };
}

/** The zone is in the text. */
function startErrors(command: string, typed: string, now: number): Errors {
  const when = typed === '' || typed === 'none' ? undefined : parseWhen(typed, null, now);
  if (when === undefined || !('problem' in when)) return {};
  return errorOf({ kind: 'refused', command, race: null, no: { code: 'bad_time', problem: when.problem }, offers: [] });
}

type Problems = Parameters<typeof problemsOf>[0];

function problemsIn(specs: readonly ArgSpec[], args: Record<string, string>): Problems {
  const channel = args.twitch?.trim() ?? '';
  const isChannel = channel === '' || parseTwitchName(channel) !== undefined;
  return [
    ...specs.flatMap((spec) => {
      const checked = checkArguments([spec], args);
      return 'problem' in checked ? [checked] : [];
    }),
    ...(isChannel ? [] : [{ argument: 'twitch', problem: { why: 'not_a_twitch_name' } } as const]),
  ];
}

function show(site: Site, ctx: Ctx, status: number, form: RaceFormModel): void {
  ctx.status = status;
  ctx.set('Cache-Control', 'no-store');
  site.renderer.page(ctx, 'race-form', { form });
}
