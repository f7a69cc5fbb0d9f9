// What the API's endpoints do first: find the race that the address names, and say a word as whoever asks.

import { answer } from '../../commands/answer.ts';
import type { ArgValue } from '../../commands/ask.ts';
import type { House } from '../../commands/command.ts';
import type { Refused, Reply } from '../../commands/reply.ts';
import type { RaceView } from '../../play/ports/index.ts';
import { apiRace } from '../../present/api/race.ts';
import { type ApiRefusal, apiRefusal } from '../../present/api/refusal.ts';
import { mayKnow, parseRaceCode, parseRaceId } from '../../present/pages/who.ts';
import type { Race } from '../../race/race.ts';
import { saidNotRacing, viewer } from '../sessions.ts';
import { viewFor } from '../site.ts';
import type { ApiAnswer, ApiOutcome, ApiRequest } from './endpoint.ts';
import { askerOf } from './who.ts';

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

/** What cannot be undone is not asked twice: the request itself says it. */
export async function say(
  { site, user }: Any,
  command: string,
  args: Readonly<Record<string, ArgValue>>,
  house: House = site.deps.house,
): Promise<Exclude<Reply, { kind: 'refused' }> | { readonly refused: ApiRefusal }> {
  if (user === undefined) throw new Error(`nobody asks for ${command}`);
  const reply = await answer({ command, args, asker: askerOf(user), confirmed: true }, house);
  return reply.kind === 'refused' ? { refused: apiRefusal(reply) } : reply;
}

/** The race as whoever asks may see it now. */
export async function showRace(request: Any, race: Race, answered: Omit<ApiAnswer, 'body'>): Promise<ApiAnswer> {
  return { ...answered, body: apiRace(await viewOf(request, race), request.site.links) };
}

export const viewOf = ({ site, ctx, user }: Any, race: Race): Promise<RaceView> =>
  viewFor(site, race, viewer(user, user === undefined && saidNotRacing(ctx, race.id)));

/** Says a word about the race of the address, and answers with the race. */
export async function sayOfRace(
  request: Any,
  id: string,
  command: string,
  args: Readonly<Record<string, ArgValue>> = {},
): Promise<ApiOutcome> {
  const race = await raceNamed(request, id);
  if ('refused' in race) return race;
  const said = await say(request, command, { ...args, race: race.id });
  return 'refused' in said ? said : await showRace(request, race, { status: 200 });
}

/** A no of the kind that commands give, where none was asked. */
export const refusalOf = (no: Refused): ApiRefusal =>
  apiRefusal({ kind: 'refused', command: '', race: null, no, offers: [] });
