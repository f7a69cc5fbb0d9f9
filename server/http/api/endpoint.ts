// An endpoint of the API, in one piece: its address, what it takes and answers as schemas, and what it does. Mounting (mount.ts) and the
// OpenAPI document (document.ts) are made from the same list, so that they cannot differ.

import type { z } from 'zod';
import type { User } from '../../play/ports/index.ts';
import type { ApiRefusal } from '../../present/api/refusal.ts';
import type { Ctx } from '../ctx.ts';
import type { Site } from '../site.ts';

export const METHODS = ['get', 'post', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

export type ApiAnswer = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };
export type ApiOutcome = ApiAnswer | { readonly refused: ApiRefusal };

/** What a handler gets: everything checked. `user` is there where the endpoint asks for one. */
export type ApiRequest<Params, Query, Body> = {
  readonly site: Site;
  readonly ctx: Ctx;
  readonly user: User | undefined;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
};

export type Described = {
  readonly method: Method;
  /** As the router writes it: `/api/races/:id`. */
  readonly path: string;
  /** `operationId` of the document. */
  readonly name: string;
  readonly tag: 'auth' | 'races' | 'participants' | 'seeds' | 'mods';
  readonly summary: string;
  readonly description?: string;
  /** `user`: with a bearer token or a session. */
  readonly access: 'anybody' | 'user' | 'mod';
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | null;
  /** Served by another file, which reads what it is given by itself. */
  readonly elsewhere?: true;
  /** By status: what is answered where nothing is refused. `null`: something else than JSON. */
  readonly answers: Readonly<Record<number, { readonly what: string; readonly schema: z.ZodType | null }>>;
  /** Codes that it refuses with, besides those of every endpoint. */
  readonly refusals: readonly string[];
  readonly headers?: Readonly<Record<string, { readonly what: string; readonly schema: z.ZodType }>>;
};

export type Endpoint = Described & {
  readonly run: (request: ApiRequest<unknown, unknown, unknown>) => Promise<ApiOutcome>;
};

/** Ties the handler's types to the schemas. */
export function endpoint<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType>(
  described: Omit<Described, 'params' | 'query' | 'body'> & {
    readonly params: Params;
    readonly query: Query;
    readonly body: Body | null;
    readonly run: (request: ApiRequest<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<ApiOutcome>;
  },
): Endpoint {
  // What is given to `run` was read by these schemas (mount.ts).
  return described as unknown as Endpoint;
}
