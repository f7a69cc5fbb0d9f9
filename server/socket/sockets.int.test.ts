// Who is let in at all, and how everybody is let go, over real sockets (PROTOCOL.md, Sockets).

import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { open, RACE, running } from '../race/story.test-kit.ts';
import { ORIGIN, useHarnesses } from './harness.test-kit.ts';

const stage = useHarnesses();
const UNKNOWN = '00000001-0000-4000-8000-000000000099';

describe('before the upgrade', () => {
  it.each([
    [`/ws/mod/${UNKNOWN}`, {}, 404, 'unknown_race'],
    ['/ws/mod/nonsense', {}, 404, 'unknown_race'],
    [`/ws/race/${UNKNOWN}`, {}, 404, 'unknown_race'],
    ['/ws/else', {}, 404, 'not_found'],
    ['/', {}, 404, 'not_found'],
    [`/ws/race/${RACE}`, { origin: 'https://evil.example' }, 403, 'foreign_origin'],
    [`/ws/race/${RACE}`, { origin: 'null' }, 403, 'foreign_origin'],
  ])('%s %o is refused with %i %s', async (path, options, status, code) => {
    const harness = await stage(open());
    const answer = await harness.at(path, options).refused;
    expect(answer).toMatchObject({ status, body: { error: { code, message: expect.any(String) } } });
  });

  it.each([[{ origin: ORIGIN }], [{}]])('a page of our own comes in: %o', async (options) => {
    const harness = await stage(open());
    const page = harness.page('', options);
    expect(await page.hears('race_state')).toMatchObject({ version: 0 });
  });

  it('an address has so many connections, and a place is free again when one goes', async () => {
    const harness = await stage(open(), { socketsPerAddress: 2 });
    const [one, two] = [harness.page(), harness.page()];
    await Promise.all([one.opened, two.opened]);
    expect(await harness.page().refused).toMatchObject({
      status: 429,
      body: { error: { code: 'too_many_connections' } },
    });
    one.socket.close();
    await one.closed;
    await harness.time.pass(0);
    await harness.page().hears('race_state');
  });

  it('behind a proxy the address is the one that the proxy saw', async () => {
    const harness = await stage(open(), { socketsPerAddress: 1, trustProxy: 1 });
    const from = (chain: string) => harness.page('', { headers: { 'x-forwarded-for': chain } });
    await from('10.0.0.1').opened;
    await from('10.0.0.1, 10.0.0.2').opened;
    expect(await from('6.6.6.6, 10.0.0.2').refused).toMatchObject({ status: 429 });
    // One household, one network of IPv6: its other addresses are no way around.
    await from('2001:db8:0:1::7').opened;
    expect(await from('2001:db8:0:1:aaaa::7').refused).toMatchObject({ status: 429 });
    await from('2001:db8:0:2::7').opened;
  });

  it('who is refused is gone, also if they never close their end', async () => {
    const harness = await stage(open());
    const { port } = harness.server.address() as AddressInfo;
    const raw = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    raw.write(`GET /ws/mod/${UNKNOWN} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    expect(String(await once(raw, 'data'))).toContain('404 Not Found');
    const left = () => new Promise((resolve) => harness.server.getConnections((_, count) => resolve(count)));
    await expect.poll(left).toBe(0);
    raw.destroy();
  });

  it('while nothing can be read the answer is 503 try_again', async () => {
    const harness = await stage(open());
    harness.broken.log = true;
    expect(await harness.mod().refused).toMatchObject({ status: 503, body: { error: { code: 'try_again' } } });
    harness.broken.log = false;
    harness.broken.sessions = true;
    expect(await harness.page().refused).toMatchObject({ status: 503 });
  });
});

describe('a restart', () => {
  it('says 1001 to all, lets nobody in, and records no lost connection', async () => {
    const harness = await stage(running(1));
    const [mod, page] = [await harness.seated(1), harness.page()];
    await page.hears('race_state');
    const closing = harness.sockets.close();
    expect(await mod.closed).toBe(1001);
    expect(await page.closed).toBe(1001);
    await closing;
    expect((await harness.facts()).map((fact) => fact.type)).not.toContain('mod_disconnected');
    expect(harness.sockets.count()).toBe(0);
    expect(await harness.page().refused).toMatchObject({ status: 503, body: { error: { code: 'try_again' } } });
  });

  it('lets nobody in who came before it and was still being looked up', async () => {
    const harness = await stage(running(1));
    let found = () => {};
    harness.broken.slow = new Promise((done) => {
      found = done;
    });
    const asked = once(harness.server, 'upgrade');
    const page = harness.page();
    await asked;
    await harness.sockets.close();
    found();
    expect(await page.refused).toMatchObject({ status: 503 });
    expect(harness.sockets.count()).toBe(0);
  });
});
