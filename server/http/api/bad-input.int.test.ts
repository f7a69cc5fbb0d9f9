// What the API is given by who means no good, or does not know better: markup, paths, floods, other types. Deliberately absent:
// others' cookies (cookies.int.test.ts).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RaceId } from '../../race/ids.ts';
import { type ApiHouse, openApi } from './api.test-kit.ts';

let api: ApiHouse;
let token: string;
let race: RaceId;
beforeAll(async () => {
  api = await openApi();
  const person = await api.person('Olga');
  token = person.token;
  await api.house.store.accounts.setAdmin(person.user.id, true);
  race = (await api.ask('POST', '/api/races', { token, body: { pool: 'standard' } })).body.race.id;
});
afterAll(() => api.close());

const MARKUP = [
  `'; drop table users; --`,
  `" or "1"="1`,
  '<script>alert(1)</script>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template language would compute
  '<%= process.env %> {{70707*7}} ${70707*7}',
  '../../etc/passwd',
  '%2e%2e%2f',
  '\\..\\windows',
  '🏁 ‽ é',
];

describe('texts', () => {
  it.each(MARKUP)('are kept as they were typed: %s', async (name) => {
    const made = await api.ask('PATCH', `/api/races/${race}`, { token, body: { name, note: name } });
    expect(made.body.race).toMatchObject({ name, note: name });
    const page = await (await fetch(`${api.house.base}/race/${race}`)).text();
    expect(page).not.toContain('<script>alert(1)');
    expect(page).not.toContain('494949');
  });

  it.each(MARKUP)('open nothing where they are ids, names or tokens: %s', async (text) => {
    const inPath = encodeURIComponent(text);
    expect((await api.ask('GET', `/api/races/${inPath}`)).status).toBe(404);
    expect((await api.ask('GET', `/api/races/${race}/download/${inPath}`)).status).toBe(404);
    const removed = await api.ask('DELETE', `/api/races/${race}/participants/${inPath}`, { token });
    expect(removed.status).toBe(404);
    const pool = await api.ask('POST', '/api/races', { token, body: { pool: text } });
    expect(pool).toMatchObject({ status: 400, body: { error: { code: 'unknown_pool' } } });
    const seed = await api.ask('POST', '/api/admin/seeds/discard', { token, body: { pool: text, number: 1 } });
    expect(seed).toMatchObject({ status: 404, body: { error: { code: 'unknown_seed' } } });
    const player = await api.ask('POST', `/api/races/${race}/participants`, { token, body: { twitch_name: text } });
    expect(player).toMatchObject({ status: 404, body: { error: { code: 'unknown_person' } } });
    expect((await api.ask('GET', `/api/races?cursor=${inPath}`)).body.error.field).toBe('cursor');
    expect((await api.ask('GET', `/api/races?status=${inPath}`)).status).toBe(400);
  });

  it.each(['a\nb', 'a\0b', '\u202Eevil', '\u3164'])('with what cannot be shown are refused', async (name) => {
    const no = await api.ask('PATCH', `/api/races/${race}`, { token, body: { name } });
    expect(no).toMatchObject({ status: 400, body: { error: { code: 'bad_argument', field: 'name' } } });
  });
});

