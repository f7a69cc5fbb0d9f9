// Making races by the API, and reading the list of them; each answer is held against the document (api.test-kit.ts).

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ApiHouse, openApi } from './api.test-kit.ts';

let api: ApiHouse;
let olga: string;
beforeAll(async () => {
  api = await openApi();
  olga = (await api.person('Olga')).token;
});
afterAll(() => api.close());

describe('making a race', () => {
  it('takes name, config and start, and answers with the race and where it is', async () => {
    const start = Date.now() + 3_600_000;
    const made = await api.ask('POST', '/api/races', {
      token: olga,
      body: {
        name: 'Friday',
        pool: 'standard',
        note: 'bring tea',
        scheduled_start: new Date(start).toISOString(),
        config: { show_finished_names: false, countdown_seconds: 30, max_participants: 4, packs: '30m', join: 'ask' },
      },
    });
    expect(made.status).toBe(201);
    const { race } = made.body;
    expect(made.headers.get('location')).toBe(`${api.house.base}/api/races/${race.id}`);
    expect(race).toMatchObject({
      name: 'Friday',
      status: 'open',
      note: 'bring tea',
      pool: 'standard',
      scheduled_start: start,
    });
    expect(race).toMatchObject({ organizers: ['Olga'], locked: false, packs_out: false });
    expect(race.config).toMatchObject({ show_finished_names: false, countdown_seconds: 30, max_participants: 4 });
    expect(race.config).toMatchObject({ packs: '30m', join: 'ask', late_minutes: 15 });
    const [created] = await api.factsOf(race.id);
    expect(created).toMatchObject({ type: 'race_created', organizer: { name: 'Olga' }, channels: [] });
    const again = await api.ask('GET', `/api/races/${race.code}`);
    expect(again.body.race.id).toBe(race.id);
  });

  it('with one key makes one race, also of two at once, and another one with another key or by another person', async () => {
    const { token: ida } = await api.person('Ida');
    const ask = (key: string, token = ida, body: object = { pool: 'standard' }) =>
      api.ask('POST', '/api/races', { token, body, headers: { 'Idempotency-Key': key } });
    const asked = await Promise.all([ask('key-1'), ask('key-1'), ask('key-1')]);
    expect(new Set(asked.map(({ body }) => body.race.id)).size).toBe(1);
    expect(asked.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect((await ask('key-1')).status).toBe(200);
    expect((await ask('key-2')).status).toBe(201);
    expect((await ask('key-1', (await api.person('Ian')).token)).status).toBe(201);
    const mine = await api.ask('GET', '/api/races?mine=true', { token: ida });
    expect(mine.body.races).toHaveLength(2);
    expect(await ask('a key with blanks')).toMatchObject({
      status: 400,
      body: { error: { field: 'Idempotency-Key' } },
    });
    const other = await ask('key-1', ida, { pool: 'standard', name: 'Another' });
    expect(other).toMatchObject({ status: 422, body: { error: { code: 'key_reused' } } });
    // A key that made nothing is free; the order of fields says nothing.
    expect((await ask('key-3', ida, { pool: 'empty' })).status).toBe(409);
    const config = { late_minutes: 5, countdown_seconds: 30 };
    const made = await ask('key-3', ida, { pool: 'standard', name: 'Third', config });
    const turned = { config: { countdown_seconds: 30, late_minutes: 5 }, name: 'Third', pool: 'standard' };
    const again = await ask('key-3', ida, turned);
    expect([made.status, again.status, again.body.race.id]).toEqual([201, 200, made.body.race.id]);
    expect(again.headers.get('location')).toBe(made.headers.get('location'));
    expect(JSON.stringify(again.body)).not.toContain('request');
  });

  it('holds a person to five unfinished ones, however fast they ask', async () => {
    const { token } = await api.person('Greta');
    const { apiTokens, log } = api.house.store;
    // Nobody is told how many there are before all have come in.
    let left = 8;
    let open = () => {};
    const allIn = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { byToken } = apiTokens;
    const { list } = log;
    vi.spyOn(apiTokens, 'byToken').mockImplementation(async (text) => {
      left -= 1;
      if (left === 0) open();
      return await byToken(text);
    });
    vi.spyOn(log, 'list').mockImplementation(async (wanted) => {
      const found = await list(wanted);
      await allIn;
      return found;
    });
    const asked = await Promise.all(
      Array.from({ length: left }, () => api.ask('POST', '/api/races', { token, body: { pool: 'standard' } })),
    );
    vi.restoreAllMocks();
    expect(asked.map(({ status }) => status).toSorted()).toEqual([...Array(5).fill(201), ...Array(3).fill(409)]);
    expect(asked.find(({ status }) => status === 409)?.body.error.code).toBe('too_many_races');
  });

  it('needs somebody, a pool that there is, and seeds in it', async () => {
    const body = { pool: 'standard' };
    expect(await api.ask('POST', '/api/races', { body })).toMatchObject({
      status: 401,
      body: { error: { code: 'log_in_first' } },
    });
    const nowhere = await api.ask('POST', '/api/races', { token: olga, body: { pool: 'nowhere' } });
    expect(nowhere).toMatchObject({ status: 400, body: { error: { code: 'unknown_pool', field: 'pool' } } });
    const empty = await api.ask('POST', '/api/races', { token: olga, body: { pool: 'empty' } });
    expect(empty).toMatchObject({ status: 409, body: { error: { code: 'pool_empty' } } });
    const past = await api.ask('POST', '/api/races', {
      token: olga,
      body: { ...body, scheduled_start: '2020-01-01T00:00:00Z' },
    });
    expect(past).toMatchObject({ status: 400, body: { error: { code: 'bad_time', field: 'scheduled_start' } } });
  });
});

describe('the list of races', () => {
  it('is read page by page, and shows nobody the drafts of others', async () => {
    const { token, user } = await api.person('Lea');
    const made = [await api.race({ draft: true }, token), await api.race({}, token), await api.race({}, token)];
    const ids = made.map(({ id }) => id).toReversed();
    const walk = async (query: string, who: string | null) => {
      const found: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await api.ask('GET', `/api/races?limit=2&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`, {
          token: who,
        });
        found.push(...page.body.races.map(({ id }: { id: string }) => id));
        cursor = page.body.next;
      }
      return found;
    };
    expect((await walk('mine=true', token)).toSorted()).toEqual(ids.toSorted());
    expect(await walk('mine=true&status=draft', token)).toEqual([made[0]?.id]);
    const all = await walk('', null);
    expect(all).toEqual(expect.arrayContaining([made[1]?.id, made[2]?.id]));
    expect(all).not.toContain(made[0]?.id);
    expect(await walk('status=draft', token)).toEqual(await walk('status=draft', null));
    expect(await walk('status=cancelled', null)).not.toContain(made[1]?.id);
    expect((await api.ask('GET', '/api/races?mine=true')).status).toBe(401);
    expect(user.isAdmin).toBe(false);
  });
});
