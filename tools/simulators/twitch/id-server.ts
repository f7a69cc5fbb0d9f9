// The identity service over HTTP, at Twitch's paths (/oauth2/..., /helix/...) and at those that twurple uses with
// TWURPLE_MOCK_API_PORT (/auth/..., /mock/...), with faults by script. Deliberately absent: what the answers are (oauth.ts).
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { agree, checkAuthorize, deny } from './authorize.ts';
import { getUsers } from './helix.ts';
import { FORM_MAX_BYTES } from './limits.ts';
import { listen, stop } from './listener.ts';
import { grantToken, type OAuthParts, revokeToken, startDevice, validateToken } from './oauth.ts';
import { authorizePage, devicePage } from './pages.ts';
import { type HttpReply, htmlReply, redirectReply, refusalReply } from './reply.ts';

/** What goes wrong with the next requests: an answer of a broken server, or an answer that comes late, or both. */
export type IdFault = {
  /** The endpoint that fails: `token`, `validate`, ...; every one when left out. */
  readonly endpoint?: string;
  /** Answered with this and HTML that is no JSON. */
  readonly status?: number;
  readonly delayMs?: number;
  /** For how many requests; for ever when left out, until `clearFaults`. */
  readonly times?: number;
};

/** A request that arrived; without its parameters, which are secrets. */
export type IdRequest = { readonly method: string; readonly endpoint: string; readonly status: number };

export type IdServer = {
  open(host: string, port: number): Promise<number>;
  close(): Promise<void>;
  fail(fault: IdFault): void;
  clearFaults(): void;
  requests(): readonly IdRequest[];
};

type Call = { method: string; endpoint: string; url: URL; form: URLSearchParams; headers: IncomingMessage['headers'] };

const PREFIX = /^\/(?:oauth2|auth|helix|mock)\/([a-z]+)$/;
const BROKEN = '<html><body><h1>Server Error</h1></body></html>';

export function createIdServer(parts: OAuthParts, onRequest: () => void): IdServer {
  let server: Server | null = null;
  let faults: { fault: IdFault; left: number }[] = [];
  const requests: IdRequest[] = [];

  const nextFault = (endpoint: string): IdFault | null => {
    const found = faults.find(({ fault, left }) => left > 0 && (fault.endpoint ?? endpoint) === endpoint);
    if (found) found.left -= 1;
    return found?.fault ?? null;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    const endpoint = url.pathname === '/activate' ? 'activate' : (PREFIX.exec(url.pathname)?.[1] ?? '');
    const method = request.method ?? 'GET';
    const form = new URLSearchParams([...url.searchParams, ...(await readForm(request))]);
    const fault = nextFault(endpoint);
    if (fault?.delayMs) await new Promise<void>((go) => void parts.clock.after(fault.delayMs ?? 0, go));
    const reply = fault?.status
      ? { status: fault.status, headers: { 'content-type': 'text/html' }, body: BROKEN }
      : route({ method, endpoint, url, form, headers: request.headers }, parts);
    requests.push({ method, endpoint, status: reply.status });
    response.writeHead(reply.status, reply.headers).end(reply.body);
    onRequest();
  };

  return {
    open(host, port) {
      server = createServer((request, response) => {
        handle(request, response).catch(() => void response.destroy());
      });
      return listen(server, host, port);
    },
    async close() {
      if (server) await stop(server);
    },
    fail: (fault) => void faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    clearFaults: () => {
      faults = [];
    },
    requests: () => requests,
  };
}

function route(call: Call, parts: OAuthParts): HttpReply {
  const post = call.method === 'POST';
  switch (call.endpoint) {
    case 'authorize':
      return authorize(call, parts);
    case 'activate':
      return activate(call, parts);
    case 'token':
      return post ? grantToken(call.form, parts) : refusalReply('id.method');
    case 'revoke':
      return post ? revokeToken(call.form, parts) : refusalReply('id.method');
    case 'device':
      return post ? startDevice(call.form, new URL('/activate', call.url).href, parts) : refusalReply('id.method');
    case 'validate':
      return validateToken(call.headers.authorization, parts);
    case 'users': {
      const clientId = call.headers['client-id'];
      const headers = { authorization: call.headers.authorization, clientId: clientId?.toString() };
      return getUsers(call.url.searchParams, headers, parts);
    }
    default:
      return refusalReply('id.method');
  }
}

function authorize(call: Call, parts: OAuthParts): HttpReply {
  const check = checkAuthorize(call.url.searchParams, parts.applications);
  if ('refused' in check) return refusalReply(check.refused);
  if ('sentBack' in check) return redirectReply(check.sentBack);
  if (call.method !== 'POST') return htmlReply(authorizePage(check.request, parts.world.users()));
  const user = parts.world.user(call.form.get('user') ?? '');
  return redirectReply(user ? agree(check.request, user, parts.codes) : deny(check.request));
}

function activate(call: Call, parts: OAuthParts): HttpReply {
  const users = parts.world.users();
  const userCode = call.form.get('user_code') ?? call.form.get('device-code') ?? '';
  if (call.method !== 'POST') return htmlReply(devicePage(userCode, users, null));
  const user = parts.world.user(call.form.get('user') ?? '');
  const approved = user !== null && parts.devices.approve(userCode, user.id);
  return htmlReply(
    devicePage(userCode, users, approved ? 'Done. You may close this page.' : 'This code is not valid.'),
  );
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > FORM_MAX_BYTES) throw new Error('form too large');
  }
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return new URLSearchParams(isForm ? text : '');
}
