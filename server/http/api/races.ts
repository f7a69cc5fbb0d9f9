// Races: list, make, look, change, and what organizers do with one (original design, section 7). Each drives the command that Discord drives.

import { z } from 'zod';
import { listRaces } from '../../play/race-list.ts';
import {
  CancelBody,
  CreateBody,
  createArgs,
  EditBody,
  editArgs,
  ListQuery,
  NoBody,
  RerollBody,
  StartBody,
  startArgs,
} from '../../present/api/bodies.ts';
import { ApiRace, ApiRaces, apiRaceLine } from '../../present/api/race.ts';
import { mayKnow } from '../../present/pages/who.ts';
import type { Race, RaceStatus } from '../../race/race.ts';
import { sayNow } from '../say.ts';
import { viewer } from '../sessions.ts';
import { orRefused, raceNamed, sayOfRace, showRace, sure } from './ask.ts';
import { makeCursor, parseCursor } from './cursor.ts';
import { type ApiAnswer, type Endpoint, endpoint } from './endpoint.ts';
import { houseFor, IDEMPOTENCY_KEY, madeBefore, requestOf } from './idempotency.ts';
import { DOOR_NOS } from './mount.ts';
import { invalidField } from './wrong-field.ts';

export const RaceParams = z.object({ id: z.string().max(64).describe('Id or code of a race') });
export const NoQuery = z.strictObject({});
const NoParams = z.object({});
const anyRace = { 200: { what: 'The race as it is now.', schema: ApiRace } } as const;
const USUAL_STATUSES = ['open', 'countdown', 'running', 'finished'] as const satisfies readonly RaceStatus[];
const ORGANIZERS = [
  ...['unknown_race', 'not_organizer', 'wrong_status', 'countdown_running', 'results_final', 'try_again'],
] as const;

const LIST = endpoint({
  method: 'get',
  path: '/api/races',
  name: 'listRaces',
  tag: 'races',
  summary: 'Races, newest first, page by page',
  description: 'Without `mine`, drafts are left out, and cancelled races unless `status` asks for them.',
  access: 'anybody',
  params: NoParams,
  query: ListQuery,
  body: null,
  answers: { 200: { what: 'A page of races.', schema: ApiRaces } },
  refusals: ['log_in_first'],
  async run({ site, user, query }) {
    const after = query.cursor === undefined ? undefined : parseCursor(query.cursor);
    if (query.cursor !== undefined && after === undefined)
      return invalidField('cursor', 'is not one that was given out');
    const mine = query.mine === 'true';
    if (mine && user === undefined) return { refused: DOOR_NOS.log_in_first };
    const wanted = query.status ?? (mine ? undefined : USUAL_STATUSES);
    const statuses = mine ? wanted : wanted?.filter((status) => status !== 'draft');
    const by = viewer(user, false);
    const listed = {
      ...(statuses === undefined ? {} : { statuses }),
      ...(mine && user !== undefined ? { user: user.id } : {}),
      ...(after === undefined ? {} : { after }),
      limit: query.limit,
    };
    const races = await listRaces(by, listed, site.deps);
    const known = await Promise.all(
      races.map(async ({ id, status }) => {
        const race = status === 'draft' ? (await site.deps.load(id))?.race : undefined;
        return race === undefined || mayKnow(by, race);
      }),
    );
    const last = races.length < query.limit ? undefined : races.at(-1);
    const shown = races.filter((_, index) => known[index] === true).map((race) => apiRaceLine(race, site.links));
    return { status: 200, body: { races: shown, next: last === undefined ? null : makeCursor(last) } };
  },
});

const CREATE = endpoint({
  method: 'post',
  path: '/api/races',
  name: 'createRace',
  tag: 'races',
  summary: 'Make a race: draws a seed of the pool and opens the race',
  access: 'user',
  params: NoParams,
  query: NoQuery,
  body: CreateBody,
  headers: {
    'Idempotency-Key': {
      what: 'Of two requests with the same key and body one makes a race; both answer with it.',
      schema: IDEMPOTENCY_KEY,
    },
  },
  answers: {
    200: { what: 'The race that this key made before.', schema: ApiRace },
    201: { what: 'The race.', schema: ApiRace },
  },
  refusals: [
    'may_not_create',
    'too_many_races',
    'unknown_pool',
    'pool_empty',
    'bad_argument',
    'bad_option',
    'bad_name',
    'bad_time',
    'try_again',
    'key_reused',
  ],
  async run(request) {
    const { site, ctx, user, body } = request;
    if (user === undefined) throw new Error('nobody makes a race');
    const key = ctx.get('Idempotency-Key');
    if (key !== '' && !IDEMPOTENCY_KEY.safeParse(key).success)
      return invalidField('Idempotency-Key', 'must have 1 to 100 visible ASCII characters');
    return await site.inTurn(user.id, async () => {
      const once = key === '' ? undefined : requestOf(site.deps.config.secretKey, user.id, key, body);
      const before = once && (await madeBefore(once, site.deps));
      if (before === 'other') return { refused: DOOR_NOS.key_reused };
      if (before !== undefined) return await madeRace(request, before, 200);
      const house = once === undefined ? site.deps.house : houseFor(site.deps.house, once);
      const said = orRefused(await sayNow(house, user, sure('race create', createArgs(body))));
      if ('refused' in said) return said;
      const made = said.kind === 'created' ? await site.deps.load(said.race.id) : undefined;
      if (made === undefined) throw new Error('race create answered without a race');
      return await madeRace(request, made.race, 201);
    });
  },
});

