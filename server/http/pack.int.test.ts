// Downloads as browsers and download managers ask for them, dead links, the mod's status, and what the log says of it all.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import { inventedPacks, PACK_BYTES } from '../../tools/testing/web-seeds.ts';
import { makeVisitor } from '../../tools/testing/web-visitor.ts';
import type { ParticipantId, RaceId } from '../race/ids.ts';

let house: WebHouse;
let race: RaceId;
let ann: ParticipantId;
let token: string;

beforeAll(async () => {
  house = await openWebHouse();
  race = await house.race();
  ann = await house.join(race, 'Ann');
  token = house.tokens.derive('download', ann, 1);
});
afterAll(async () => await house.close());

const download = (headers: Record<string, string> = {}, method = 'GET', its = token, of: RaceId = race) =>
  fetch(`${house.base}/api/races/${of}/download/${its}`, { method, headers, redirect: 'manual' });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const downloadsOf = async () =>
  (await house.store.log.read(race)).filter(({ fact }) => fact.type === 'pack_downloaded');

describe('a download', () => {
  it('begins on a small page, not by looking at the link', async () => {
    const response = await fetch(`${house.base}/race/${race}/pack/${token}`);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(text).toContain(`href="${house.base}/api/races/${race}/download/${token}"`);
    expect(text).toContain('Download (100 kB)');
    expect(await downloadsOf()).toEqual([]);
  });

  it('can be asked about first', async () => {
    const response = await download({}, 'HEAD');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe(String(PACK_BYTES.length));
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="speedfog-race-\w{5}\.zip"$/);
    expect(await downloadsOf()).toEqual([]);
  });

  it('resumes, and a middle part is no download', async () => {
    const { headers } = await download({}, 'HEAD');
    const etag = headers.get('etag') ?? '';
    const middle = await download({ range: 'bytes=10-19', 'if-range': etag });
    expect(middle.status).toBe(206);
    expect(middle.headers.get('content-range')).toBe(`bytes 10-19/${PACK_BYTES.length}`);
    expect(await bytesOf(middle)).toEqual(PACK_BYTES.subarray(10, 20));
    expect(await downloadsOf()).toEqual([]);
    expect((await download({ 'if-none-match': etag })).status).toBe(304);
  });

  it.each([
    ['of another content: the whole', { range: 'bytes=10-19', 'if-range': '"old"' }, 200, undefined],
    ['beyond the end', { range: 'bytes=100000-' }, 416, 'bytes */100000'],
    ['that nobody understands: the whole', { range: 'lines=1-2' }, 200, undefined],
    ['of two parts: the whole', { range: 'bytes=0-1,5-6' }, 200, undefined],
    ['of the last bytes', { range: 'bytes=-5' }, 206, 'bytes 99995-99999/100000'],
  ])('a range %s', async (_what, headers, status, range) => {
    const response = await download(headers);
    await response.arrayBuffer();
    expect([response.status, response.headers.get('content-range') ?? undefined]).toEqual([status, range]);
  });

  it('is a fact once the last byte was sent', async () => {
    await house.submitter.idle();
    const before = (await downloadsOf()).length;
    const response = await download();
    expect(await bytesOf(response)).toEqual(PACK_BYTES);
    await expect.poll(async () => (await downloadsOf()).length).toBe(before + 1);
    expect(await (await fetch(`${house.base}/race/${race}/pack/${token}`)).text()).toContain('downloaded it before');
  });
});

describe('a download that cannot begin', () => {
  it('is none, and says that it failed', async () => {
    const open = async (asked: Parameters<typeof inventedPacks.open>[0]) => {
      const pack = await inventedPacks.open(asked);
      return pack && { ...pack, send: () => Promise.reject(new Error('the disk is gone')) };
    };
    const its = await openWebHouse({}, { packs: { ...inventedPacks, open } });
    try {
      const [of, who] = [await its.race(), 'Ann'];
      const link = its.tokens.derive('download', await its.join(of, who), 1);
      const response = await fetch(`${its.base}/api/races/${of}/download/${link}`);
      expect([response.status, response.headers.get('content-disposition')]).toEqual([500, null]);
      await response.arrayBuffer();
      await its.submitter.idle();
      expect((await its.store.log.read(of)).map(({ fact }) => fact.type)).not.toContain('pack_downloaded');
    } finally {
      await its.close();
    }
  });
});

