// `/metrics` and `/ready`: who gets them, what they say, and that no label comes from what people typed.

import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';

const TOKEN = 'a-token-of-tests-for-metrics';
let house: WebHouse;
beforeAll(async () => {
  house = await openWebHouse();
});
afterAll(() => house.close());

const get = (path: string, headers: Record<string, string> = {}, base = house.base) =>
  fetch(`${base}${path}`, { headers });
/** Of one metric: labels -> value. */
async function read(name: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await get('/metrics')).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(name.length, at), Number(line.slice(at + 1))];
    }),
  );
}

/** As a program does that names nothing of its own: fetch adds headers. */
const bare = (headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const asking = request(`${house.base}/metrics`, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asking.once('error', reject);
    asking.end();
  });

describe('who gets metrics', () => {
  it('without a token: this machine, and nobody whom a proxy passes on', async () => {
    const response = await get('/metrics');
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/plain'),
    ]);
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
      expect(await bare({ [name]: 'for=127.0.0.1' }), name).toBe(403);
    }
  });

  it('with a token: who shows it, from wherever', async () => {
    const closed = await openWebHouse({ metricsToken: TOKEN });
    try {
      const ask = (headers: Record<string, string>) => get('/metrics', headers, closed.base);
      expect((await ask({})).status).toBe(403);
      expect((await ask({ authorization: `Bearer ${TOKEN}x` })).status).toBe(403);
      expect((await ask({ authorization: `Basic ${TOKEN}` })).status).toBe(403);
      expect((await ask({ authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '203.0.113.7' })).status).toBe(200);
      expect(closed.logged()).not.toContain(TOKEN);
    } finally {
      await closed.close();
    }
  });
});

describe('metrics', () => {
  it('count races, seeds and requests, by patterns', async () => {
    const race = await house.race();
    await get(`/race/${race}`);
    await get(`/race/${race}`);
    expect((await read('speedfog_races')).get('{status="open"}')).toBe(1);
    expect((await read('speedfog_seeds_available')).get('{pool="standard"}')).toBe(20);
    expect((await read('speedfog_seeds_broken')).get('{pool="empty"}')).toBe(1);
    const requests = await read('speedfog_http_seconds_count');
    expect(requests.get('{method="GET",route="/race/:id",status="200"}')).toBe(2);
    expect((await read('process_cpu_seconds_total')).size).toBe(1);
  });

  it('count what is said, whoever says it and whatever it is', async () => {
    const user = await house.user('Cleo');
    const made = await house.store.apiTokens.create(user.id, 'test');
    const token = made === 'too_many' ? '' : made.text;
    const post = (body: object) =>
      fetch(`${house.base}/api/races`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await post({ pool: 'standard' });
    await post({ pool: 'nowhere' });
    const commands = await read('speedfog_command_seconds_count');
    expect(commands.get('{command="race create",platform="web",outcome="done"}')).toBe(1);
    expect(commands.get('{command="race create",platform="web",outcome="refused"}')).toBe(1);
  });

  it('have no label of what somebody sent, and no secret', async () => {
    const odd = 'odd-marker-7';
    for (const path of [`/${odd}`, `/race/${odd}`, `/api/${odd}`, `/r/${odd}`, `/race/x/pack/${odd}`, `/static/${odd}`])
      await get(path);
    await fetch(`${house.base}/`, { method: 'PROPFIND' });
    const text = await (await get('/metrics')).text();
    expect(text).not.toContain(odd);
    expect(text).toContain('method="other"');
    expect(text).not.toContain('PROPFIND');
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    expect(text).not.toContain('sfr_');
  });

  it('say of health what readiness says', async () => {
    const ready = (await (await get('/ready')).json()) as {
      ok: boolean;
      checks: { name: string; about: string; ok: boolean; sentence: string }[];
    };
    expect(ready.ok).toBe(true);
    expect(ready.checks.find(({ name }) => name === 'seeds')).toMatchObject({ ok: false });
    expect(ready.checks.map(({ sentence }) => sentence).join(' ')).not.toContain('seed_9');
    const healthy = await read('speedfog_healthy');
    for (const { name, about, ok } of ready.checks) {
      expect(healthy.get(`{check="${name}",about="${about}"}`), name).toBe(ok ? 1 : 0);
    }
    expect(healthy.size).toBe(ready.checks.length);
  });
});
