// The API of a whole service on PostgreSQL, as programs use it: a race from its making to a running countdown, a mod in it, what metrics tell of it,
// and what a restart leaves.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ensureViewsBuilt } from '../../tools/build.ts';
import { writeSeed } from '../../tools/demo-seeds/seed-files.ts';
import { freePort } from '../../tools/free-port.ts';
import { type FreshDatabase, freshDatabase } from '../../tools/testing/database.ts';
import { readConfig } from '../config.ts';
import { type Service, startService } from '../main.ts';
import { makeTokens } from '../play/tokens.ts';
import type { ParticipantId } from '../race/ids.ts';
import { aPerson, aStory, joined, participantId, SYSTEM } from '../store/contract/world.test-kit.ts';
import { openStore } from '../store/store.ts';

const SECRET_KEY = 'a key for tests only that is long enough';
const METRICS_TOKEN = 'metrics-of-tests-only';
const WAIT = { timeout: 30_000, interval: 50 };

let home: string;
let database: FreshDatabase;
let service: Service;
let settings: Record<string, string>;
const lines: string[] = [];
const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });

async function start(): Promise<Service> {
  const read = readConfig(settings);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return await startService(read.config, { logger, say: () => {} });
}

beforeAll(async () => {
  await ensureViewsBuilt();
  home = await mkdtemp(join(tmpdir(), 'speedfog-api-'));
  database = await freshDatabase();
  const port = await freePort();
  const sprint = join(home, 'seeds', 'sprint');
  await mkdir(join(sprint, 'available'), { recursive: true });
  await mkdir(join(sprint, 'consumed'), { recursive: true });
  await writeFile(join(home, 'seeds', 'pools.toml'), '[sprint]\ndisplay_name = "Sprint"\ndescription = "Fast"\n');
  await writeFile(join(sprint, 'config.toml'), '');
  for (const number of [1, 2, 3, 4, 5]) await writeSeed(join(sprint, 'available', `seed_${number}`), number, 6);
  settings = {
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: database.url,
    DATA_DIR: join(home, 'data'),
    SEEDS_POOL_DIR: join(home, 'seeds'),
    SECRET_KEY,
    METRICS_TOKEN,
    ADMINS: 'twitch:olga',
  };
  service = await start();
});
afterAll(async () => {
  await service.stop();
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

/** Somebody who has logged in once, and their token. */
async function person(login: string): Promise<string> {
  const store = await openStore({ url: database.url, log: logger, secretKey: SECRET_KEY });
  try {
    const user = await store.accounts.ofIdentity({
      ...{ platform: 'twitch', id: `id of ${login}`, login, displayName: login, avatarUrl: null },
    });
    const made = await store.apiTokens.create(user.id, 'test');
    return made === 'too_many' ? '' : made.text;
  } finally {
    await store.close();
  }
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers; their shape is tested beside the API
type Answer = { readonly status: number; readonly body: any };

async function ask(method: string, path: string, token: string, body?: object, headers: object = {}): Promise<Answer> {
  const response = await fetch(`${service.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, body: isJson ? await response.json() : await response.text() };
}

async function metric(line: string): Promise<number> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const text = await (await fetch(`${service.url}/metrics`, { headers })).text();
  const found = text.split('\n').find((one) => one.startsWith(`${line} `));
  return found === undefined ? Number.NaN : Number(found.slice(line.length));
}

test('a race is made, filled, started and followed by programs, and metrics tell of it', async () => {
  const [olga, ann] = [await person('olga'), await person('ann')];
  const key = { 'Idempotency-Key': 'race-1' };
  const wish = { pool: 'sprint', name: 'By program' };
  const made = await ask('POST', '/api/races', olga, wish, key);
  expect(made.status).toBe(201);
  const { id } = made.body.race;
  expect((await ask('GET', '/api/admin/seeds', olga)).body.pools).toMatchObject([{ available: 4, consumed: 1 }]);
  expect((await ask('GET', '/api/admin/seeds', ann)).status).toBe(403);
  expect((await ask('POST', `/api/races/${id}/participants`, olga, { twitch_name: 'ann' })).status).toBe(201);

  const { body: pack } = await ask('GET', `/api/races/${id}/pack`, ann);
  const zip = await fetch(pack.download_url);
  expect(
    Buffer.from(await zip.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
  await vi.waitFor(async () => expect(await metric('speedfog_packs_served_total{outcome="complete"}')).toBe(1), WAIT);

  const [player] = (await ask('GET', `/api/races/${id}/participants`, ann)).body.participants;
  const mod_token = makeTokens(SECRET_KEY).derive('mod', player.id as ParticipantId, 1);
  const mod = new WebSocket(`${service.url.replace('http', 'ws')}/ws/mod/${id}`);
  mod.once('open', () => {
    mod.send(JSON.stringify({ type: 'auth', mod_token }));
    mod.send(JSON.stringify({ type: 'ready' }));
  });
  const status = async () => (await ask('GET', `/api/races/${id}`, olga)).body.participants[0].status;
  await vi.waitFor(async () => expect(await status()).toBe('ready'), WAIT);
  expect(await metric('speedfog_mods_connected')).toBe(1);
  expect((await ask('POST', `/api/races/${id}/start`, olga)).body.race.status).toBe('countdown');
  expect((await ask('POST', `/api/races/${id}/stop`, olga)).body.race.status).toBe('open');
  expect(await metric('speedfog_races{status="open"}')).toBe(1);
  expect(await metric('speedfog_facts_total{type="race_created"}')).toBe(1);
  expect(await metric('speedfog_facts_total{type="player_ready"}')).toBe(1);
  expect(await metric('speedfog_command_seconds_count{command="race start",platform="web",outcome="done"}')).toBe(1);
  mod.close();
  await vi.waitFor(async () => expect(await metric('speedfog_mods_connected')).toBe(0), WAIT);

  await service.stop();
  service = await start();
  const again = await ask('POST', '/api/races', olga, wish, key);
  expect([again.status, again.body.race.id, again.body.race.name]).toEqual([200, id, 'By program']);
  expect((await ask('GET', '/api/pools', ann)).body.pools).toMatchObject([{ name: 'sprint', available: 4 }]);
  expect((await ask('GET', '/api/races?mine=true&limit=1', ann)).body).toMatchObject({ races: [{ id }] });
  const cancelled = await ask('POST', `/api/races/${id}/cancel`, olga, { reason: 'done' });
  expect(cancelled.body.race.status).toBe('cancelled');
  for (const secret of [olga, ann, METRICS_TOKEN, mod_token]) expect(lines.join('')).not.toContain(secret);
});

test('a restart tells the public no earlier that a race with a spectator delay is over', async () => {
  await service.stop();
  const store = await openStore({ url: database.url, log: logger, secretKey: SECRET_KEY });
  const now = Date.now();
  const story = await aStory(store, { options: { spectatorDelaySeconds: 300 } });
  const participant = participantId();
  await story.append(
    { type: 'race_opened', v: 1, at: now - 3_600_000, by: SYSTEM },
    joined(participant, await aPerson(store), now - 3_600_000),
    { type: 'player_ready', v: 1, at: now - 3_600_000, participant },
    { type: 'countdown_started', v: 1, at: now - 3_600_000, by: SYSTEM, startsAt: now - 3_590_000, seconds: 10 },
    { type: 'race_started', v: 1, at: now - 3_590_000, startedAt: now - 3_590_000, clockBoundsMs: {} },
    { type: 'race_cancelled', v: 1, at: now, by: SYSTEM, reason: null, fate: 'released' },
  );
  await store.close();
  service = await start();
  const statusTo = async (token: string) => {
    const { body } = await ask('GET', '/api/races?status=running,cancelled&limit=100', token);
    return body.races.find((race: { id: string }) => race.id === story.id)?.status;
  };
  expect(await statusTo(await person('olga'))).toBe('cancelled');
  expect(await statusTo(await person('ann'))).toBe('running');
});

test('a stop tells a mod to come again, and what ticked last is there after it', async () => {
  await service.stop();
  const store = await openStore({ url: database.url, log: logger, secretKey: SECRET_KEY });
  const startedAt = Date.now() - 60_000;
  const story = await aStory(store);
  const participant = participantId();
  await story.append(
    { type: 'race_opened', v: 1, at: startedAt - 20_000, by: SYSTEM },
    joined(participant, await aPerson(store), startedAt - 20_000),
    { type: 'player_ready', v: 1, at: startedAt - 15_000, participant },
    { type: 'countdown_started', v: 1, at: startedAt - 10_000, by: SYSTEM, startsAt: startedAt, seconds: 10 },
    { type: 'race_started', v: 1, at: startedAt, startedAt, clockBoundsMs: {} },
  );
  service = await start();
  const olga = await person('olga');
  const shown = async () => {
    const { igt_ms, death_count } = (await ask('GET', `/api/races/${story.id}`, olga)).body.participants[0];
    return { igt_ms, death_count };
  };
  const mod = new WebSocket(`${service.url.replace('http', 'ws')}/ws/mod/${story.id}`);
  const closed = new Promise((resolve) => mod.once('close', resolve));
  mod.once('open', () => {
    mod.send(JSON.stringify({ type: 'auth', mod_token: makeTokens(SECRET_KEY).derive('mod', participant, 1) }));
    mod.send(JSON.stringify({ type: 'status_update', igt_ms: 41_000, death_count: 3 }));
  });
  const ticked = { igt_ms: 41_000, death_count: 3 };
  await vi.waitFor(async () => expect(await shown()).toEqual(ticked), WAIT);
  await service.stop();
  expect(await closed).toBe(1001);
  expect(await store.pulses.load(story.id)).toMatchObject({ [participant]: { igtMs: 41_000, deaths: 3 } });
  await store.close();
  service = await start();
  expect(await shown()).toEqual(ticked);
});
