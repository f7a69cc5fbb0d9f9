// An independent opinion: each exchange against Discord's own OpenAPI document, where that file lies beside the project. Bodies of requests that
// the simulator accepted, and every answer, must fit. Deviations of the document from the platform are listed once, in `known`. Absent file: no check.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Exchange } from './rest.ts';

const ROOT = resolve(fileURLToPath(import.meta.url), '../../../..');
export const OPENAPI_PATH = process.env.DISCORD_OPENAPI ?? resolve(ROOT, '../shared/data/discord-openapi.json');

export type Violation = {
  readonly method: string;
  readonly path: string;
  readonly part: 'request' | 'answer';
  readonly status: number;
  readonly problem: string;
};
export type OpenApi = { readonly paths: readonly Path[]; readonly validator: (pointer: string) => ValidateFunction };
type Path = {
  readonly template: string;
  readonly pattern: RegExp;
  readonly operations: Readonly<Record<string, Operation>>;
};
type Operation = { readonly body: string | undefined; readonly answers: Readonly<Record<string, string | undefined>> };
type Json = Readonly<Record<string, unknown>>;

const SNOWFLAKE = /^(0|[1-9][0-9]*)$/;
const loaded = new Map<string, OpenApi | undefined>();

/** Reads the document once per process; undefined when there is no such file. */
export function loadOpenApi(path: string = OPENAPI_PATH): OpenApi | undefined {
  if (!loaded.has(path)) loaded.set(path, existsSync(path) ? read(path) : undefined);
  return loaded.get(path);
}

function read(path: string): OpenApi {
  const document: Json = JSON.parse(readFileSync(path, 'utf8'));
  const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false });
  addFormats.default(ajv);
  ajv.addFormat('snowflake', SNOWFLAKE).addFormat('nonce', true);
  ajv.addSchema(document, 'discord');
  const compiled = new Map<string, ValidateFunction>();
  return {
    paths: Object.entries(object(document.paths)).map(([template, item]) => pathOf(template, object(item))),
    validator: (pointer) => {
      const known = compiled.get(pointer) ?? ajv.compile({ $ref: `discord#${pointer}` });
      compiled.set(pointer, known);
      return known;
    },
  };
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function pathOf(template: string, item: Json): Path {
  const pattern = new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`);
  const operations = Object.fromEntries(
    Object.keys(item)
      .filter((method) => method !== 'parameters')
      .map((method) => [method.toUpperCase(), operationOf(template, method, object(item[method]))]),
  );
  return { template, pattern, operations };
}

function operationOf(template: string, method: string, operation: Json): Operation {
  const base = `/paths/${encodeURIComponent(template.replaceAll('~', '~0').replaceAll('/', '~1'))}/${method}`;
  const json = (where: Json) => object(where.content)['application/json'] !== undefined;
  const answers = Object.entries(object(operation.responses)).map(([status, response]) => [
    status,
    json(object(response)) ? `${base}/responses/${status}/content/application~1json/schema` : undefined,
  ]);
  return {
    body: json(object(operation.requestBody)) ? `${base}/requestBody/content/application~1json/schema` : undefined,
    answers: Object.fromEntries(answers),
  };
}

/** What does not fit the document; an empty list is agreement. Requests that the simulator refused are not judged. */
export function checkExchange(api: OpenApi, exchange: Exchange): Violation[] {
  const { method, path, status } = exchange;
  // Broken connections, rate limits and server errors have bodies that the document words otherwise.
  if (status === 0 || status === 429 || status >= 500) return [];
  const plain = decodeURIComponent(path);
  const fitting = api.paths.filter((each) => each.pattern.test(plain) && each.operations[method]);
  const operation = (fitting.find((each) => each.template === plain || !/\{[^}]+\}$/.test(each.template)) ?? fitting[0])
    ?.operations[method];
  const violation = (part: 'request' | 'answer', problem: string): Violation => ({
    method,
    path,
    part,
    status,
    problem,
  });
  if (!operation)
    return status === 404 || status === 405 || status === 401
      ? []
      : [violation('request', 'no such operation in the document')];
  const found: Violation[] = [];
  if (status < 300 && operation.body && exchange.body !== undefined) {
    const problem = misfit(api, operation.body, known.request(exchange.body));
    if (problem) found.push(violation('request', problem));
  }
  const expected = status >= 400 ? '/components/schemas/ErrorResponse' : operation.answers[String(status)];
  if (!(String(status) in operation.answers) && status < 400)
    found.push(violation('answer', `status ${status} is not in the document`));
  if (expected && exchange.answer !== undefined) {
    const problem = misfit(api, expected, status >= 400 ? known.error(exchange.answer) : known.answer(exchange.answer));
    if (problem) found.push(violation('answer', problem));
  }
  return found;
}

function misfit(api: OpenApi, pointer: string, value: unknown): string | undefined {
  const validate = api.validator(pointer);
  if (validate(value)) return undefined;
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`).join('; ');
}

/** Where the document and the platform differ, and the platform is right. */
const known = {
  /** A permission set is a decimal string, the document asks for an integer. */
  request: (body: unknown): unknown =>
    deep(body, (key, value) =>
      key === 'default_member_permissions' && typeof value === 'string' ? Number(value) : value,
    ),
  answer: (body: unknown): unknown => body,
  /** The codes inside `errors` are words, the document asks for integers. */
  error: (body: unknown): unknown =>
    deep(body, (key, value) =>
      key === '_errors' && Array.isArray(value) ? value.map((each) => ({ ...each, code: 0 })) : value,
    ),
};

function deep(value: unknown, change: (key: string, value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => deep(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, deep(change(key, each), change)]));
}
