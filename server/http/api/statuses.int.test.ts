// Every operation about a race in every status that a race can have, asked by its organizer, a player and a stranger: whatever the answer
// is, the document knows it (api.test-kit.ts holds each against it).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Intent } from '../../race/intents.ts';
import { type ApiHouse, openApi } from './api.test-kit.ts';

let api: ApiHouse;
const tokens: Record<string, string> = {};
const PEOPLE = ['Olga', 'Ann', 'Bea'] as const;

beforeAll(async () => {
  api = await openApi();
  for (const name of PEOPLE) tokens[name] = (await api.person(name)).token;
});
afterAll(() => api.close());

const SYSTEM = { kind: 'system' } as const;
const LATER_MS = 3_600_000;

/** Makes a race of a status; Ann is in it where somebody is. */
const STATUSES = {
  draft: () => api.house.race({ draft: true }),
  open: async () => (await withAnn({})).race,
  full: async () => (await withAnn({ options: { maxPlayers: 2 } }, 'Cleo')).race,
  countdown: async () => {
    const { race, ann } = await withAnn({});
    await tell(race, { type: 'ready', participant: ann }, { type: 'start', by: SYSTEM, missing: 'late' });
    return race;
  },
  running,
  'running and full': () => running({ options: { maxPlayers: 2, lateMinutes: 30 } }, 'Cleo'),
  finished: async () => {
    const race = await running();
    await tell(race, { type: 'end', by: SYSTEM });
    return race;
  },
  final: async () => {
    const race = await STATUSES.finished();
    api.house.time.shift(LATER_MS);
    await tell(race, { type: 'tick' });
    return race;
  },
  cancelled: async () => {
    const { race } = await withAnn({});
    await tell(race, { type: 'cancel', by: SYSTEM, reason: null, broken: false });
    return race;
  },
} as const;

async function withAnn(changes: Parameters<ApiHouse['house']['race']>[0], other?: string) {
  const race = await api.house.race(changes);
  const ann = await api.house.join(race, 'Ann');
  if (other !== undefined) await api.house.join(race, other);
  return { race, ann };
}

async function running(changes: Parameters<ApiHouse['house']['race']>[0] = {}, other?: string) {
  const { race, ann } = await withAnn(changes, other);
  await api.house.start(race, [ann]);
  return race;
}

async function tell(race: Parameters<ApiHouse['house']['ask']>[0], ...intents: readonly Intent[]) {
  for (const intent of intents) await api.house.ask(race, intent);
}

/** What an operation needs at least. */
const BODIES: Readonly<Record<string, object>> = {
  editRace: { note: 'New' },
  addParticipant: { twitch_name: 'bea' },
};

describe.each(Object.keys(STATUSES) as (keyof typeof STATUSES)[])('a race that is %s', (status) => {
  it('answers every operation as the document says', async () => {
    const operations = Object.entries(api.document.paths).flatMap(([path, methods]) =>
      path.startsWith('/api/races/{id}')
        ? Object.entries(methods).map(([method, { operationId }]) => ({ path, method, operationId }))
        : [],
    );
    expect(operations.length).toBeGreaterThan(15);
    for (const { path, method, operationId } of operations) {
      for (const who of PEOPLE) {
        const race = await STATUSES[status]();
        const body = method === 'get' || method === 'delete' ? {} : { body: BODIES[operationId] ?? {} };
        const address = path.replace('{id}', race).replace('{participant}', 'Ann');
        const answer = await api.ask(method.toUpperCase(), address, { token: tokens[who] ?? null, ...body });
        expect(answer.status, operationId).not.toBe(422);
      }
    }
  });
});
