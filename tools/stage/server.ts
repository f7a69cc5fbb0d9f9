// The stage's own small server, on loopback: one page, its script and style, and a socket that carries pictures one way and wishes
// the other. Only pages from here may connect. Deliberately absent: what a picture shows (view.ts), what a wish does (wishes.ts).

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Looker, type Scene, viewOf } from './view.ts';
import type { Answer, ToPage } from './wire.ts';
import { grant, parseFromPage } from './wishes.ts';

/** Pictures are whole, so the newest within this time stands for all. */
const PICTURE_MS = 80;
const MAX_FRAME_BYTES = 64 * 1024;
const PAGE = join(import.meta.dirname, 'page');

export type StageServer = {
  readonly url: string;
  /** Something changed: everybody gets a new picture soon. */
  changed(): void;
  stop(): Promise<void>;
};

export async function startStageServer(options: { scene: Scene; port: number }): Promise<StageServer> {
  const { scene } = options;
  const files = await readPage();
  const server = createServer((request, response) => serve(files, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;

  const sockets = new WebSocketServer({ server, path: '/stage', maxPayload: MAX_FRAME_BYTES, verifyClient: isOurs });
  const pages = new Map<WebSocket, Looker>();
  let timer: NodeJS.Timeout | undefined;
  const show = () => {
    timer = undefined;
    for (const [socket, looker] of pages) send(socket, { view: viewOf(scene, looker) });
  };
  const changed = () => {
    timer ??= setTimeout(show, PICTURE_MS);
  };
  sockets.on('connection', (socket) => {
    const { cast } = scene.house;
    pages.set(socket, { userId: cast.organizer.id, channelId: cast.races.id });
    socket.on('close', () => pages.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const said = parseFromPage(String(data));
      if (said === undefined) return socket.close(1008, 'not a wish');
      const answer = (given: Answer) => send(socket, { id: said.id, answer: given });
      if (said.wish.do === 'look') {
        const { userId, channelId } = said.wish;
        if (cast.people.some(({ user }) => user.id === userId)) pages.set(socket, { userId, channelId });
        answer({});
        show();
        return;
      }
      void grant(scene, said.wish).then((given) => {
        answer(given);
        changed();
      });
    });
    changed();
  });

  return {
    url: `http://127.0.0.1:${port}`,
    changed,
    stop: async () => {
      clearTimeout(timer);
      for (const socket of pages.keys()) socket.close(1001, 'the stage closes');
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(socket: WebSocket, message: ToPage): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
}

/** A page of another site that knows the port gets nothing: neither by its own name nor by one that points here. */
function isOurs({ origin, req }: { origin: string; req: IncomingMessage }): boolean {
  return isHere(req.headers.host) && (origin === undefined || origin === `http://${req.headers.host}`);
}

const isHere = (host: string | undefined): boolean => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? '');

type PageFile = { readonly type: string; readonly body: string | Uint8Array };

async function readPage(): Promise<ReadonlyMap<string, PageFile>> {
  const { outputFiles } = await build({
    entryPoints: [join(PAGE, 'main.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'silent',
  });
  return new Map<string, PageFile>([
    ['/', { type: 'text/html; charset=utf-8', body: await readFile(join(PAGE, 'index.html')) }],
    ['/stage.css', { type: 'text/css; charset=utf-8', body: await readFile(join(PAGE, 'stage.css')) }],
    ['/stage.js', { type: 'text/javascript; charset=utf-8', body: outputFiles[0]?.contents ?? '' }],
  ]);
}

const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

function serve(files: ReadonlyMap<string, PageFile>, request: IncomingMessage, response: ServerResponse): void {
  const file = isHere(request.headers.host) ? files.get((request.url ?? '').split('?')[0] ?? '') : undefined;
  if (file === undefined) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not here\n');
    return;
  }
  response.writeHead(200, { ...HEADERS, 'Content-Type': file.type }).end(file.body);
}
