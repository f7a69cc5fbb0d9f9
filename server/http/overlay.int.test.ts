// Overlays and replays over HTTP: each kind, about a race and about a channel, with keys, and the invented race for placing.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { visitorAs } from '../../tools/testing/sign-in.ts';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import { formTokenIn, makeVisitor } from '../../tools/testing/web-visitor.ts';
import { ApiReplay } from '../present/api/replay.ts';
import type { RaceChannel } from '../race/facts.ts';
import type { ParticipantId, RaceId } from '../race/ids.ts';
import type { Intent } from '../race/intents.ts';

const TWITCH: RaceChannel = { platform: 'twitch', channel: 'ann_plays', server: null, kind: 'home' };
const KINDS = ['dag', 'leaderboard', 'clock', 'player'] as const;

let house: WebHouse;
let race: RaceId;
let ann: ParticipantId;

beforeAll(async () => {
  house = await openWebHouse();
  race = await house.race({ name: 'On <air>', channels: [TWITCH], options: { countdownSeconds: 10 } });
  ann = await house.join(race, 'Ann');
});
afterAll(async () => await house.close());

const get = (path: string, headers: Record<string, string> = {}) => makeVisitor(house.base).get(path, headers);
const text = async (path: string) => await (await get(path)).text();
const say = (intent: Intent) => house.ask(race, intent);
const byOlga = async () => {
  const { id: user, name } = await house.user('Olga');
  return { kind: 'user', user, name } as const;
};

