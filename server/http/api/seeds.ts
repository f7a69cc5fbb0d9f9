// Pools and seeds: for everybody how many are left, for administrators the rest (original design, section 9).

import { z } from 'zod';
import { DiscardBody, NoBody } from '../../present/api/bodies.ts';
import { ApiDiscarded, ApiPools, ApiSeeds, apiPools, apiSeeds } from '../../present/api/house.ts';
import { say } from './ask.ts';
import { type ApiOutcome, type ApiRequest, type Endpoint, endpoint } from './endpoint.ts';
import { NoQuery } from './races.ts';

const NoParams = z.object({});

const POOLS = endpoint({
  method: 'get',
  path: '/api/pools',
  name: 'listPools',
  tag: 'seeds',
  summary: 'The kinds of race there are, and how many seeds are left',
  access: 'anybody',
  params: NoParams,
  query: NoQuery,
  body: null,
  answers: { 200: { what: 'All pools.', schema: ApiPools } },
  refusals: [],
  run: async ({ site }) => ({ status: 200, body: apiPools(await site.deps.house.seeds.pools()) }),
});

const STATS = endpoint({
  method: 'get',
  path: '/api/admin/seeds',
  name: 'seedStats',
  tag: 'seeds',
  summary: 'Available, consumed and broken seeds of each pool',
  access: 'user',
  params: NoParams,
  query: NoQuery,
  body: null,
  answers: { 200: { what: 'All pools.', schema: ApiSeeds } },
  refusals: ['admins_only'],
  run: (request) => seeds(request, 'seeds stats'),
});

const SCAN = endpoint({
  method: 'post',
  path: '/api/admin/seeds/scan',
  name: 'scanSeeds',
  tag: 'seeds',
  summary: 'Read the pools’ folders again',
  access: 'user',
  params: NoParams,
  query: NoQuery,
  body: NoBody,
  answers: { 200: { what: 'All pools, and what the scan found.', schema: ApiSeeds } },
  refusals: ['admins_only'],
  run: (request) => seeds(request, 'seeds scan'),
});

const DISCARD = endpoint({
  method: 'post',
  path: '/api/admin/seeds/discard',
  name: 'discardSeed',
  tag: 'seeds',
  summary: 'Throw a seed away: no race gets it any more',
  access: 'user',
  params: NoParams,
  query: NoQuery,
  body: DiscardBody,
  answers: { 200: { what: 'It is gone from its pool.', schema: ApiDiscarded } },
  refusals: ['admins_only', 'unknown_seed', 'bad_argument'],
  async run(request) {
    const { pool, number } = request.body;
    const said = await say(request, 'seeds discard', { pool, number });
    return 'refused' in said ? said : { status: 200, body: { pool, number, discarded: true } };
  },
});

async function seeds(request: ApiRequest<unknown, unknown, unknown>, command: string): Promise<ApiOutcome> {
  const said = await say(request, command, {});
  if ('refused' in said) return said;
  if (said.kind !== 'seeds') throw new Error(`${command} answered something else`);
  return { status: 200, body: apiSeeds(said.pools, said.scan) };
}

export const SEEDS: readonly Endpoint[] = [POOLS, STATS, SCAN, DISCARD];
