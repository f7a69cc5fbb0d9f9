// The OpenAPI document is one, and it tells of every address below /api and of no other.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_NOS } from '../../present/api/errors.ts';
import { PROBLEMS } from '../problem.ts';
import { type ApiHouse, openApi } from './api.test-kit.ts';

let api: ApiHouse;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

describe('README.md', () => {
  it('makes a race as it says', async () => {
    const readme = await readFile(join(import.meta.dirname, '../../../README.md'), 'utf8');
    const [, body] = /api\/races [\s\S]*?-d '(\{.*\})'/.exec(readme) ?? [];
    const { token } = await api.person('Reader');
    const made = await api.ask('POST', '/api/races', { token, raw: body ?? '' });
    expect([made.status, made.body.race?.name]).toEqual([201, 'Sunday Showdown']);
  });
});

describe('the document', () => {
  it('is OpenAPI 3.1', async () => {
    const judged = await new Validator().validate(structuredClone(api.document));
    expect(judged).toEqual({ valid: true });
    const broken = { ...structuredClone(api.document), openapi: '3.1.0', paths: { x: 1 } };
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });

  it('describes every route that is served, and nothing else', () => {
    const served = api.house.routes
      .filter(({ path }) => path.startsWith('/api/'))
      .flatMap(({ path, methods }) =>
        methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`),
      );
    const described = Object.entries(api.document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(served.toSorted());
    expect(new Set(served).size).toBe(served.length);
    expect(described).toContain('POST /api/races/{id}/generate-zips');
  });

  it('has one name for each operation, and refers only to what is there', () => {
    const operations = Object.values(api.document.paths).flatMap((one) => Object.values(one));
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    const text = JSON.stringify(api.document);
    const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
    const { schemas } = api.document.components as { schemas: object };
    expect([...referred].toSorted()).toEqual(Object.keys(schemas).toSorted());
  });

  it('keeps the status of codes that pages answer with too', () => {
    for (const { code, status } of Object.values(PROBLEMS)) {
      const no = API_NOS[code];
      if (no !== undefined) expect([code, status]).toEqual([code, no.status]);
    }
  });
});
