// Between a mod and the server, message by message: connections are cut, stalled or left half-open, messages come twice or in
// another order. Each wire has its own dice and its own measure of faults; calm, it only passes on.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

export const MESSAGE_FAULTS = ['cut', 'stall', 'duplicate', 'reorder', 'half_open'] as const;
export type MessageFault = (typeof MESSAGE_FAULTS)[number];

export type FaultyMessages = {
  /** Base of the socket addresses. */
  readonly url: string;
  readonly counts: Readonly<Record<MessageFault, number>>;
  /** No more faults from now on; what is half-open stays so. */
  calm(): void;
  close(): Promise<void>;
};

export type FaultyMessagesOptions = {
  /** Base of the server's socket addresses; asked at each connection. */
  readonly target: () => string;
  readonly roll: (sides: number) => number;
  /** How many faults there are at most. */
  readonly faults: number;
};

/** One message in so many is a reason for a fault. */
const ONE_IN = 6;
const STALL_MS = [100, 1_500] as const;
/** A message that waits for the next one waits no longer than this. */
const OVERTAKEN_MS = 300;
/** The server is away, or will not have this one. */
const BAD_GATEWAY = 502;

type Link = { readonly client: WebSocket; readonly server: WebSocket; frozen: boolean };

export async function startFaultyMessages(options: FaultyMessagesOptions): Promise<FaultyMessages> {
  const { target, roll } = options;
  let left = options.faults;
  const counts = { cut: 0, stall: 0, duplicate: 0, reorder: 0, half_open: 0 };
  const links = new Set<Link>();
  const acceptor = new WebSocketServer({ noServer: true });

  const nextFault = (): MessageFault | undefined => {
    if (left <= 0 || roll(ONE_IN) !== 0) return undefined;
    left -= 1;
    const fault = MESSAGE_FAULTS[roll(MESSAGE_FAULTS.length)];
    if (fault !== undefined) counts[fault] += 1;
    return fault;
  };
  const end = (link: Link) => {
    links.delete(link);
    link.client.terminate();
    link.server.terminate();
  };

  /** One direction. */
  const lane = (link: Link, from: WebSocket, to: WebSocket) => {
    let held: RawData | undefined;
    let free = 0;
    const pass = (data: RawData) => {
      if (!link.frozen && to.readyState === WebSocket.OPEN) to.send(data, { binary: false });
    };
    /** In order, not before the stall is over. */
    const deliver = (data: RawData) => {
      const wait = free - Date.now();
      if (wait <= 0) pass(data);
      else setTimeout(() => pass(data), wait);
    };
    const letGo = () => {
      if (held !== undefined) deliver(held);
      held = undefined;
    };
    from.on('message', (data: RawData) => {
      if (link.frozen) return;
      const fault = nextFault();
      if (fault === 'cut') return end(link);
      if (fault === 'half_open') {
        link.frozen = true;
        return;
      }
      if (fault === 'stall') free = Math.max(free, Date.now() + STALL_MS[0] + roll(STALL_MS[1] - STALL_MS[0]));
      if (fault === 'reorder' && held === undefined) {
        held = data;
        setTimeout(letGo, OVERTAKEN_MS);
        return;
      }
      deliver(data);
      if (fault === 'duplicate') deliver(data);
      letGo();
    });
    from.on('error', () => {});
    from.on('close', (code, reason) => {
      if (link.frozen) return;
      links.delete(link);
      const say = () => (mayBeSent(code) ? to.close(code, reason) : to.terminate());
      setTimeout(say, Math.max(0, free - Date.now()));
    });
  };

  const listener = createServer((request, response) => {
    // The question of the start goes straight through.
    fetch(`${target().replace(/^ws/, 'http')}${request.url ?? ''}`, {
      headers: { authorization: request.headers.authorization ?? '' },
    }).then(
      async (answer) => response.writeHead(answer.status).end(await answer.text()),
      () => response.writeHead(BAD_GATEWAY).end(),
    );
  });
  listener.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => {});
    const server = new WebSocket(`${target()}${request.url ?? ''}`);
    const refuse = (status: number) => socket.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\n\r\n`);
    server.on('error', () => refuse(BAD_GATEWAY));
    server.on('unexpected-response', (_asked, answer) => {
      refuse(answer.statusCode ?? BAD_GATEWAY);
      server.terminate();
    });
    // What the server says before the client is let in would be lost.
    server.once('open', () => {
      acceptor.handleUpgrade(request, socket, head, (client) => {
        const link: Link = { client, server, frozen: false };
        links.add(link);
        lane(link, client, server);
        lane(link, server, client);
      });
    });
  });
  const port = await listen(listener);
  return {
    url: `ws://127.0.0.1:${port}`,
    counts,
    calm: () => {
      left = 0;
    },
    async close() {
      for (const link of links) end(link);
      acceptor.close();
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** Codes that exist only where no close frame came. */
const mayBeSent = (code: number): boolean =>
  code === 1_000 || code === 1_001 || (code >= 1_007 && code < 1_015) || code >= 3_000;

async function listen(listener: Server): Promise<number> {
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return (listener.address() as AddressInfo).port;
}