describe('an overlay', () => {
  it.each(KINDS)('%s is there for a race and for a channel', async (kind) => {
    const page = await text(`/overlay/${race}/${kind}?delay=5&theme=light`);
    expect(page).toContain(`data-kind="${kind}"`);
    // Only the map's socket is sent one.
    const query = kind === 'dag' ? '?overlay=1' : '';
    expect(page).toContain(`data-race="${race}" data-live="" data-socket="/ws/race/${race}${query}"`);
    expect(page).toContain('&quot;theme&quot;:&quot;light&quot;');
    expect(page).toContain('&quot;delay&quot;:5');
    expect(page).toContain('On &lt;air&gt;');
    const live = await text(`/overlay/live/Ann_Plays/${kind}`);
    expect(live).toContain(`data-race="${race}" data-live="ann_plays" data-socket="/ws/live/ann_plays${query}"`);
  });

  it('of a channel without a race is there too, and waits', async () => {
    const response = await get('/overlay/live/nobody_here/leaderboard');
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain('data-race="" data-live="nobody_here"');
    expect(page).toContain('data-status="none"');
  });

  it('plays an invented race where it is asked to, and tells nothing of the real one', async () => {
    const page = await text(`/overlay/${race}/leaderboard?demo=1`);
    expect(page).toContain('data-demo="1" data-replay="/overlay/demo.json"');
    expect(page).not.toContain('On &lt;air&gt;');
    expect(page).not.toContain('Ann');
    const demo = await get('/overlay/demo.json');
    expect(demo.headers.get('cache-control')).toMatch(/public/);
    expect(ApiReplay.parse(await demo.json()).players.length).toBeGreaterThan(4);
  });

  it.each([
    '/overlay/live/nobody_here/map',
    '/overlay/live/a/dag',
    '/overlay/live/a%2Fb/dag',
    `/overlay/00000000-0000-4000-8000-000000000000/dag`,
  ])('%s is not found', async (path) => expect((await get(path)).status).toBe(404));

  it('refuses options out of bounds, and says which there are', async () => {
    const response = await get(`/overlay/${race}/dag?theme=pink`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('theme clear, dark or light, labels auto, all or none');
  });

  it('begins with the players asked for', async () => {
    const two = await house.race();
    for (const name of ['Ann', 'Ben']) await house.join(two, name);
    expect(await text(`/overlay/${two}/leaderboard`)).toContain('>Ann<');
    const page = await text(`/overlay/${two}/leaderboard?players=ben`);
    expect(page).toContain('>Ben<');
    expect(page).not.toContain('>Ann<');
  });

  it('that is not there yet asks again by itself, one that never will be does not', async () => {
    const draft = await house.race({ draft: true });
    expect((await get(`/overlay/${draft}/dag`)).headers.get('refresh')).toBe('20');
    expect((await get(`/overlay/${race}/dag`)).headers.get('refresh')).toBeNull();
    expect((await get(`/overlay/${race}/dag?theme=pink`)).headers.get('refresh')).toBeNull();
    expect((await get('/race/nowhere')).headers.get('refresh')).toBeNull();
  });

  it('may stand in a frame of our own pages, which nothing else may', async () => {
    const overlay = await get(`/overlay/${race}/clock`);
    expect(overlay.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect(overlay.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    const page = await get(`/race/${race}`);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('content-security-policy')).toContain("frame-src 'self'");
  });

  it('comes as a local file, of a race and of a channel', async () => {
    expect(await text(`/overlay/${race}/dag/file?follow=1`)).toContain(
      `data-overlay="${house.base}/overlay/${race}/dag?follow=1"`,
    );
    const live = await get('/overlay/live/ann_plays/clock/file');
    expect(live.headers.get('content-disposition')).toContain('speedfog-clock-ann_plays.html');
    expect(await live.text()).toContain(`data-overlay="${house.base}/overlay/live/ann_plays/clock"`);
  });

  it('hands its key on to its socket, shows its holder their draft, and no log line has it', async () => {
    const draft = await house.race({ name: 'Secret draft', draft: true });
    const known = (await house.submitter.load(draft))?.race;
    if (known === undefined) throw new Error('no draft');
    const { id: olga } = await house.user('Olga');
    const key = await house.overlayKeys.of(olga, known);
    const page = await text(`/overlay/${draft}/leaderboard?key=${key}`);
    expect(page).toContain('Secret draft');
    expect(page).toContain(`data-socket="/ws/race/${draft}?overlay=1&amp;key=${key}"`);
    expect((await get(`/overlay/${draft}/leaderboard?key=${key}x`)).status).toBe(404);
    const stranger = await house.overlayKeys.of((await house.user('Mallory')).id, known);
    expect((await get(`/overlay/${draft}/leaderboard?key=${stranger}`)).status).toBe(404);
    await house.overlayKeys.renew(olga);
    expect((await get(`/overlay/${draft}/leaderboard?key=${key}`)).status).toBe(404);
    expect(house.logged()).not.toContain(key);
  });
});

describe('keyed addresses', () => {
  it('are given to an organizer by a button, once, and made anew by another', async () => {
    const [page, path] = [`/race/${race}`, `/race/${race}/overlays`];
    const olga = await visitorAs(house, 'Olga');
    const answer = await olga.press(page, path);
    expect(answer.status).toBe(200);
    const told = await answer.text();
    const key = /dag\?key=([\w-]{59})/.exec(told)?.[1] ?? '';
    expect(await house.overlayKeys.read(key, race)).toMatchObject({ generation: 1 });
    expect(await (await olga.get(page)).text()).not.toContain('key=');
    const anew = await (await olga.post(path, { _csrf: formTokenIn(told), new: 'yes' })).text();
    expect(anew).toContain('Those that you had before are dead.');
    expect(anew).not.toContain(key);
    expect(await house.overlayKeys.read(key, race)).toBeUndefined();
    expect(house.logged()).not.toContain(key);
  });

  it('are not for players, who get no map either', async () => {
    const ann = await visitorAs(house, 'Ann');
    const page = await (await ann.get(`/race/${race}`)).text();
    expect(page).not.toContain(`/race/${race}/overlays`);
    expect(page).not.toContain(`/overlay/${race}/dag`);
    expect(page).toContain(`/overlay/${race}/leaderboard`);
  });
});

describe('a replay', () => {
  it('is there once the race is over, whole, small, and kept by browsers once it is final', async () => {
    const path = `/api/races/${race}/replay`;
    const refused = await get(path);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ error: { code: 'no_results_yet' } });
    await say({ type: 'ready', participant: ann });
    await say({ type: 'start', missing: 'strict', by: await byOlga() });
    house.time.shift(11_000);
    await say({ type: 'tick' });
    expect((await get(path)).status).toBe(409);
    house.time.shift(60_000);
    await say({ type: 'end', by: await byOlga() });
    // Everybody asks at once: the log is read for all of them.
    const read = vi.spyOn(house.store.log, 'read');
    const [response = await get(path)] = await Promise.all(Array.from({ length: 5 }, () => get(path)));
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
    const replay = ApiReplay.parse(await response.json());
    expect(replay).toMatchObject({
      race: { id: race },
      players: [{ name: 'Ann', reason: 'ended', gates: [[0, 0, -1, 0, 0]] }],
    });
    expect(replay.duration_ms).toBeGreaterThanOrEqual(60_000);
    expect(replay.seed.graph_json.nodes).toHaveLength(Object.keys(house.graph.nodes).length);
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    const etag = response.headers.get('etag') ?? '';
    expect((await get(path, { 'if-none-match': etag })).status).toBe(304);
    await say({ type: 'hold', participant: ann, by: await byOlga() });
    expect((await get(path, { 'if-none-match': etag })).status).toBe(200);
    house.time.shift(25 * 3_600_000);
    await say({ type: 'tick' });
    expect((await get(path)).headers.get('cache-control')).toBe('private, max-age=86400');
    expect((await get('/api/races/nonsense/replay')).status).toBe(404);
  });
});
