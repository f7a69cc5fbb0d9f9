// What browsers, mods and proxies send: addresses, queries, headers, cookies, tokens; single parsers, and whole raw requests against
// the real application, which may refuse anything and must never be at fault.

import { createConnection } from 'node:net';
import { parse as parseQuery } from 'node:querystring';
import { localPath } from '../../../server/http/login/next.ts';
import { makeTokens } from '../../../server/play/tokens.ts';
import { OVERLAY_LINES, OVERLAY_SCALE, parseOverlayOptions } from '../../../server/present/pages/overlay-options.ts';
import type { ParticipantId } from '../../../server/race/ids.ts';
import { addressOf } from '../../../server/socket/address.ts';
import { pickRange } from '../../../server/zip/range.ts';
import { openWebHouse, type WebHouse } from '../../testing/web-house.ts';
import { makeVisitor } from '../../testing/web-visitor.ts';
import { type FuzzTarget, hold, same, source, type TargetSource } from '../target.ts';

/** node takes no longer head. */
const HEAD_LONGEST = 16_000;
const NO_LIMIT = 1_000_000_000;
const SIZE = 1_000;
const ETAG = '"pack-1"';
const tokens = makeTokens('a secret key of tests that is long enough');
const PLAYER = '00000002-0000-4000-8000-000000000001' as ParticipantId;
const TOKEN = tokens.derive('mod', PLAYER, 1);

