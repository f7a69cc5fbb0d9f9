// What no browser and no page of ours says: nonsense over HTTP and on the sockets of pages, each refused with a plain answer; and what
// people in chat do wrong, who have fewer words than Discord gives. One service, one running race that notices nothing of it.

import { connect as dial } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { SOCKET_LIMITS } from '../../server/socket/limits.ts';
import { openFreshScene, type Scene, STREAMER } from './scene.ts';

let scene: Scene;
let race: Awaited<ReturnType<Scene['running']>>;

beforeAll(async () => {
  scene = await openFreshScene();
});
afterAll(() => scene.close());

it('a race runs', async () => {
  race = await scene.running(['ann', 'ben']);
  expect(race.seats).toHaveLength(2);
});

/** The bytes as they are, as no client library would send them; the first line of the answer. */
function raw(request: string): Promise<string> {
  const { hostname, port } = new URL(scene.stand.publicUrl);
  return new Promise((resolve, reject) => {
    const socket = dial(Number(port), hostname, () => socket.write(request.replaceAll('\n', '\r\n')));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
      if (!answer.includes('\r\n')) return;
      resolve(answer.split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

const HOST = 'Host: x\nConnection: close\n';
const LONG = 'a'.repeat(9_000);

describe('over HTTP', () => {
  it.each<[string, string, RegExp]>([
    ['a path that is no UTF-8', `GET /race/%E0%A4%A HTTP/1.1\n${HOST}\n`, / 40[04] /],
    ['a way out of the folder', `GET /static/../../package.json HTTP/1.1\n${HOST}\n`, / 40[034] /],
    ['a hidden way out', `GET /static/..%2f..%2fpackage.json HTTP/1.1\n${HOST}\n`, / 40[034] /],
    ['a way out through the download', `GET /race/x/pack/..%2f..%2f.. HTTP/1.1\n${HOST}\n`, / 40[04] /],
    ['a zero in the path', `GET /race/%00 HTTP/1.1\n${HOST}\n`, / 40[04] /],
    ['another host in the line', `GET http://evil.example/ HTTP/1.1\n${HOST}\n`, / (200|40\d) /],
    ['no HTTP', 'HELO there\n\n', / 400 /],
    ['headers without end', `GET / HTTP/1.1\nX: ${LONG.repeat(3)}\n${HOST}\n`, / 431 /],
    ['a word that is not known', `BREW /race HTTP/1.1\n${HOST}\n`, / 40[045] /],
    ['a deed that is none', `DELETE /api/races/x HTTP/1.1\n${HOST}\n`, / 40[0145] /],
    ['a cookie that is none', `GET / HTTP/1.1\nCookie: =;;=%;koa.sess=!!!;x\n${HOST}\n`, / 200 /],
    [
      'an upgrade to nothing',
      `GET /nowhere HTTP/1.1\n${HOST.replace('close', 'Upgrade')}Upgrade: websocket\n\n`,
      / 40[04] /,
    ],
    [
      'an upgrade to another protocol',
      `GET / HTTP/1.1\n${HOST.replace('close', 'Upgrade')}Upgrade: h2c\n\n`,
      / (200|40\d) /,
    ],
  ])('%s', async (what, request, status) => {
    expect(scene.note('a stranger', what, await raw(request))).toMatch(status);
  });

  it('a body of 10 MB is not read to its end', async () => {
    const answer = await fetch(`${scene.stand.publicUrl}/ticket`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `code=${'x'.repeat(10_000_000)}`,
    }).catch(() => undefined);
    expect(answer?.status ?? 413).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ['backwards', 'bytes=9-1'],
    ['of letters', 'bytes=abc'],
    ['behind the end', 'bytes=999999999999-'],
    ['of lines', 'lines=1-2'],
    ['five hundred times', `bytes=${'0-1,'.repeat(500)}`],
  ])('a range %s of a pack: the whole, or that there is no such part', async (_, range) => {
    const [seat] = race.seats;
    const download = (seat?.link ?? '').replace('/race/', '/api/races/').replace('/pack/', '/download/');
    const answer = await fetch(download, { headers: { range } });
    await answer.arrayBuffer();
    expect([200, 206, 416]).toContain(answer.status);
  });
});

describe("on a page's socket", () => {
  const open = async () => {
    const socket = new WebSocket(`${scene.stand.publicUrl.replace('http', 'ws')}/ws/race/${race.id}`);
    const heard: string[] = [];
    socket.on('message', (data) => heard.push(String(data)));
    socket.on('error', () => {});
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    return { socket, heard, closed };
  };
  const syncs = (heard: readonly string[]) => heard.filter((one) => one.startsWith('{"type":"time_sync"')).length;

  it('nonsense is passed over, and the next word is heard', async () => {
    const page = await open();
    for (const text of ['', '{', '[]', 'null', '{"type":"auth","mod_token":"x"}', '{"type":"resync","x":{}}']) {
      page.socket.send(text);
    }
    page.socket.send('{"type":"time_sync","t0":1}');
    await expect.poll(() => syncs(page.heard)).toBe(1);
    page.socket.terminate();
  });

  it('a frame of 1 MB ends it alone', async () => {
    const [page, other] = [await open(), await open()];
    page.socket.send('x'.repeat(1_000_000));
    expect(await page.closed).toBe(1009);
    expect(other.socket.readyState).toBe(WebSocket.OPEN);
    other.socket.terminate();
  });

  it('who asks without end goes', async () => {
    const page = await open();
    for (let n = 0; n < SOCKET_LIMITS.strikes * 4; n += 1) page.socket.send('{"type":"resync"}');
    expect(await page.closed).toBe(4008);
  });
});

describe('in chat', () => {
  it('joins twice, leaves too late, asks for what is not there: each is answered, and nothing is doubled', async () => {
    const { twitch } = scene.stand;
    const made = await scene.create({ twitch: STREAMER });
    await twitch.waitFor(() => twitch.sessions().some((one) => one.channels.includes(STREAMER)));
    await scene.chat(STREAMER, `!race home ${made.code}`);
    expect(await scene.chat(STREAMER, '!race start')).toMatch(/[Nn]obody/);
    await scene.chat('eve', '!join');
    expect(await scene.chat('eve', '!join')).toMatch(/You are in \(1/);
    expect((await scene.raceOf(made.id)).participants).toHaveLength(1);
    expect(await scene.chat(STREAMER, '!race create nope')).toMatch(/no such pool|pool/);
    const mod = await scene.seated((await scene.join('rex', made)).pack);
    mod.say({ type: 'ready' });
    await mod.hears('player_status');
    await scene.ask('olga', 'race start', { race: made.code, missing: 'force' });
    await scene.status(made.id, 'running');
    scene.type('eve', '!leave');
    // GO may be said before.
    await twitch.waitFor(() => scene.botLines().some(({ text }) => /^@eve .*!forfeit/.test(text)));
    expect((await scene.raceOf(made.id)).participants).toHaveLength(2);
    await scene.ask('olga', 'race cancel', { race: made.code });
  });
});

it('buttons of a race that has finished bring nobody in or out, and say that it has', async () => {
  const { discord } = scene.stand;
  // Discord takes no edit for a while: the card stays as it was before the start.
  const edits = { method: 'PATCH', route: /^\/channels\/\d+\/messages\//, times: 1_000 };
  const stuck = discord.faults.next(edits, { kind: 'status', status: 503 });
  const over = await scene.running(['cat']);
  const card = await discord.waitFor(() => scene.posts().find((post) => JSON.stringify(post).includes(over.code)));
  const [seat] = over.seats;
  seat?.mod.say({ type: 'finished', seq: 1, igt_ms: 5_000, death_count: 0 });
  expect(await seat?.mod.hears('ack')).toMatchObject({ place: 1 });
  await scene.status(over.id, 'finished');
  const before = await scene.raceOf(over.id);
  const buttons = new Map(card.components.flatMap((row) => row.components).map((part) => [part.label, part.custom_id]));
  for (const [name, label, answer] of [
    ['cat', 'Join', /is over\. The results/],
    ['cat', 'Leave', /is over\. The results/],
    // The files of one's own race stay one's own.
    ['cat', 'My pack', /^Your pack for/],
    ['mallory', 'Join', /is over\. The results/],
    ['mallory', 'Leave', /is over|not in/],
    ['mallory', 'My pack', /is over|not in/],
  ] as const) {
    expect(await scene.press(name, card, buttons.get(label) ?? ''), `${name}, ${label}`).toMatch(answer);
  }
  stuck.cancel();
  expect((await scene.raceOf(over.id)).participants).toEqual(before.participants);
});

it('nothing of all this was a fault', () => {
  expect(scene.alarms()).toEqual([]);
  expect(scene.stand.discord.crashes).toEqual([]);
});