describe('a download while the database is away', () => {
  it('is a fact once it is back', async () => {
    let faults = 0;
    const other: WebHouse = await openWebHouse(
      {},
      {
        async submit(...asked) {
          faults += 1;
          if (faults <= 2) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
          return other.submitter.submit(...asked);
        },
        time: { now: Date.now, after: (_ms, then) => clearImmediate.bind(null, setImmediate(then)) },
      },
    );
    const its = await other.race();
    const gus = await other.join(its, 'Gus');
    await (
      await fetch(`${other.base}/api/races/${its}/download/${other.tokens.derive('download', gus, 1)}`)
    ).arrayBuffer();
    const downloads = async () =>
      (await other.store.log.read(its)).filter(({ fact }) => fact.type === 'pack_downloaded').length;
    await expect.poll(downloads).toBe(1);
    await other.close();
    expect(faults).toBe(3);
  });
});

describe('a link that died', () => {
  it('was replaced by a newer pack', async () => {
    const its = await house.race();
    const ben = await house.join(its, 'Ben');
    const old = house.tokens.derive('download', ben, 1);
    await house.submitter.submit(its, { type: 'renew_pack', participant: ben, by: { kind: 'system' } });
    const response = await download({}, 'GET', old, its);
    expect(response.status).toBe(410);
    expect(await response.json()).toMatchObject({ error: { code: 'bad_token' } });
    const page = await fetch(`${house.base}/race/${its}/pack/${old}`);
    expect(page.status).toBe(410);
    expect(await page.text()).toContain('replaced by a newer one');
    expect((await download({}, 'HEAD', house.tokens.derive('download', ben, 2), its)).status).toBe(200);
  });

  it('belongs to somebody who left, to a cancelled race, or to nobody', async () => {
    const its = await house.race();
    const ben = await house.join(its, 'Ben');
    const dan = await house.join(its, 'Dan');
    const { id: user } = await house.user('Ben');
    await house.submitter.submit(its, { type: 'leave', user });
    const codeOf = async (text: string) => {
      const response = await download({}, 'GET', text, its);
      const { error } = (await response.json()) as { error: { code: string } };
      return [response.status, error.code];
    };
    expect(await codeOf(house.tokens.derive('download', ben, 1))).toEqual([410, 'removed']);
    await house.submitter.submit(its, { type: 'cancel', reason: 'rain', broken: false, by: { kind: 'system' } });
    expect(await codeOf(house.tokens.derive('download', dan, 1))).toEqual([410, 'race_cancelled']);
    expect(await codeOf(house.tokens.derive('mod', dan, 1))).toEqual([404, 'unknown_link']);
    expect(await codeOf('nonsense')).toEqual([404, 'unknown_link']);
  });

  it('says it to people as a page', async () => {
    const response = await download({ accept: 'text/html' }, 'GET', 'nonsense');
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('This link is not complete');
  });
});

describe('the mod asks', () => {
  const status = (bearer: string | undefined, of = race) =>
    fetch(`${house.base}/api/mod/status?race=${of}`, {
      headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
    });

  it('and hears protocol, version, race and pack', async () => {
    const response = await status(house.tokens.derive('mod', ann, 1));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      protocol: 1,
      mod_latest: '0.1.0',
      race: {
        id: race,
        name: 'Sunday Showdown',
        status: 'open',
        scheduled_start: null,
        starts_at: null,
        started_at: null,
      },
      pack: 'f'.repeat(64),
    });
  });

  it.each([
    ['no token', () => undefined],
    ['a download token', () => token],
    ['nonsense', () => 'nonsense'],
  ])('with %s', async (_what, bearer) => {
    const response = await status(bearer());
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'bad_token' } });
  });

  it('with a token that died, and hears why', async () => {
    const its = await house.race();
    const ben = await house.join(its, 'Ben');
    const old = house.tokens.derive('mod', ben, 1);
    const why = async () => {
      const response = await status(old, its);
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      return [response.status, error.code, error.message];
    };
    await house.submitter.submit(its, { type: 'renew_pack', participant: ben, by: { kind: 'system' } });
    expect(await why()).toEqual([401, 'bad_token', expect.stringContaining('replaced by a newer one')]);
    await house.submitter.submit(its, { type: 'cancel', reason: 'rain', broken: false, by: { kind: 'system' } });
    expect(await why()).toEqual([401, 'race_cancelled', 'This race was cancelled. You can stop.']);
  });

  it('about a race that never was', async () => {
    const response = await status(token, '00000000-0000-4000-8000-000000000000' as RaceId);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'unknown_race' } });
  });
});

describe('a logged line', () => {
  it('names race and route, and no token', async () => {
    await download({ range: 'bytes=0-1' });
    await makeVisitor(house.base).get(`/race/${race}/pack/${token}`);
    const log = house.logged();
    expect(log).toContain(race);
    expect(log).toContain('/api/races/:id/download/:token');
    expect(log).not.toContain(token);
    expect(log).not.toContain(house.tokens.derive('mod', ann, 1));
  });
});
