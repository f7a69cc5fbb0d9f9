// What the API's endpoints do first: find the race that the address names, and say a word as whoever asks.

import type { ArgValue } from '../../commands/ask.ts';
import type { Refused, Reply } from '../../commands/reply.ts';
import type { RaceView } from '../../play/ports/index.ts';
import { apiRace } from '../../present/api/race.ts';
import { type ApiRefusal, apiRefusal } from '../../present/api/refusal.ts';
import { mayKnow, parseRaceCode, parseRaceId } from '../../present/pages/who.ts';
import type { Race } from '../../race/race.ts';
import { type Saying, say as sayAs } from '../say.ts';
import { saidNotRacing, viewer } from '../sessions.ts';
import { viewFor } from '../site.ts';
import type { ApiAnswer, ApiOutcome, ApiRequest } from './endpoint.ts';

type Any = ApiRequest<unknown, unknown, unknown>;

/** By id or code; what whoever asks may not know of is not there. */
export async function raceNamed(
  { site, ctx, user }: Any,
  typed: string,
): Promise<Race | { readonly refused: ApiRefusal }> {
  const code = parseRaceCode(typed);
  const id = parseRaceId(typed) ?? (code === undefined ? undefined : await site.deps.log.byCode(code));
  const race = id === undefined ? undefined : (await site.deps.load(id))?.race;
  if (race === undefined || !mayKnow(viewer(user, false), race))
    return { refused: refusalOf({ code: 'unknown_race' }) };
  ctx.state.race = race.id;
  return race;
}

type Args = Readonly<Record<string, ArgValue>>;
type Replied = Exclude<Reply, { kind: 'refused' }>;

/** What cannot be undone is not asked twice: the request itself says it. */
export const sure = (command: string, args: Args): Saying => ({ command, args, confirmed: true });

export async function say(
  { site, user }: Any,
  command: string,
  args: Args,
): Promise<Replied | { refused: ApiRefusal }> {
  if (user === undefined) throw new Error(`nobody asks for ${command}`);
  return orRefused(await sayAs(site, user, sure(command, args)));
}

export const orRefused = (reply: Reply): Replied | { refused: ApiRefusal } =>
  reply.kind === 'refused' ? { refused: apiRefusal(reply) } : reply;

/** The race as whoever asks may see it now. */
export async function showRace(request: Any, race: Race, answered: Omit<ApiAnswer, 'body'>): Promise<ApiAnswer> {
  return { ...answered, body: apiRace(await viewOf(request, race), request.site.links) };
}

export const viewOf = ({ site, ctx, user }: Any, race: Race): Promise<RaceView> =>
  viewFor(site, race, viewer(user, user === undefined && saidNotRacing(ctx, race.id)));

/** Says a word about the race of the address. `answered`: what its reply is to programs; undefined where it cannot be one of it. */
export async function sayAbout(
  request: Any,
  id: string,
  command: string,
  args: Args,
  answered: (reply: Replied, race: Race) => ApiAnswer | Promise<ApiAnswer> | undefined,
): Promise<ApiOutcome> {
  const race = await raceNamed(request, id);
  if ('refused' in race) return race;
  const said = await say(request, command, { ...args, race: race.id });
  if ('refused' in said) return said;
  const answer = await answered(said, race);
  if (answer === undefined) throw new Error(`${command} answered something else: ${said.kind}`);
  return answer;
}

/** The same, answered with the race. */
export const sayOfRace = (request: Any, id: string, command: string, args: Args = {}): Promise<ApiOutcome> =>
  sayAbout(request, id, command, args, (_, race) => showRace(request, race, { status: 200 }));

/** A no of the kind that commands give, where none was asked. */
export const refusalOf = (no: Refused): ApiRefusal =>
  apiRefusal({ kind: 'refused', command: '', race: null, no, offers: [] });
