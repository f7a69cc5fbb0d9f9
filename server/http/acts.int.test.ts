// The buttons of a race and the pages of its organizers, pressed as a browser without scripts presses them, and as htmx does.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visitorAs } from '../../tools/testing/sign-in.ts';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import { formTokenIn, formTokenOf, type Visitor } from '../../tools/testing/web-visitor.ts';
import type { ParticipantId, RaceId } from '../race/ids.ts';

const system = { kind: 'system' } as const;
const HTMX = { 'HX-Request': 'true' };
let house: WebHouse;
let olga: Visitor;
let ann: Visitor;

beforeAll(async () => {
  house = await openWebHouse({ limits: { logins: 1_000, actions: 1_000, apiWrites: 1_000 } });
  olga = await visitorAs(house, 'Olga');
  ann = await visitorAs(house, 'Ann');
});
afterAll(async () => await house.close());

const state = async (race: RaceId) => (await house.submitter.load(race))?.race;
const status = async (race: RaceId) => (await state(race))?.phase.status;
const text = async (answer: Promise<Response>) => await (await answer).text();

async function running(...names: readonly string[]) {
  const race = await house.race();
  const players: ParticipantId[] = [];
  for (const name of names) players.push(await house.join(race, name));
  await house.start(race, players);
  return { race, page: `/race/${race}`, players };
}

