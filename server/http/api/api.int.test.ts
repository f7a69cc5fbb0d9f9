// What programs do with the API, from making a race to its countdown; each answer is held against the document (api.test-kit.ts).

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RaceId } from '../../race/ids.ts';
import { type ApiHouse, openApi } from './api.test-kit.ts';

let api: ApiHouse;
let olga: string;
beforeAll(async () => {
  api = await openApi();
  olga = (await api.person('Olga')).token;
});
afterAll(() => api.close());

const newRace = async (body: object = {}, token = olga): Promise<{ id: RaceId; code: string }> =>
  (await api.ask('POST', '/api/races', { token, body: { pool: 'standard', ...body } })).body.race;
const factsOf = async (id: RaceId) => (await api.house.store.log.read(id)).map(({ fact }) => fact);

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
    const [created] = await factsOf(race.id);
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

describe('a race from draft to countdown', () => {
  it('says the same words as Discord', async () => {
    const { token: org } = await api.person('Org');
    const { token: ann, user } = await api.person('Ann');
    const { id } = await newRace({ draft: true }, org);
    const post = (path: string, body?: object, token = org) =>
      api.ask('POST', `/api/races/${id}${path}`, { token, ...(body === undefined ? {} : { body }) });

    expect((await api.ask('GET', `/api/races/${id}`)).status).toBe(404);
    expect((await api.ask('GET', `/api/races/${id}`, { token: ann })).status).toBe(404);
    expect((await api.ask('GET', `/api/races/${id}`, { token: org })).body.race.status).toBe('draft');
    expect((await post('/open')).body.race.status).toBe('open');

    const changed = await api.ask('PATCH', `/api/races/${id}`, {
      token: org,
      body: { name: 'Renamed', note: null, config: { late_minutes: 0 } },
    });
    expect(changed.body.race).toMatchObject({ name: 'Renamed', note: null, config: { late_minutes: 0 } });
    expect(await api.ask('PATCH', `/api/races/${id}`, { token: org, body: {} })).toMatchObject({
      body: { error: { code: 'nothing_to_change' } },
    });

    expect(await post('/participants', { twitch_name: 'ann' })).toMatchObject({
      status: 201,
      body: { person: 'Ann', how: 'in', invitation: null },
    });
    expect(await post('/participants', { twitch_name: 'ann' })).toMatchObject({
      status: 200,
      body: { how: 'already' },
    });
    const stranger = await post('/participants', { twitch_name: 'never_seen' });
    expect(stranger).toMatchObject({ status: 201, body: { person: 'never_seen', how: 'invitation' } });
    expect(stranger.body.invitation).toMatch(new RegExp(`^${api.house.base}/invite/[\\w-]+$`));

    const listed = await api.ask('GET', `/api/races/${id}/participants`, { token: org });
    expect(listed.body.participants).toMatchObject([{ name: 'Ann', status: 'registered' }]);
    expect(listed.body.pending).toEqual([{ user: null, name: 'never_seen', how: 'invited' }]);
    expect((await api.ask('GET', `/api/races/${id}/participants`)).body.pending).toBeNull();

    const none = await post('/start');
    expect(none).toMatchObject({ status: 409, body: { error: { code: 'players_missing' } } });
    expect((await post('/lock')).body.race.locked).toBe(true);
    expect((await post('/unlock')).body.race.locked).toBe(false);

    expect((await post('/generate-zips')).body.race.packs_out).toBe(true);
    const pack = await api.ask('GET', `/api/races/${id}/pack`, { token: ann });
    expect(pack.status).toBe(200);
    const zip = await api.ask('GET', new URL(pack.body.download_url).pathname);
    expect([zip.status, zip.headers.get('content-type')]).toEqual([200, 'application/zip']);

    const race = (await api.house.submitter.load(id))?.race;
    const [player] = race?.participants ?? [];
    if (player === undefined) throw new Error('Ann is not in the race');
    await api.house.submitter.submit(id, { type: 'ready', participant: player.id });
    const announced = await post('/start', { scheduled_start: Date.now() + 86_400_000 });
    expect(announced.body.race).toMatchObject({ status: 'open' });
    expect(announced.body.race.scheduled_start).toBeGreaterThan(Date.now());
    const started = await post('/start', {});
    expect(started.body.race).toMatchObject({ status: 'countdown' });
    expect(started.body.race.starts_at).toBeGreaterThan(Date.now());
    expect((await post('/start')).status).toBe(200);
    expect((await factsOf(id)).filter(({ type }) => type === 'countdown_started')).toHaveLength(1);
    expect((await post('/stop')).body.race.status).toBe('open');

    expect(await api.ask('DELETE', `/api/races/${id}/participants/${player.id}`, { token: org })).toMatchObject({
      body: { person: 'Ann', how: 'left_out' },
    });
    expect(await api.ask('DELETE', `/api/races/${id}/participants/never_seen`, { token: org })).toMatchObject({
      body: { how: 'declined' },
    });
    expect(await api.ask('DELETE', `/api/races/${id}/participants/${user.id}`, { token: org })).toMatchObject({
      status: 404,
      body: { error: { code: 'unknown_player' } },
    });
    const left = await api.ask('GET', `/api/races/${id}/participants`, { token: org });
    expect(left.body).toEqual({ participants: [], pending: [] });

    expect((await post('/cancel', { reason: 'rain' })).body.race.status).toBe('cancelled');
    expect(await post('/open')).toMatchObject({ status: 409, body: { error: { code: 'wrong_status' } } });
  });

  it('lets players come and go by themselves', async () => {
    const { id } = await newRace({ config: { max_participants: 2 } }, (await api.person('Olaf')).token);
    const [first, second, third] = await Promise.all(
      ['P1', 'P2', 'P3'].map(async (name) => (await api.person(name)).token),
    );
    const post = (word: string, token: string | undefined) =>
      api.ask('POST', `/api/races/${id}/${word}`, { token: token ?? null });
    expect((await post('join', first)).body).toEqual({ how: 'in', place: null });
    expect((await post('join', second)).body.how).toBe('in');
    expect((await post('join', third)).body).toEqual({ how: 'waiting', place: 1 });
    expect((await post('leave', first)).status).toBe(200);
    const { body } = await api.ask('GET', `/api/races/${id}/participants`);
    expect(body.participants.map(({ name }: { name: string }) => name)).toEqual(['P2', 'P3']);
    expect(await post('leave', first)).toMatchObject({ status: 409, body: { error: { code: 'not_in_race' } } });
  });
});

