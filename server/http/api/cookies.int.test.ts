// Who writes through the API with a cookie instead of a token: from our own pages alone, at every address that writes.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visitorAs } from '../../../tools/testing/sign-in.ts';
import { formTokenOf } from '../../../tools/testing/web-visitor.ts';
import { type ApiHouse, openApi } from './api.test-kit.ts';

let api: ApiHouse;
let token: string;
beforeAll(async () => {
  api = await openApi();
  token = (await api.person('Olga')).token;
});
afterAll(() => api.close());

describe('cookies', () => {
  it('write from our own pages alone; bearer tokens from anywhere', async () => {
    const visitor = await visitorAs(api.house, 'Cora');
    const [cookie, csrf] = [visitor.cookieHeader(), await formTokenOf(visitor)];
    const ask = (headers: Record<string, string>, sent: string | null = null) =>
      api.ask('POST', '/api/races', { token: sent, body: { pool: 'nowhere' }, headers: { cookie, ...headers } });
    const foreign = { status: 403, body: { error: { code: 'foreign_form' } } };
    const passed = { status: 400, body: { error: { code: 'unknown_pool' } } };
    const { base } = api.house;
    expect((await api.ask('GET', '/api/auth/me', { headers: { cookie } })).body.user.name).toBe('Cora');
    expect(await ask({})).toMatchObject(foreign);
    expect(await ask({ origin: 'https://evil.example' })).toMatchObject(foreign);
    expect(await ask({ origin: 'null' })).toMatchObject(foreign);
    expect(await ask({ 'sec-fetch-site': 'cross-site', origin: base })).toMatchObject(foreign);
    expect(await ask({ 'sec-fetch-site': 'same-site' })).toMatchObject(foreign);
    expect(await ask({ origin: 'https://evil.example', 'x-csrf-token': csrf })).toMatchObject(foreign);
    expect(await ask({ 'x-csrf-token': 'guessed' })).toMatchObject(foreign);
    expect(await ask({ origin: base })).toMatchObject(passed);
    expect(await ask({ 'sec-fetch-site': 'same-origin' })).toMatchObject(passed);
    expect(csrf).not.toBe('');
    expect(await ask({ 'x-csrf-token': csrf })).toMatchObject(passed);
    expect(await ask({ origin: 'https://evil.example' }, token)).toMatchObject(passed);
  });

  it('write nowhere without a sign that they come from our own pages', async () => {
    const cookie = (await visitorAs(api.house, 'Cora')).cookieHeader();
    const { id: race } = await api.race({}, token);
    const asked: string[] = [];
    for (const [pattern, operations] of Object.entries(api.document.paths)) {
      for (const method of Object.keys(operations).filter((one) => one !== 'get')) {
        const path = pattern.replace('{id}', race).replace('{participant}', 'cora');
        const headers = { cookie, origin: 'https://evil.example' };
        const no = await api.ask(method.toUpperCase(), path, { headers });
        expect(no, `${method} ${pattern}`).toMatchObject({ status: 403, body: { error: { code: 'foreign_form' } } });
        asked.push(path);
      }
    }
    expect(asked.length).toBeGreaterThan(15);
  });
});
