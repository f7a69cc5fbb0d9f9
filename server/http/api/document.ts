// The OpenAPI 3.1 document, made from the endpoints and their zod schemas: nothing in it is written twice. Schemas with an id of their own
// (`.meta({ id })`) are components. Deliberately absent: the table of codes (present/api/errors.ts).

import { z } from 'zod';
import { API_NOS, ApiError, codeTable } from '../../present/api/errors.ts';
import type { Described } from './endpoint.ts';

type Json = { readonly [key: string]: unknown };

const DESCRIPTION = `Races of SpeedFog: make them, fill them, start them, follow them.

Programs send an API token (\`Authorization: Bearer sfr_...\`), made on the account page; it may do whatever its owner may. Pages of the
site use their session; their writes must come from the site itself. Times are milliseconds since 1970 (UTC). What is not described is
refused, and \`field\` names it. Requests are limited per address and per account: 429 says with \`Retry-After\` when to come back.

Errors are \`{ "error": { "code", "message", "field"? } }\`. Codes keep their meaning:

| Code | Status | |
| --- | --- | --- |
`;

const ERROR = { $ref: '#/components/schemas/Error' };
const SECURITY = {
  anybody: [{}, { bearer: [] }, { session: [] }],
  user: [{ bearer: [] }, { session: [] }],
  mod: [{ mod: [] }],
} as const satisfies Record<Described['access'], unknown>;

export function makeDocument(endpoints: readonly Described[], origin: string): Json {
  const components: Record<string, unknown> = {};
  const schemaOf = makeSchemas(components);
  schemaOf(ApiError, 'output');
  const paths: Record<string, Record<string, unknown>> = {};
  for (const one of endpoints) {
    const path = one.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [one.method]: operation(one, schemaOf) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'SpeedFog Racing', version: '1', description: DESCRIPTION + codeTable() },
    servers: [{ url: origin }],
    tags: ['auth', 'races', 'participants', 'seeds', 'mods'].map((name) => ({ name })),
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API token, `sfr_...`' },
        session: { type: 'apiKey', in: 'cookie', name: 'sfr', description: 'Of a browser that is logged in' },
        mod: { type: 'http', scheme: 'bearer', description: 'The mod token of a pack' },
      },
    },
  };
}

type SchemaOf = (schema: z.ZodType, io: 'input' | 'output') => Json;

function operation(one: Described, schemaOf: SchemaOf): Json {
  const parameters = [
    ...parametersOf(one.params, 'path', schemaOf),
    ...parametersOf(one.query, 'query', schemaOf),
    ...Object.entries(one.headers ?? {}).map(([name, { what, schema }]) => ({
      name,
      in: 'header',
      required: false,
      description: what,
      schema: schemaOf(schema, 'input'),
    })),
  ];
  return {
    operationId: one.name,
    tags: [one.tag],
    summary: one.summary,
    ...(one.description === undefined ? {} : { description: one.description }),
    security: SECURITY[one.access],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(one.body === null
      ? {}
      : {
          requestBody: {
            required: !one.body.safeParse({}).success,
            content: { 'application/json': { schema: schemaOf(one.body, 'input') } },
          },
        }),
    responses: { ...answersOf(one, schemaOf), ...refusalsOf(one) },
  };
}

const answersOf = (one: Described, schemaOf: SchemaOf): Json =>
  Object.fromEntries(
    Object.entries(one.answers).map(([status, { what, schema }]) => [
      status,
      {
        description: what,
        ...(schema === null ? {} : { content: { 'application/json': { schema: schemaOf(schema, 'output') } } }),
      },
    ]),
  );

/** By status: which codes it has. */
function refusalsOf(one: Described): Json {
  const byStatus = new Map<number, string[]>();
  for (const code of [...one.refusals, ...generalRefusals(one)]) {
    const no = API_NOS[code];
    if (no === undefined) throw new Error(`${one.name} refuses with ${code}, which is in no table`);
    byStatus.set(no.status, [...(byStatus.get(no.status) ?? []), code]);
    // A download's token is no credential: what it opened is gone.
    if (one.name === 'downloadPack' && no.status === 401) byStatus.set(410, [...(byStatus.get(410) ?? []), code]);
  }
  if (one.name === 'downloadPack') byStatus.delete(401);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: [...new Set(codes)].map((code) => `\`${code}\``).join(', '),
        content: { 'application/json': { schema: ERROR } },
      },
    ]),
  );
}

/** What any address answers with, by what it takes. */
function generalRefusals(one: Described): readonly string[] {
  const always = ['too_many_requests', 'database_away', 'fault'];
  const asked = one.elsewhere !== true ? ['invalid', 'not_found', 'bad_api_token', 'bad_request'] : [];
  const users = one.access === 'user' ? ['log_in_first'] : [];
  const writes = one.method === 'get' ? [] : ['foreign_form'];
  const bodies = one.body === null ? [] : ['too_large', 'not_json'];
  return [...always, ...asked, ...users, ...writes, ...bodies];
}

function parametersOf(schema: z.ZodObject, where: 'path' | 'query', schemaOf: SchemaOf): readonly Json[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const { description, ...rest } = schemaOf(field as z.ZodType, 'input');
    const required = where === 'path' || !(field as z.ZodType).safeParse(undefined).success;
    return { name, in: where, required, ...(description === undefined ? {} : { description }), schema: rest };
  });
}

/** Schemas with an id go into `components` and are referred to. */
function makeSchemas(components: Record<string, unknown>): SchemaOf {
  return (schema, io) => {
    const { $schema: _, $defs = {}, ...own } = z.toJSONSchema(schema, { io });
    for (const [id, one] of Object.entries($defs)) keep(components, id, pointed(one));
    return pointed(own) as Json;
  };
}

function keep(components: Record<string, unknown>, id: string, schema: unknown): void {
  const known = components[id];
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
    throw new Error(`two schemas are called ${id}`);
  }
  components[id] = schema;
}

/** References as the document has them. */
function pointed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(pointed);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === '$ref' && typeof value === 'string'
        ? [key, value.replace('#/$defs/', '#/components/schemas/')]
        : [key, pointed(value)],
    ),
  );
}
