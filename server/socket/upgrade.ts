// What is decided before a connection becomes a socket: does the race exist, are there too many, does the page belong here.
// A refusal is a plain HTTP answer with a code (PROTOCOL.md), so that a client knows whether to come back.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type LivePlace, parseLivePlace } from '../play/current-race.ts';
import { networkOf } from '../play/network.ts';
import type { LoadRace } from '../play/submit.ts';
import { mayKnow } from '../present/pages/who.ts';
import type { UpgradeErrorCode } from '../present/wire/codes.ts';
import { type Endpoint, parseEndpoint } from '../present/wire/endpoints.ts';
import { upgradeErrorText } from '../present/wire/messages.ts';
import type { RaceId } from '../race/ids.ts';
import type { Viewer } from '../race/sight.ts';
import { addressOf, type makeAddressCount } from './address.ts';

/** Who may come in. `viewer`: of a page about one race; on a live address it is asked for each. `session`: null without one. */
export type Admission = {
  readonly endpoint: Exclude<Endpoint, { kind: 'live' }> | { readonly kind: 'live'; readonly place: LivePlace };
  readonly viewer: Viewer | undefined;
  readonly session: string | null;
};

export type Gate = {
  readonly load: LoadRace;
  /** Rejects while it cannot be known. */
  readonly viewerOf: (request: IncomingMessage, race: RaceId) => Promise<Viewer>;
  /** What the browser's session is called; null without one. */
  readonly sessionOf: (request: IncomingMessage) => string | null;
  readonly addresses: ReturnType<typeof makeAddressCount>;
  readonly trustProxy: number;
  /** Of PUBLIC_URL. */
  readonly origin: string;
  readonly closing: () => boolean;
  readonly onFault: (fault: unknown) => void;
};

/** Undefined: the connection was refused and is over. */
export async function admit(gate: Gate, request: IncomingMessage, socket: Duplex): Promise<Admission | undefined> {
  const place = gate.addresses.take(networkOf(addressOf(request, gate.trustProxy)));
  if (place === undefined) return refuse(socket, 'too_many_connections');
  socket.once('close', place);
  const verdict = gate.closing() ? 'try_again' : await judge(gate, request);
  if (typeof verdict === 'string') return refuse(socket, verdict);
  // Once more: who comes in after everybody was told to go would never hear of it.
  if (gate.closing()) return refuse(socket, 'try_again');
  return socket.destroyed ? undefined : verdict;
}

async function judge(gate: Gate, request: IncomingMessage): Promise<Admission | UpgradeErrorCode> {
  const endpoint = parseEndpoint(request.url ?? '');
  if (typeof endpoint === 'string') return endpoint;
  if (endpoint.kind !== 'mod' && isForeign(request, gate.origin)) return 'foreign_origin';
  if (endpoint.kind === 'live') {
    const place = parseLivePlace(endpoint.place);
    if (place === undefined) return 'not_found';
    return { endpoint: { kind: 'live', place }, viewer: undefined, session: gate.sessionOf(request) };
  }
  try {
    const known = await gate.load(endpoint.race);
    if (known === undefined) return 'unknown_race';
    const viewer = endpoint.kind === 'page' ? await gate.viewerOf(request, endpoint.race) : undefined;
    if (viewer !== undefined && !mayKnow(viewer, known.race)) return 'unknown_race';
    return { endpoint, viewer, session: viewer === undefined ? null : gate.sessionOf(request) };
  } catch (fault) {
    gate.onFault(fault);
    return 'try_again';
  }
}

/** A browser names the page that connects; a client without an Origin carries no cookies that somebody could abuse. */
function isForeign({ headers }: IncomingMessage, own: string): boolean {
  const { origin, host } = headers;
  if (origin === undefined || origin === own) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

const STATUS: Readonly<Record<UpgradeErrorCode, string>> = {
  unknown_race: '404 Not Found',
  not_found: '404 Not Found',
  too_many_connections: '429 Too Many Requests',
  foreign_origin: '403 Forbidden',
  try_again: '503 Service Unavailable',
};

function refuse(socket: Duplex, code: UpgradeErrorCode): undefined {
  const body = JSON.stringify({ error: { code, message: upgradeErrorText(code) } });
  const head = [
    `HTTP/1.1 ${STATUS[code]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  // Nothing times an upgraded connection out: who never closes their end would keep it open for ever.
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  return undefined;
}