describe('the list of races', () => {
  it('is read page by page, and shows nobody the drafts of others', async () => {
    const { token, user } = await api.person('Lea');
    const made = [await newRace({ draft: true }, token), await newRace({}, token), await newRace({}, token)];
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

describe('seeds', () => {
  it('are for administrators, pools for everybody', async () => {
    const { token, user } = await api.person('Ada');
    expect(await api.ask('GET', '/api/admin/seeds')).toMatchObject({ status: 401 });
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/scan'],
    ] as const)
      expect(await api.ask(method, `/api/admin/seeds${path}`, { token })).toMatchObject({
        status: 403,
        body: { error: { code: 'admins_only' } },
      });
    await api.house.store.accounts.setAdmin(user.id, true);
    const stats = await api.ask('GET', '/api/admin/seeds', { token });
    expect(stats.body).toMatchObject({
      scan: null,
      pools: [{ name: 'standard' }, { name: 'empty', broken: [{ reason: 'graph.json: no final boss' }] }],
    });
    expect((await api.ask('POST', '/api/admin/seeds/scan', { token })).body.scan).toMatchObject({ added: 1 });
    const body = { pool: 'standard', number: 12 };
    expect((await api.ask('POST', '/api/admin/seeds/discard', { token, body })).body).toEqual({
      ...body,
      discarded: true,
    });
    const unknown = await api.ask('POST', '/api/admin/seeds/discard', {
      token,
      body: { pool: 'standard', number: 9999 },
    });
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'unknown_seed' } } });
    const { body: pools } = await api.ask('GET', '/api/pools');
    expect(JSON.stringify(pools)).not.toContain('broken');
    expect(pools.pools[0]).toMatchObject({ name: 'standard', display_name: 'Standard (~1h)' });
  });
});

describe('who asks', () => {
  it('is the owner of the token, as long as it lives', async () => {
    const { token, user } = await api.person('Tom');
    expect((await api.ask('GET', '/api/auth/me', { token })).body.user).toMatchObject({
      id: user.id,
      name: 'Tom',
      twitch_name: 'tom',
    });
    expect((await api.ask('GET', '/api/auth/me')).body).toEqual({ user: null });
    const [kept] = await api.house.store.apiTokens.list(user.id);
    expect(kept?.lastUsedAt).not.toBeNull();
    await api.house.store.apiTokens.revoke(user.id, kept?.id ?? '');
    const dead = await api.ask('GET', '/api/auth/me', { token });
    expect(dead).toMatchObject({ status: 401, body: { error: { code: 'bad_api_token' } } });
    expect(dead.headers.get('www-authenticate')).toBe('Bearer');
    expect(api.house.logged()).not.toContain(token);
  });

  it('may not do with a race of others what organizers do', async () => {
    const { id } = await newRace({}, (await api.person('Owner')).token);
    const { token } = await api.person('Other');
    const before = await factsOf(id);
    for (const word of ['open', 'generate-zips', 'start', 'stop', 'lock', 'unlock', 'reroll', 'end', 'cancel'])
      expect(await api.ask('POST', `/api/races/${id}/${word}`, { token, body: {} }), word).toMatchObject({
        status: 403,
        body: { error: { code: 'not_organizer' } },
      });
    expect((await api.ask('PATCH', `/api/races/${id}`, { token, body: { name: 'mine' } })).status).toBe(403);
    expect(
      (await api.ask('POST', `/api/races/${id}/participants`, { token, body: { twitch_name: 'other' } })).status,
    ).toBe(403);
    expect((await api.ask('GET', `/api/races/${id}/pack`, { token })).body.error.code).toBe('not_in_race');
    expect(await factsOf(id)).toEqual(before);
  });
});