describe('an organizer', () => {
  it('opens a draft, sends the packs out, locks, starts and stops, and hears what came of it', async () => {
    const race = await house.race({ draft: true, options: { packs: 'manual' } });
    const page = `/race/${race}`;
    const opened = await olga.press(page, `${page}/open`);
    expect([opened.status, opened.headers.get('location')]).toEqual([303, page]);
    expect(await text(olga.get(page))).toContain('Sunday Showdown is open.');
    expect(await text(olga.get(page)), 'once').not.toContain('is open.');
    const player = await house.join(race, 'Ann');
    await olga.press(page, `${page}/release`);
    expect(await text(olga.get(page))).toContain('are out. Everybody gets theirs privately.');
    await olga.press(page, `${page}/lock`);
    expect((await state(race))?.locked).toBe(true);
    await olga.press(page, `${page}/unlock`);
    await house.ask(race, { type: 'ready', participant: player });
    await olga.press(page, `${page}/start`);
    expect(await status(race)).toBe('countdown');
    await olga.press(page, `${page}/stop`);
    expect(await status(race)).toBe('open');
  });

  it('hears who is missing, and starts without them or lets them come late', async () => {
    const race = await house.race();
    const page = `/race/${race}`;
    await house.join(race, 'Ben');
    await house.ask(race, { type: 'ready', participant: await house.join(race, 'Ann') });
    const refused = await olga.press(page, `${page}/start`);
    expect(refused.status).toBe(409);
    const html = await refused.text();
    expect(html).toContain('1 player ready, 1 missing.');
    expect(html).toContain('Ben has not downloaded the pack');
    expect(html).toContain('name="missing" value="without"');
    const without = { _csrf: formTokenIn(html), missing: 'without', confirmed: 'yes' };
    expect(html).toMatch(/name="until" value="\d+"/);
    const late = await olga.post(`${page}/start`, { ...without, until: String(house.time.now() - 1) });
    expect(await late.text()).toContain('Are you sure?');
    expect(await status(race)).toBe('open');
    await olga.post(`${page}/start`, { _csrf: formTokenIn(html), missing: 'force' });
    expect(await status(race)).toBe('countdown');
  });

  it.each([
    ['cancel', 'Cancel Sunday Showdown for good?', 'cancelled'],
    ['end', 'End Sunday Showdown now', 'finished'],
  ])('is asked once more before the race is gone: %s', async (word, question, after) => {
    const { race, page } = await running('Ann');
    const asked = await olga.press(page, `${page}/${word}`);
    expect(asked.headers.get('cache-control')).toBe('no-store');
    const html = await asked.text();
    expect(html).toContain(question);
    expect(await status(race)).toBe('running');
    const fields = [...html.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    const form = Object.fromEntries(fields);
    const late = await olga.post(`${page}/${word}`, { ...form, until: String(house.time.now() - 1) });
    expect(await late.text(), 'too late').toContain(question);
    expect((await olga.post(`${page}/${word}`, form)).status).toBe(303);
    expect(await status(race)).toBe(after);
  });

  it('is answered in place with htmx: the question, the refusal, the regions', async () => {
    const race = await house.race();
    const page = `/race/${race}`;
    const asked = await text(olga.press(page, `${page}/cancel`, HTMX));
    expect(asked).toContain('hx-target="#said"');
    expect(asked).toContain('role="alertdialog"');
    expect(asked).not.toContain('<html');
    const refused = await olga.press(page, `${page}/start`, HTMX);
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('role="alert"');
    expect(await text(olga.press(page, `${page}/lock`, HTMX))).toContain('>Unlock</button>');
    const foreign = await olga.post(`${page}/lock`, { _csrf: 'x' }, HTMX);
    expect(foreign.status).toBe(403);
    expect(await foreign.text()).toContain('hx-target="#said"');
  });

  it('goes again, and is led to the new race', async () => {
    const { race, page } = await running('Ann');
    await house.ask(race, { type: 'end', by: system });
    const again = await olga.press(page, `${page}/again`);
    const next = again.headers.get('location') ?? '';
    expect(next).toMatch(/^\/race\/[0-9a-f-]{36}$/);
    expect(next).not.toBe(page);
    // Once more: offered is the round that is there, whose answer is no part of this page.
    const html = await text(olga.press(page, `${page}/again`));
    expect(html).toContain('The next round is there already');
    expect(html).toContain(`action="${next}/join"`);
    expect(html).not.toContain(`action="${page}/join"`);
    const part = await text(olga.press(page, `${page}/again`, HTMX));
    expect(part).toContain(`action="${next}/join"`);
    expect(part).not.toContain(`hx-post="${next}/join"`);
    const joined = await olga.post(`${next}/join`, { _csrf: formTokenIn(html) });
    expect([joined.status, joined.headers.get('location')]).toEqual([303, next]);
    const other = await running('Ann');
    await house.ask(other.race, { type: 'end', by: system });
    const led = await olga.press(other.page, `${other.page}/again`, HTMX);
    expect(led.headers.get('hx-redirect')).toMatch(/^\/race\//);
  });
});

describe('a player', () => {
  it('is ready no longer, gives up after a second question, goes on, and sees the map for good', async () => {
    const { race, page, players } = await running('Ann', 'Ben');
    const [me] = players;
    const standing = async () => (await state(race))?.participants.find(({ id }) => id === me)?.standing.status;
    const asked = await text(ann.press(page, `${page}/forfeit`));
    expect(asked).toContain('Give up Sunday Showdown?');
    expect(await standing()).toBe('playing');
    const sure = async (word: string) => {
      const html = await text(ann.press(page, `${page}/${word}`));
      const fields = [...html.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, n = '', v = '']) => [n, v]);
      await ann.post(`${page}/${word}`, Object.fromEntries(fields));
    };
    await sure('forfeit');
    expect(await standing()).toBe('abandoned');
    await ann.press(page, `${page}/unforfeit`);
    expect(await standing()).toBe('playing');
    await sure('forfeit');
    await sure('see-map');
    expect(await text(ann.get(page))).not.toContain(`${page}/unforfeit`);
  });

  it('gets a new pack, and the one before is dead', async () => {
    const race = await house.race();
    const page = `/race/${race}`;
    await ann.press(page, `${page}/join`);
    const before = (await ann.get(`${page}/pack`)).headers.get('location') ?? '';
    await ann.press(page, `${page}/pack`);
    const html = await text(ann.get(page));
    expect(html).toContain('A new pack for Sunday Showdown.');
    const after = (await ann.get(`${page}/pack`)).headers.get('location') ?? '';
    expect(after).not.toBe(before);
    expect(html, 'no link in what is said').not.toContain(after);
    expect((await ann.get(before)).status).toBe(410);
  });

  it('tells the organizers something, who alone read it', async () => {
    const { page } = await running('Ann');
    await ann.post(`${page}/report`, { _csrf: await formTokenOf(ann), text: 'Ben has <two> accounts' });
    expect(await text(ann.get(page))).toContain('got your message, nobody else');
    expect(await text(olga.get(`${page}/manage`))).toContain('<b>Ann</b>: Ben has &lt;two&gt; accounts');
    expect(await text(ann.get(page))).not.toContain('two');
  });
});