function madeRace(request: Parameters<typeof showRace>[0], race: Race, status: 200 | 201): Promise<ApiAnswer> {
  const { site, ctx } = request;
  ctx.state.race = race.id;
  return showRace(request, race, { status, headers: { Location: `${site.links.origin}/api/races/${race.id}` } });
}

const LOOK = endpoint({
  method: 'get',
  path: '/api/races/:id',
  name: 'getRace',
  tag: 'races',
  summary: 'A race and its leaderboard, as whoever asks may see it',
  access: 'anybody',
  params: RaceParams,
  query: NoQuery,
  body: null,
  answers: anyRace,
  refusals: ['unknown_race'],
  async run(request) {
    const race = await raceNamed(request, request.params.id);
    return 'refused' in race ? race : await showRace(request, race, { status: 200 });
  },
});

const EDIT = endpoint({
  method: 'patch',
  path: '/api/races/:id',
  name: 'editRace',
  tag: 'races',
  summary: 'Change a race before its countdown',
  access: 'user',
  params: RaceParams,
  query: NoQuery,
  body: EditBody,
  answers: anyRace,
  refusals: [...ORGANIZERS, 'nothing_to_change', 'bad_argument', 'bad_option', 'bad_name', 'bad_text', 'bad_time'],
  run: (request) => sayOfRace(request, request.params.id, 'race edit', editArgs(request.body)),
});

const START = endpoint({
  method: 'post',
  path: '/api/races/:id/start',
  name: 'startRace',
  tag: 'races',
  summary: 'Start the countdown, or announce a start',
  access: 'user',
  params: RaceParams,
  query: NoQuery,
  body: StartBody,
  answers: anyRace,
  refusals: [...ORGANIZERS, 'nobody_ready', 'players_missing', 'bad_time'],
  run: (request) => {
    const { command, args } = startArgs(request.body);
    return sayOfRace(request, request.params.id, command, args);
  },
});

/** Words about a race that take nothing or little, and answer with the race. */
const act = <Body extends z.ZodType>(
  word: string,
  command: string,
  summary: string,
  body: Body,
  refusals: readonly string[] = [],
  args: (body: z.output<Body>) => Readonly<Record<string, string | boolean>> = () => ({}),
): Endpoint =>
  endpoint({
    method: 'post',
    path: `/api/races/:id/${word}`,
    name: `${word.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Race`,
    tag: 'races',
    summary,
    access: 'user',
    params: RaceParams,
    query: NoQuery,
    body,
    answers: anyRace,
    refusals: [...ORGANIZERS, ...refusals],
    run: (request) => sayOfRace(request, request.params.id, command, args(request.body)),
  });

export const RACES: readonly Endpoint[] = [
  LIST,
  CREATE,
  LOOK,
  EDIT,
  act('open', 'race open', 'Open a draft: players can join', NoBody),
  act('generate-zips', 'race release', 'Send the packs out: each player gets their own zip', NoBody),
  START,
  act('stop', 'race stop', 'Stop the countdown; nobody has to join again', NoBody),
  act('lock', 'race lock', 'Nobody joins any more', NoBody),
  act('unlock', 'race unlock', 'Everybody may join again', NoBody),
  act(
    'reroll',
    'race reroll',
    'Another seed: packs that are out are dead, new ones go out',
    RerollBody,
    ['unknown_pool', 'pool_empty'],
    (body) => ({
      ...(body.pool === undefined ? {} : { pool: body.pool }),
      ...(body.broken_seed === undefined ? {} : { broken: body.broken_seed }),
    }),
  ),
  act('end', 'race end', 'End a running race with its results; whoever still plays is out', NoBody),
  act('cancel', 'race cancel', 'Cancel a race: no results, and its packs are dead', CancelBody, [], (body) => ({
    ...(body.reason === undefined ? {} : { reason: body.reason }),
    ...(body.broken_seed === undefined ? {} : { broken: body.broken_seed }),
  })),
];
