// Asks the API as programs do, and holds every answer against its own document: status, shape, error codes.

import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { openWebHouse, type WebHouse } from '../../../tools/testing/web-house.ts';
import type { User } from '../../play/ports/index.ts';
import { API_NOS } from '../../present/api/errors.ts';
import type { Fact } from '../../race/facts.ts';
import type { RaceId } from '../../race/ids.ts';
import type { HttpConfig } from '../deps.ts';

type Operation = {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
};
export type OpenApi = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
};

export type Asked = {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape the document has just been asked about
  readonly body: any;
};
export type Asking = {
  readonly token?: string | null;
  readonly body?: unknown;
  /** As it is, instead of `body`. */
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type ApiHouse = {
  readonly house: WebHouse;
  readonly document: OpenApi;
  ask(method: string, path: string, asking?: Asking): Promise<Asked>;
  /** A user with a token. */
  person(name: string): Promise<{ readonly user: User; readonly token: string }>;
  /** Made by whom the token is of. `body`: over a race of the one pool that has seeds. */
  race(body: object, token: string): Promise<{ readonly id: RaceId; readonly code: string }>;
  factsOf(race: RaceId): Promise<readonly Fact[]>;
  close(): Promise<void>;
};

const MANY = { all: 100_000, api: 100_000, apiUser: 100_000, apiWrites: 100_000, pages: 100_000, mods: 100_000 };

export async function openApi(config: Partial<HttpConfig> = {}): Promise<ApiHouse> {
  const house = await openWebHouse({ limits: MANY, ...config });
  const document = (await (await fetch(`${house.base}/api/openapi.json`)).json()) as OpenApi;
  const check = makeCheck(document);
  const api: ApiHouse = {
    house,
    document,
    async ask(method, path, { token = null, body, raw, headers = {} } = {}) {
      const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const response = await fetch(new URL(path, house.base), {
        method,
        redirect: 'manual',
        headers: {
          ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(sent === undefined ? {} : { body: sent }),
      });
      const isJson = method !== 'HEAD' && response.headers.get('content-type')?.startsWith('application/json') === true;
      const read = isJson ? await response.json() : await response.text();
      const asked = { status: response.status, headers: response.headers, body: read };
      if (method !== 'HEAD') check(method, path, asked, isJson);
      return asked;
    },
    async person(name) {
      const user = await house.user(name);
      const made = await house.store.apiTokens.create(user.id, 'test');
      if (made === 'too_many') throw new Error(`${name} has too many tokens`);
      return { user, token: made.text };
    },
    async race(body, token) {
      return (await api.ask('POST', '/api/races', { token, body: { pool: 'standard', ...body } })).body.race;
    },
    async factsOf(race) {
      return (await house.store.log.read(race)).map(({ fact }) => fact);
    },
    close: () => house.close(),
  };
  return api;
}

/** Throws where an answer is not what the document says. */
function makeCheck(document: OpenApi) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'doc', components: document.components });
  const valid = (schema: object, body: unknown, where: string) => {
    const judge = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"doc#/components')));
    expect(judge(body) ? [] : judge.errors, where).toEqual([]);
  };
  const error = { $ref: '#/components/schemas/Error' };
  return (method: string, path: string, { status, body }: Asked, isJson: boolean) => {
    const { pathname } = new URL(path, 'http://test');
    const where = `${method} ${pathname} ${status}: ${JSON.stringify(body).slice(0, 300)}`;
    const operation = operationOf(document, method, pathname);
    // That there is no such part of a pack is said by the status alone.
    const isError = status >= 400 && status !== 416;
    if (isError) {
      valid(error, body, where);
      expect(Object.keys(API_NOS), where).toContain(body.error.code);
    }
    // What no operation describes is an address or a method that there is not.
    if (operation === undefined) return expect([404, 405, 429], where).toContain(status);
    const answer = operation.responses[status];
    expect(answer, `${where}: the document knows no such answer of ${operation.operationId}`).toBeDefined();
    const schema = answer?.content?.['application/json']?.schema;
    expect(isJson, where).toBe(schema !== undefined);
    if (schema !== undefined) valid(schema, body, where);
    if (isError) expect(JSON.stringify(answer), where).toContain(`\`${body.error.code}\``);
  };
}

function operationOf(document: OpenApi, method: string, pathname: string): Operation | undefined {
  const fitting = Object.keys(document.paths).filter((path) =>
    new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`).test(pathname),
  );
  const [exact] = fitting.toSorted((a, b) => a.split('{').length - b.split('{').length);
  return exact === undefined ? undefined : document.paths[exact]?.[method.toLowerCase()];
}
