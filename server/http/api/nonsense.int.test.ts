// Nonsense to every address of the API: any JSON as body, any text in addresses. It may be refused, it is never a fault, and every answer is
// as the document says.

import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiHouse, openApi } from './api.test-kit.ts';

const RUNS = 150;

let api: ApiHouse;
let token: string;
let race: string;
beforeAll(async () => {
  api = await openApi();
  const person = await api.person('Nora');
  token = person.token;
  await api.house.store.accounts.setAdmin(person.user.id, true);
  race = (await api.ask('POST', '/api/races', { token, body: { pool: 'standard' } })).body.race.code;
});
afterAll(() => api.close());

/** Names that the API knows, so that some of the nonsense gets further than the first check. */
const FIELDS = [
  ...[
    'name',
    'pool',
    'note',
    'scheduled_start',
    'twitch_channel',
    'draft',
    'config',
    'missing',
    'reason',
    'broken_seed',
  ],
  ...['number', 'twitch_name', 'discord_id', 'packs', 'join', 'max_participants', 'countdown_seconds', '__proto__'],
];
const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, 'standard', 'none', 'auto', '60m', 'force', '2030-01-01T00:00:00Z', 1e300, -0, ''),
);
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...FIELDS), fc.oneof(scalar, fc.dictionary(fc.constantFrom(...FIELDS), scalar))),
  fc.jsonValue(),
);
const text = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom('nora', 'standard', '0', '%', '..', 'NORA'),
);

it('is refused or understood, and never a fault', async () => {
  const operations = Object.entries(api.document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operations),
      body,
      text,
      fc.webQueryParameters(),
      async (operation, sent, odd, query) => {
        const [method, pattern] = operation;
        // A race that is cancelled refuses all the rest.
        const path = pattern
          .replace('{id}', pattern.endsWith('/cancel') ? 'x' : race)
          .replace(/\{\w+\}/g, () => inPath(odd));
        const asking = method === 'GET' ? {} : { body: sent };
        const { status, body: answer } = await api.ask(method, `${path}?${query}`, { token, ...asking });
        expect(status, `${method} ${path} ${JSON.stringify(sent)}: ${JSON.stringify(answer)}`).not.toBe(500);
        const { status: other } = await api.ask(
          method,
          pattern.replace(/\{\w+\}/g, () => inPath(odd)),
          { token, ...asking },
        );
        expect(other).not.toBe(500);
      },
    ),
    { numRuns: RUNS },
  );
});

/** Halves of characters cannot be in an address. */
const inPath = (typed: string): string => encodeURIComponent(typed.replace(/\p{Cs}/gu, '')) || 'x';
