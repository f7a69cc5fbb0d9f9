// What programs do with a race by the API, from draft to countdown, with seeds, and as whom; each answer is held against the document (api.test-kit.ts).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiHouse, openApi } from './api.test-kit.ts';

let api: ApiHouse;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

describe('a race from draft to countdown', () => {
  it('says the same words as Discord', async () => {
    const { token: org } = await api.person('Org');
    const { token: ann, user } = await api.person('Ann');
    const { id } = await api.race({ draft: true }, org);
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
    expect((await api.factsOf(id)).filter(({ type }) => type === 'countdown_started')).toHaveLength(1);
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
    const { id } = await api.race({ config: { max_participants: 2 } }, (await api.person('Olaf')).token);
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
    const { id } = await api.race({}, (await api.person('Owner')).token);
    const { token } = await api.person('Other');
    const before = await api.factsOf(id);
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
    expect(await api.factsOf(id)).toEqual(before);
  });
});
