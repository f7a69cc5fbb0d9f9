// A wire between a client and a server that can be broken: connections are cut, refused, slowed down, left half-open, or lose the
// answer to what was asked. Passes bytes on and understands none of them.

import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';

/** A port of this computer, or the path of a socket file. */
export type Target = { readonly port: number } | { readonly path: string };

export type FaultyWire = {
  readonly port: number;
  readonly connections: () => number;
  /** Every connection breaks without a goodbye; answers how many there were. */
  cut(): number;
  /** While on, new connections are reset. */
  refuse(on: boolean): void;
  /** Everything arrives that much later, in order; 0 ends it. */
  delay(ms: number): void;
  /** Connections that exist now stay open and nothing comes through any more, until they are cut. */
  halfOpen(): void;
  /**
   * The next time a client says something that fits, the server hears it and the client never hears the answer: the connection
   * breaks. Resolves then; the function calls it off.
   */
  loseAnswer(fits: (said: Buffer) => boolean): { readonly lost: Promise<void>; readonly cancel: () => void };
  close(): Promise<void>;
};

type Link = { readonly client: Socket; readonly server: Socket; frozen: boolean; deaf: boolean };
type Trap = { readonly fits: (said: Buffer) => boolean; readonly sprung: () => void };

/** What was asked has reached the server by then; its answer is thrown away. */
const LOST_AFTER_MS = 50;

export async function startProxy(target: Target): Promise<FaultyWire> {
  const links = new Set<Link>();
  const traps = new Set<Trap>();
  let refusing = false;
  let delayMs = 0;

  const end = (link: Link) => {
    if (!links.delete(link)) return;
    for (const socket of [link.client, link.server]) reset(socket);
  };

  /** One direction; what waits keeps its order. */
  const pass = (from: Socket, to: Socket, link: Link, heard: (chunk: Buffer) => void) => {
    const waiting: { readonly atMs: number; readonly deliver: () => void }[] = [];
    // One timer for all: of two that are due in the same millisecond the later one may come first.
    let timer: NodeJS.Timeout | undefined;
    const deliverDue = () => {
      timer = undefined;
      for (let next = waiting[0]; next !== undefined && next.atMs <= Date.now(); next = waiting[0]) {
        waiting.shift();
        next.deliver();
      }
      const [first] = waiting;
      if (first !== undefined) timer ??= setTimeout(deliverDue, Math.max(1, first.atMs - Date.now()));
    };
    const inTurn = (deliver: () => void) => {
      waiting.push({ atMs: Math.max(waiting.at(-1)?.atMs ?? 0, Date.now() + delayMs), deliver });
      if (timer === undefined) deliverDue();
    };
    from.on('data', (chunk: Buffer) => {
      if (link.frozen || (link.deaf && from === link.server)) return;
      inTurn(() => {
        if (link.frozen || to.destroyed) return;
        heard(chunk);
        if (!to.write(chunk)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      });
    });
    from.on('end', () => {
      if (!link.frozen) inTurn(() => void to.end());
    });
    from.on('error', () => end(link));
    from.on('close', () => {
      if (!link.frozen && from.errored !== null) end(link);
    });
  };

  const spring = (link: Link, chunk: Buffer) => {
    for (const trap of traps) {
      if (!trap.fits(chunk)) continue;
      traps.delete(trap);
      link.deaf = true;
      setTimeout(() => {
        end(link);
        trap.sprung();
      }, LOST_AFTER_MS);
    }
  };

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    if (refusing) return reset(client);
    const server = dial({ ...target, allowHalfOpen: true });
    const link: Link = { client, server, frozen: false, deaf: false };
    links.add(link);
    client.setNoDelay(true);
    server.setNoDelay(true);
    pass(client, server, link, (chunk) => spring(link, chunk));
    pass(server, client, link, () => {});
    const forget = () => {
      if (client.destroyed && server.destroyed) links.delete(link);
    };
    client.on('close', forget);
    server.on('close', forget);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;

  const cut = () => {
    const all = [...links];
    for (const link of all) end(link);
    return all.length;
  };
  return {
    port,
    connections: () => links.size,
    cut,
    refuse: (on) => {
      refusing = on;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    halfOpen: () => {
      for (const link of links) link.frozen = true;
    },
    loseAnswer(fits) {
      let sprung = () => {};
      const lost = new Promise<void>((resolve) => {
        sprung = resolve;
      });
      const trap = { fits, sprung };
      traps.add(trap);
      return { lost, cancel: () => void traps.delete(trap) };
    },
    async close() {
      const closed = once(listener, 'close');
      listener.close();
      cut();
      await closed;
    },
  };
}

/** A socket file knows no reset. */
function reset(socket: Socket): void {
  socket.on('error', () => {});
  if (socket.remoteAddress === undefined) socket.destroy();
  else socket.resetAndDestroy();
}
