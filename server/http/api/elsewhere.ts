// Addresses below /api that are served by other files, described for the document: what browsers and mods ask there.

import { z } from 'zod';
import { ApiModStatus } from '../../present/api/house.ts';
import { ApiReplay } from '../../present/api/replay.ts';
import type { Described } from './endpoint.ts';

const OPEN = {
  method: 'get',
  access: 'anybody',
  elsewhere: true,
  params: z.object({}),
  query: z.object({}),
  body: null,
} as const;

export const ELSEWHERE: readonly Described[] = [
  {
    ...OPEN,
    path: '/api/auth/twitch',
    name: 'logIn',
    tag: 'auth',
    summary: 'Begin a login with Twitch, for browsers',
    query: z.object({ next: z.string().optional().describe('Path on this site to come back to') }),
    answers: { 302: { what: 'To Twitch.', schema: null } },
    refusals: ['login_off'],
  },
  {
    ...OPEN,
    path: '/api/auth/callback',
    name: 'cameFromTwitch',
    tag: 'auth',
    summary: 'Where Twitch sends a browser back to; makes the session',
    query: z.object({ code: z.string().optional(), state: z.string().optional() }),
    answers: { 302: { what: 'Back to where the login began.', schema: null } },
    refusals: ['login_off', 'login_stale', 'login_denied', 'login_failed'],
  },
  {
    ...OPEN,
    path: '/api/races/:id/download/:token',
    name: 'downloadPack',
    tag: 'participants',
    summary: 'A player’s own zip, whole or in ranges',
    description: 'The token in the address is the only key. `Range`, `If-Range` and `If-None-Match` are understood.',
    params: z.object({ id: z.string().describe('Id of a race'), token: z.string().describe('The player’s own') }),
    answers: {
      200: { what: 'The zip.', schema: null },
      206: { what: 'A part of it.', schema: null },
      304: { what: 'It is as it was.', schema: null },
      416: { what: 'There is no such part.', schema: null },
    },
    refusals: ['unknown_race', 'unknown_link', 'bad_token', 'seed_changed', 'removed', 'race_cancelled', 'pack_gone'],
  },
  {
    ...OPEN,
    path: '/api/races/:id/replay',
    name: 'replayRace',
    tag: 'races',
    summary: 'Who passed which gate when, once a race is over',
    description: 'With the whole map. `ETag` and `If-None-Match` are understood; what is final may be kept.',
    params: z.object({ id: z.string().describe('Id of a race') }),
    answers: {
      200: { what: 'Times in ms since the start, nodes by their index in `seed.graph_json.nodes`.', schema: ApiReplay },
      304: { what: 'It is as it was.', schema: null },
    },
    refusals: ['unknown_race', 'no_results_yet'],
  },
  {
    ...OPEN,
    path: '/api/mod/status',
    name: 'modStatus',
    tag: 'mods',
    summary: 'Whether a pack is still good; asked by the mod at game start',
    access: 'mod',
    query: z.object({ race: z.string().describe('Id of the race') }),
    answers: { 200: { what: 'It is.', schema: ApiModStatus } },
    refusals: ['unknown_race', 'bad_token', 'seed_changed', 'removed', 'race_over', 'race_cancelled'],
  },
];
