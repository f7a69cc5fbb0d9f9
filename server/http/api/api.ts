// The API: its endpoints in one list, and the document that describes them.

import type Router from '@koa/router';
import { z } from 'zod';
import type { Site } from '../site.ts';
import { AUTH } from './auth.ts';
import { makeDocument } from './document.ts';
import { ELSEWHERE } from './elsewhere.ts';
import { type Described, type Endpoint, endpoint } from './endpoint.ts';
import { methodsOnly, mountApi } from './mount.ts';
import { PARTICIPANTS } from './participants.ts';
import { NoQuery, RACES } from './races.ts';
import { SEEDS } from './seeds.ts';

/** After all that it describes: itself too. */
const DOCUMENT: Described = {
  method: 'get',
  path: '/api/openapi.json',
  name: 'openApiDocument',
  tag: 'auth',
  summary: 'This document',
  access: 'anybody',
  params: z.object({}),
  query: NoQuery,
  body: null,
  answers: { 200: { what: 'OpenAPI 3.1.', schema: z.looseObject({ openapi: z.string() }) } },
  refusals: [],
};

const SERVED: readonly Endpoint[] = [...AUTH, ...RACES, ...PARTICIPANTS, ...SEEDS];
export const DESCRIBED: readonly Described[] = [...SERVED, ...ELSEWHERE, DOCUMENT];

/** `csrfKey`: of the forms' tokens. To be mounted behind the session and before bodies of forms are read. */
export function apiRoutes(csrfKey: string): (router: Router, site: Site) => void {
  return (router, site) => {
    const body = makeDocument(DESCRIBED, site.links.origin);
    const document = endpoint({ ...DOCUMENT, query: NoQuery, body: null, run: async () => ({ status: 200, body }) });
    mountApi(router, site, [...SERVED, document], csrfKey);
  };
}

/** An address of the API with a method that it does not take. */
export const otherMethods = (site: Site) => methodsOnly(site, DESCRIBED);