export const HTTP_TARGETS: readonly TargetSource[] = [
  source('overlay-query', () => ({
    samples: ['lines=8', 'lines=100&scale=1.5', 'scale=0.5', '', 'lines=8&lines=9', 'players=a,b&follow=1&theme=dark'],
    dictionary: ['lines=', 'scale=', '&', '%20', '%00', '[]'],
    longest: HEAD_LONGEST,
    check(text) {
      const query = parseQuery(text);
      const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
      const options = parseOverlayOptions(
        Object.fromEntries(Object.entries(query).map(([key, value]) => [key, one(value)])),
      );
      if (options === undefined) return;
      const { lines, scale } = options;
      hold(
        Number.isInteger(lines) && lines >= OVERLAY_LINES.min && lines <= OVERLAY_LINES.max,
        'a bad number of lines',
      );
      hold(scale >= OVERLAY_SCALE.min && scale <= OVERLAY_SCALE.max, 'a bad scale');
    },
  })),
  source('range', () => ({
    samples: ['bytes=0-99', 'bytes=500-', 'bytes=-100', 'bytes=0-0', 'bytes=0-99,200-299', 'bytes=999-1000'],
    dictionary: ['bytes=', '-', ',', ETAG],
    longest: HEAD_LONGEST,
    check(text) {
      for (const ifRange of [undefined, ETAG, text]) {
        const picked = pickRange({ range: text, ifRange, etag: ETAG, size: SIZE });
        if (picked.kind !== 'part') continue;
        const { start, end } = picked;
        const whole = Number.isInteger(start) && Number.isInteger(end);
        hold(whole && start >= 0 && start <= end && end < SIZE, `a part outside of the file: ${start}-${end}`);
      }
    },
  })),
  source('token', () => ({
    samples: [TOKEN, tokens.derive('download', PLAYER, 3), `${TOKEN}=`, TOKEN.toLowerCase()],
    longest: HEAD_LONGEST,
    check(text) {
      if (text === TOKEN)
        return same(tokens.read('mod', text), { participant: PLAYER, generation: 1 }, 'our own token');
      hold(tokens.read('mod', text) === undefined, 'another text is taken for a token');
    },
  })),
  source('forwarded-for', () => ({
    samples: ['10.0.0.1', '6.6.6.6, 10.0.0.2', '2001:db8::1, 10.0.0.1', '"[::1]:80"'],
    dictionary: [',', ', ', '::1', ':80'],
    longest: HEAD_LONGEST,
    check(text) {
      const request = { headers: { 'x-forwarded-for': text }, socket: { remoteAddress: '127.0.0.1' } };
      for (const proxies of [0, 1, 3]) {
        const address = addressOf(request as unknown as Parameters<typeof addressOf>[0], proxies);
        hold(address !== '' && (proxies > 0 || address === '127.0.0.1'), 'an address out of nothing');
        hold(!address.includes(','), 'a whole chain for one address');
      }
    },
  })),
  source('login-next', () => ({
    samples: [
      '/',
      '/race/00000001-0000-4000-8000-000000000001',
      '/r/K7Q2X?x=1',
      '//evil.example',
      '/\\evil.example',
      '/.//evil.example',
    ],
    dictionary: ['//', '/\\', '/.', '/..', '%2f', '%5c', '@', '\t', 'https:', 'javascript:', '/api/auth/'],
    longest: HEAD_LONGEST,
    check(text) {
      const path = localPath(text);
      hold(/^\/(?![/\\])[\x21-\x7e]*$/.test(path), `a path that is none: ${JSON.stringify(path)}`);
      const url = new URL(path, 'https://own.example/api/auth/callback');
      hold(url.origin === 'https://own.example', `a way out: ${url.href}`);
      hold(!/^\/api\/auth\//i.test(url.pathname), 'a login that leads to a login');
      same(localPath(path), path, 'a path that is read in two ways');
    },
  })),
  { name: 'http-request', open: requests },
];

/** Raw requests, each on a connection of its own. */
async function requests(): Promise<FuzzTarget> {
  const limits = { pages: NO_LIMIT, actions: NO_LIMIT, logins: NO_LIMIT, mods: NO_LIMIT, downloads: NO_LIMIT };
  const twitch = { clientId: 'id', clientSecret: 'secret', redirectUri: 'http://127.0.0.1/api/auth/callback' };
  const house = await openWebHouse({ limits, trustProxy: 1, twitch });
  const race = await house.race();
  const ann = await house.join(race, 'Ann');
  const download = house.tokens.derive('download', ann, 1);
  const mod = house.tokens.derive('mod', ann, 1);
  const key = await house.overlayKeys.of((await house.user('Olga')).id, null);
  const visitor = makeVisitor(house.base);
  await visitor.get(`/race/${race}`);
  const head = `Host: 127.0.0.1\r\nCookie: ${visitor.cookieHeader()}\r\nConnection: close\r\n\r\n`;
  const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\n${more}${head}`;
  const form = '_csrf=x&a=b';
  const post = (path: string, type: string, body: string) =>
    `POST ${path} HTTP/1.1\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\nOrigin: ${house.base}\r\n${head}${body}`;
  return {
    name: 'http-request',
    samples: [
      get('/'),
      get(`/race/${race}`),
      get(`/race/${race}/regions`, 'HX-Request: true\r\n'),
      get(`/overlay/${race}/leaderboard?lines=8&scale=1.5`),
      get(`/overlay/${race}/leaderboard/file?lines=8`),
      get(`/overlay/live/ann_plays/dag?key=${key}&players=Ann,Ben&theme=dark`),
      get(`/overlay/${race}/player?name=Ann&key=${key}&demo=1`),
      get(`/api/races/${race}/replay`, 'If-None-Match: "x"\r\n'),
      get(`/api/races/${race}`, 'X-Forwarded-For: 1.2.3.4\r\n'),
      get(`/race/${race}/pack/${download}`),
      get(`/api/races/${race}/download/${download}`, `Range: bytes=10-20\r\nIf-Range: ${ETAG}\r\n`),
      get(`/api/mod/status?race=${race}`, `Authorization: Bearer ${mod}\r\n`),
      get('/api/auth/twitch?next=%2Frace%2F1'),
      get('/api/auth/callback?state=x&code=y'),
      get('/api/auth/me'),
      get('/static/css/site.css', 'If-None-Match: "x"\r\n'),
      post(`/race/${race}/join`, 'application/x-www-form-urlencoded', form),
      post('/logout', 'application/json', '{"_csrf":"x"}'),
    ],
    dictionary: [
      ...[
        'Cookie: ',
        'sfr=',
        'sfr.sig=',
        'sfr_not_racing=',
        'Range: bytes=',
        'Authorization: Bearer ',
        '/../',
        '%2e%2e/',
      ],
      ...['Content-Length: ', 'Transfer-Encoding: chunked\r\n', '?next=', '%', '%ff', 'HTTP/1.0', 'HEAD ', 'OPTIONS '],
      ...[
        'If-None-Match: ',
        'X-Forwarded-For: ',
        'Sec-Fetch-Site: same-origin\r\n',
        'Host: evil.example\r\n',
        'Upgrade: websocket\r\n',
      ],
    ],
    longest: HEAD_LONGEST,
    check: (text) => holdRequest(house, text),
    close: () => house.close(),
  };
}

async function holdRequest(house: WebHouse, text: string): Promise<void> {
  const before = house.logged().length;
  const answer = await send(house.base, text);
  // No answer at all: node found that it was no HTTP, or waits for the rest of it.
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1];
  const fresh = house.logged().slice(before);
  hold(!fresh.includes('"level":50') && !fresh.includes('"level":60'), `a fault in the log: ${fresh.slice(0, 2_000)}`);
  hold(
    status === undefined || Number(status) < 500 || isOurs(status, answer),
    `an answer at fault: ${answer.slice(0, 400)}`,
  );
}

/** 501 and 505 are node's own; 503 says that logins are off or a pack is gone. */
const isOurs = (status: string, answer: string): boolean => status === '502' && answer.includes('did not confirm');

/** What came back until the server closed; the end of what was sent is told, so that it does not wait for more. */
function send(base: string, text: string): Promise<string> {
  const { port } = new URL(base);
  return new Promise((resolve) => {
    let answer = '';
    const socket = createConnection({ port: Number(port), host: '127.0.0.1' });
    socket.on('data', (part) => {
      answer += part.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    socket.end(Buffer.from(text, 'latin1'));
  });
}