describe('fields', () => {
  const wrong: readonly (readonly [string, object, string])[] = [
    ['unknown', { pool: 'standard', is_admin: true }, 'is_admin'],
    ['unknown inside', { pool: 'standard', config: { countdown: 3 } }, 'config.countdown'],
    ['missing', {}, 'pool'],
    ['of another type', { pool: 7 }, 'pool'],
    ['text for a number', { pool: 'standard', config: { max_participants: '8' } }, 'config.max_participants'],
    ['a list', { pool: ['standard'] }, 'pool'],
    ['null', { pool: null }, 'pool'],
    ['out of range', { pool: 'standard', config: { countdown_seconds: 1 } }, 'config.countdown_seconds'],
    ['a fraction', { pool: 'standard', config: { max_participants: 2.5 } }, 'config.max_participants'],
    ['too long', { pool: 'standard', name: 'x'.repeat(81) }, 'name'],
    ['blank', { pool: 'standard', name: '   ' }, 'name'],
    ['no instant', { pool: 'standard', scheduled_start: 'tomorrow 8pm' }, 'scheduled_start'],
    ['an hour without an offset', { pool: 'standard', scheduled_start: '2030-01-01T20:00:00' }, 'scheduled_start'],
    ['no such day', { pool: 'standard', scheduled_start: '2030-02-30T20:00:00Z' }, 'scheduled_start'],
    ['no such mode', { pool: 'standard', config: { packs: 'never' } }, 'config.packs'],
    ['a prototype', JSON.parse('{"pool":"standard","constructor":{"prototype":{"x":1}}}'), 'constructor'],
  ];
  it.each(wrong)('%s: named', async (_, body, field) => {
    const no = await api.ask('POST', '/api/races', { token, body });
    expect(no).toMatchObject({ status: 400, body: { error: { code: 'invalid', field } } });
    expect(no.body.error.message).toMatch(new RegExp(`^“${field}” (must|is) `));
    expect(no.body.error.message).not.toMatch(/expected|received|undefined|invalid/i);
  });

  it.each([
    [{}, '“pool” is missing.'],
    [{ pool: 7 }, '“pool” must be text.'],
    [{ pool: 'standard', draft: 'yes' }, '“draft” must be true or false.'],
    [{ pool: 'standard', name: 'x'.repeat(81) }, '“name” must have at most 80 characters.'],
    [{ pool: 'standard', config: { packs: 'never' } }, /^“config.packs” must be auto, /],
    [{ pool: 'standard', config: { map: 'never' } }, /^“config.map” must be one of: \w+, \w/],
    [{ pool: 'standard', config: { max_participants: 1e6 } }, /^“config.max_participants” must be at most \d+\.$/],
  ])('%j: what they must be', async (body, says) => {
    const no = await api.ask('POST', '/api/races', { token, body });
    expect(no.body.error.message).toMatch(says);
  });

  it('of an address: the parameter as it was sent, and what it may be', async () => {
    const no = await api.ask('GET', '/api/races?status=open,gone', { token });
    expect(no.body.error).toMatchObject({
      field: 'status',
      message: expect.stringContaining('must be one of: draft, open'),
    });
  });

  it('of a participant: one of both', async () => {
    const add = (body: object) => api.ask('POST', `/api/races/${race}/participants`, { token, body });
    expect((await add({})).body.error.field).toBe('twitch_name');
    expect((await add({ twitch_name: 'ann', discord_id: '1'.repeat(18) })).body.error.field).toBe('twitch_name');
    expect((await add({ discord_id: '12' })).body.error.field).toBe('discord_id');
    expect((await add({ discord_id: '1'.repeat(18) })).body.error.code).toBe('unknown_person');
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'limit=1&limit=2', 'mine=perhaps', 'order=name', 'status=open,gone'])(
    'of an address too: %s',
    async (query) => {
      const no = await api.ask('GET', `/api/races?${query}`, { token });
      expect(no).toMatchObject({ status: 400, body: { error: { code: 'invalid' } } });
    },
  );
});