describe('the manage page', () => {
  it('shows who is in and who wants in, lets in, declines, invites and takes back', async () => {
    const race = await house.race({ options: { join: 'ask' } });
    const page = `/race/${race}`;
    const manage = `${page}/manage`;
    await (await visitorAs(house, 'Finn')).press(page, `${page}/join`);
    await ann.press(page, `${page}/join`);
    expect(await text(olga.get(manage))).toContain('Asked to join');
    const token = await formTokenOf(olga);
    const asked = (await state(race))?.asked ?? [];
    await olga.post(`${page}/invite`, {
      _csrf: token,
      back: 'manage',
      user: asked.find(({ name }) => name === 'Ann')?.user ?? '',
    });
    await olga.post(`${page}/remove`, {
      _csrf: token,
      back: 'manage',
      player: asked.find(({ name }) => name === 'Finn')?.user ?? '',
    });
    expect((await state(race))?.participants.map(({ name }) => name)).toEqual(['Ann']);
    expect((await state(race))?.asked).toEqual([]);
    const invited = await olga.post(`${page}/invite`, { _csrf: token, back: 'manage', twitch: 'never_seen' });
    expect([invited.status, invited.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const link = /\/invite\/[\w-]{20,}/.exec(await invited.text())?.[0] ?? '';
    expect((await ann.get(link)).status).toBe(200);
    const listed = await text(olga.get(manage));
    expect(listed).toContain('never_seen (link not used yet)');
    expect(listed, 'shown once').not.toContain(link);
    await olga.post(`${page}/remove`, { _csrf: token, back: 'manage', player: 'never_seen' });
    expect((await ann.get(link)).status).toBe(410);
  });

  it('names a Twitch channel, and takes a misspelt one away again', async () => {
    const race = await house.race({});
    const [manage, home] = [`/race/${race}/manage`, `/race/${race}/home`];
    const fields = { _csrf: await formTokenOf(olga), back: 'manage', twitch: 'evve' };
    await olga.post(home, fields);
    const named = await text(olga.get(manage));
    expect(named).toContain('twitch.tv/evve, has yet to confirm');
    expect(named).toMatch(/name="twitch" value="evve"><input type="hidden" name="off" value="true">/);
    await olga.post(home, { ...fields, off: 'true' });
    expect(await text(olga.get(manage))).toContain('twitch.tv/evve is no channel of');
    expect((await state(race))?.channels.filter(({ platform }) => platform === 'twitch')).toEqual([]);
  });

  it('has the judge’s words, shows marks, and says who did what', async () => {
    const { race, page, players } = await running('Ann', 'Ben');
    const [first = ''] = players;
    const judge = `${page}/manage/player/${first}`;
    await olga.press(judge, `${page}/hold`);
    const held = await text(olga.get(judge));
    expect(held).toContain('is under review');
    expect(held).toContain('No longer under review');
    const fields = { _csrf: formTokenIn(held), back: 'player', player: first };
    const bad = await olga.post(`${page}/result`, { ...fields, time: 'soon', reason: 'video' });
    expect([bad.status, await bad.text()]).toEqual([409, expect.stringContaining('must be a time like 1:02:03')]);
    const set = await olga.post(`${page}/result`, { ...fields, time: '38:03', reason: 'video' });
    expect([set.status, set.headers.get('location')]).toEqual([303, judge]);
    await olga.post(`${page}/disqualify`, { ...fields, player: players[1] ?? '', reason: 'save edited' });
    const html = await text(olga.get(`${page}/manage`));
    expect(html).toContain('by hand');
    expect(html).toContain('Time of Ann set to 38:03: video');
    expect(html).toContain('Ben out (disqualified): save edited');
    expect(html).toContain('by Olga');
    await olga.post(`${page}/restore`, { ...fields, player: players[1] ?? '' });
    expect((await state(race))?.participants[1]?.standing.status).toBe('playing');
  });

  it('is for organizers alone, and no cache keeps it', async () => {
    const { page, players } = await running('Ann');
    const paths = ['/manage', '/manage/regions', `/manage/player/${players[0]}`, '/edit'];
    for (const path of paths) {
      expect((await ann.get(`${page}${path}`)).status, path).toBe(403);
      const organizer = await olga.get(`${page}${path}`);
      expect([organizer.status, organizer.headers.get('cache-control')], path).toEqual([200, 'no-store']);
    }
    const draft = await house.race({ draft: true, name: 'Secret' });
    for (const path of ['', '/manage', '/edit', '/join']) {
      expect((await ann.get(`/race/${draft}${path}`)).status, path).toBe(404);
    }
    const token = await formTokenOf(ann);
    for (const word of ['open', 'cancel', 'start', 'say', 'edit', 'join']) {
      expect((await ann.post(`/race/${draft}/${word}`, { _csrf: token })).status, word).toBe(404);
    }
    expect((await olga.get(`${page}/manage/player/${crypto.randomUUID()}`)).status).toBe(404);
  });

  it('shows an organizer who races no more than players see', async () => {
    const { race, page, players } = await running('Olga', 'Ben');
    const node = Object.values(house.graph.nodes).find(({ layer }) => layer === 3);
    const report = { place: null, deaths: 0, happenedAt: null, igtMs: 9_000 } as const;
    await house.ask(race, {
      type: 'report',
      participant: players[1] as ParticipantId,
      subject: { kind: 'zone', zone: node?.id ?? '' },
      ...report,
    });
    for (const path of ['/manage', `/manage/player/${players[1]}`, '']) {
      const html = await text(olga.get(`${page}${path}`));
      for (const { id, displayName } of Object.values(house.graph.nodes)) {
        expect(html).not.toContain(id);
        expect(html).not.toContain(displayName);
      }
    }
  });
});
