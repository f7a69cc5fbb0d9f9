// Addresses below /api that mods, downloads and logins have: each of their answers, too, is held against the document (api.test-kit.ts).

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ParticipantId, RaceId } from '../../race/ids.ts';
import { type ApiHouse, openApi } from './api.test-kit.ts';

const SYSTEM = { kind: 'system' } as const;
let api: ApiHouse;
beforeAll(async () => {
  const redirectUri = 'http://127.0.0.1/api/auth/callback';
  api = await openApi({ twitch: { clientId: 'an-application', clientSecret: 'its-secret', redirectUri } });
});
afterAll(() => api.close());

async function aPlayer(): Promise<{ race: RaceId; ann: ParticipantId }> {
  const race = await api.house.race();
  return { race, ann: await api.house.join(race, 'Ann') };
}
const code = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [status, body.error?.code];

it('a mod asks whether its pack is good', async () => {
  const { race, ann } = await aPlayer();
  const { tokens, user } = api.house;
  const ask = (token: string | null, of: string = race) => api.ask('GET', `/api/mod/status?race=${of}`, { token });
  const own = tokens.derive('mod', ann, 1);
  expect((await ask(own)).body.race).toMatchObject({ id: race, status: 'open' });
  expect(code(await ask(null))).toEqual([401, 'bad_token']);
  expect(code(await ask(own, crypto.randomUUID()))).toEqual([404, 'unknown_race']);
  await api.house.ask(race, { type: 'renew_pack', participant: ann, by: SYSTEM });
  expect(code(await ask(own))).toEqual([401, 'bad_token']);
  await api.house.ask(race, { type: 'leave', user: (await user('Ann')).id });
  expect(code(await ask(tokens.derive('mod', ann, 2)))).toEqual([401, 'removed']);
  const other = await aPlayer();
  await api.house.ask(other.race, { type: 'cancel', by: SYSTEM, reason: null, broken: false });
  expect(code(await ask(tokens.derive('mod', other.ann, 1), other.race))).toEqual([401, 'race_cancelled']);
});

it('a pack is had whole, in parts, not again, and no longer', async () => {
  const { race, ann } = await aPlayer();
  const path = `/api/races/${race}/download/${api.house.tokens.derive('download', ann, 1)}`;
  const ask = (headers: Record<string, string> = {}) => api.ask('GET', path, { headers });
  const whole = await ask();
  expect(whole.status).toBe(200);
  expect((await ask({ range: 'bytes=0-9' })).status).toBe(206);
  expect((await ask({ range: 'bytes=999999999-' })).status).toBe(416);
  expect((await ask({ 'if-none-match': whole.headers.get('etag') ?? '' })).status).toBe(304);
  await api.house.ask(race, { type: 'cancel', by: SYSTEM, reason: null, broken: false });
  expect(code(await ask())).toEqual([410, 'race_cancelled']);
});

it('a race is seen again once it is over', async () => {
  const { race, ann } = await aPlayer();
  const ask = (headers: Record<string, string> = {}) => api.ask('GET', `/api/races/${race}/replay`, { headers });
  expect(code(await ask())).toEqual([409, 'no_results_yet']);
  await api.house.start(race, [ann]);
  await api.house.ask(race, { type: 'end', by: SYSTEM });
  const film = await ask();
  expect(film.body.players).toHaveLength(1);
  expect((await ask({ 'if-none-match': film.headers.get('etag') ?? '' })).status).toBe(304);
});

it('a login is begun, is another browser’s, and is not agreed to', async () => {
  const begun = await api.ask('GET', '/api/auth/twitch?next=/');
  expect(begun.status).toBe(302);
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const cookie = begun.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const back = (query: string, headers: Record<string, string> = {}) =>
    api.ask('GET', `/api/auth/callback?state=${state}&${query}`, { headers });
  expect(code(await back('code=x'))).toEqual([400, 'login_stale']);
  expect(code(await back('error=access_denied', { cookie }))).toEqual([403, 'login_denied']);
});