describe('bodies', () => {
  const post = (raw: string, headers: Record<string, string> = {}) =>
    api.ask('POST', '/api/races', { token, raw, headers });

  it.each(['{', '"text"', '7', 'null', '{"pool":"standard"', '{"__proto__":{"x":1}}', '[]'])(
    'that are no object: %s',
    async (raw) => {
      const no = await post(raw);
      expect(no.status).toBe(400);
      expect(['bad_request', 'invalid']).toContain(no.body.error.code);
      if (no.body.error.code === 'bad_request') expect(no.body.error.message).toMatch(/must be one JSON object/);
    },
  );

  it('of 10 MB are refused, and the service goes on', async () => {
    const no = await post(JSON.stringify({ pool: 'x'.repeat(10_000_000) }));
    expect(no).toMatchObject({ status: 413, body: { error: { code: 'too_large' } } });
    expect((await api.ask('GET', '/api/pools')).status).toBe(200);
  });

  it('of 10 MB that are not announced are refused too', async () => {
    const piece = new TextEncoder().encode('x'.repeat(100_000));
    let left = 100;
    const body = new ReadableStream({
      pull(controller) {
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(piece);
      },
    });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = fetch(`${api.house.base}/api/races`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
    const status = await sent.then(
      (response) => response.status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(status);
    expect((await api.ask('GET', '/api/pools')).status).toBe(200);
  });

  it('of another kind are named as such', async () => {
    const form = await post('pool=standard', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(form).toMatchObject({ status: 415, body: { error: { code: 'not_json' } } });
    expect((await post('{"pool":"standard"}', { 'content-type': 'text/plain' })).status).toBe(415);
  });

  it('are not read for who may not write', async () => {
    const no = await api.ask('POST', '/api/races', { raw: 'x'.repeat(1_000_000) });
    expect(no).toMatchObject({ status: 401, body: { error: { code: 'log_in_first' } } });
  });
});

describe('addresses', () => {
  it('that there are not, and methods that they do not take', async () => {
    expect(await api.ask('GET', '/api/nothing')).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    for (const sent of [token, null])
      expect(await api.ask('POST', '/api/nothing', { token: sent, body: {} })).toMatchObject({ status: 404 });
    expect((await api.ask('GET', '/api/pools/')).status).toBe(200);
    const no = await api.ask('PUT', `/api/races/${race}`, { token, body: {} });
    expect(no).toMatchObject({ status: 405, body: { error: { code: 'method_not_allowed' } } });
    expect(no.headers.get('allow')).toBe('GET, PATCH');
    expect((await api.ask('POST', '/api/openapi.json', { token })).status).toBe(405);
    expect((await api.ask('HEAD', '/api/pools')).status).toBe(200);
  });

  it('with ids of others or of nothing', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    for (const id of [nobody, 'ZZZZZ', 'x', '0', race.slice(0, -1), `${race}x`])
      expect(await api.ask('GET', `/api/races/${id}`), id).toMatchObject({
        status: 404,
        body: { error: { code: 'unknown_race' } },
      });
    expect((await api.ask('GET', `/api/races/${'x'.repeat(5_000)}`)).status).toBe(404);
    expect((await api.ask('DELETE', `/api/races/${race}/participants/${nobody}`, { token })).status).toBe(404);
    expect((await api.ask('POST', `/api/races/${nobody}/start`, { token })).status).toBe(404);
  });

  it('of downloads know their token alone, and no path', async () => {
    const other = await api.house.race();
    await api.house.join(other, 'Ann');
    const ann = (await api.house.submitter.load(other))?.race.participants[0];
    if (ann === undefined) throw new Error('Ann is not in the race');
    const token = api.house.tokens.derive('download', ann.id, ann.generation);
    expect((await api.ask('GET', `/api/races/${other}/download/${token}`)).status).toBe(200);
    expect((await api.ask('GET', `/api/races/${race}/download/${token}`)).status).toBe(410);
    for (const path of [`${token}x`, `..%2f..%2fpools.toml`, `${token}%00.zip`])
      expect((await api.ask('GET', `/api/races/${other}/download/${path}`)).status, path).toBe(404);
  });
});

describe('tokens', () => {
  it.each(['', 'x', 'sfr_', `sfr_${'0'.repeat(32)}_${'A'.repeat(43)}`, 'x'.repeat(600), "' or 1=1"])(
    'that are none are refused, also where none is needed: %s',
    async (wrong) => {
      for (const [method, path] of [
        ['GET', '/api/pools'],
        ['POST', '/api/races'],
      ] as const) {
        const no = await api.ask(method, path, { token: wrong });
        expect(no).toMatchObject({ status: 401, body: { error: { code: 'bad_api_token' } } });
      }
    },
  );
});

describe('a flood', () => {
  it('from one address is told to wait, and the service lives', async () => {
    const small = await openApi({ limits: { api: 50, pages: 50 } });
    try {
      // Fewer than a busy machine lets wait at a door at one moment: of more it resets some itself.
      const asked = await Promise.all(Array.from({ length: 300 }, () => fetch(`${small.house.base}/api/pools`)));
      const statuses = asked.map(({ status }) => status);
      // The document was asked for once before.
      expect(statuses.filter((status) => status === 200)).toHaveLength(49);
      expect(statuses.filter((status) => status === 429)).toHaveLength(251);
      const limited = await small.ask('GET', '/api/pools');
      expect(limited).toMatchObject({ status: 429, body: { error: { code: 'too_many_requests' } } });
      expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await fetch(`${small.house.base}/health`)).status).toBe(200);
    } finally {
      await small.close();
    }
  });

  it('of one account is told to wait wherever it comes from', async () => {
    const small = await openApi({ limits: { api: 1_000, apiUser: 5, apiWrites: 3 } });
    try {
      const { token: flooder } = await small.person('Flo');
      const { token: other } = await small.person('Otto');
      const reads = [];
      for (let n = 0; n < 7; n += 1) reads.push((await small.ask('GET', '/api/auth/me', { token: flooder })).status);
      expect(reads).toEqual([200, 200, 200, 200, 200, 429, 429]);
      const writes = [];
      for (let n = 0; n < 4; n += 1)
        writes.push((await small.ask('POST', '/api/races', { token: flooder, body: {} })).status);
      expect(writes).toEqual([400, 400, 400, 429]);
      expect((await small.ask('GET', '/api/auth/me', { token: other })).status).toBe(200);
    } finally {
      await small.close();
    }
  });
});
