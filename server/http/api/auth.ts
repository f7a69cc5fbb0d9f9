// Who am I.

import { z } from 'zod';
import { ApiMe, apiMe } from '../../present/api/house.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { NoQuery } from './races.ts';

export const AUTH: readonly Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/api/auth/me',
    name: 'whoAmI',
    tag: 'auth',
    summary: 'Whose session or token this is',
    access: 'anybody',
    params: z.object({}),
    query: NoQuery,
    body: null,
    answers: { 200: { what: 'The user, or null.', schema: ApiMe } },
    refusals: [],
    run: async ({ user }) => ({ status: 200, body: apiMe(user) }),
  }),
];
