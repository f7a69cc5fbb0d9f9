// Chat over WebSocket: one session per connection, and what can go wrong with connections. Deliberately absent: TLS, raw TCP, and
// any reading of lines (session.ts).
import { createServer, type Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { FRAME_MAX_BYTES } from './limits.ts';
import { listen, stop } from './listener.ts';
import type { ChatMessage } from './message.ts';
import { openSession, type Session, type SessionParts } from './session.ts';

export type IrcServer = {
  /** Listens and returns the port. */
  open(host: string, port: number): Promise<number>;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
  deliver(message: ChatMessage, sender: object | null): void;
  sessions(): readonly ReturnType<Session['state']>[];
  /** Whether a connection said it, and is not known to have read the answer. */
  isUnanswered(message: ChatMessage): boolean;
  /** Cuts every connection without a closing frame; returns how many there were. */
  drop(): number;
  /** While on, every new connection is reset. */
  refuse(on: boolean): void;
  /** Connections that exist now hear and say nothing any more, but stay open. */
  freeze(): void;
  sendReconnect(): void;
};

type Connection = { socket: WebSocket; session: Session; frozen: boolean };

export function createIrcServer(parts: Omit<SessionParts, 'send' | 'close' | 'onSaid'>): IrcServer {
  const connections = new Set<Connection>();
  /** Ids of messages. A WebSocket answers a ping by itself and in its turn: who has answered it has read what was sent before. */
  const unanswered = new Set<string>();
  let server: Server | null = null;
  let refusing = false;

  const accept = (socket: WebSocket) => {
    const send = (line: string) => {
      if (!connection.frozen && socket.readyState === socket.OPEN) socket.send(`${line}\r\n`);
    };
    // One ping at a time: a client that reads many at once takes them for an attack.
    let asked: readonly string[] = [];
    let unasked: string[] = [];
    const ask = () => {
      if (asked.length > 0 || unasked.length === 0 || connection.frozen || socket.readyState !== socket.OPEN) return;
      [asked, unasked] = [unasked, []];
      socket.ping();
    };
    const onSaid = ({ id }: ChatMessage) => {
      unanswered.add(id);
      unasked.push(id);
      ask();
    };
    const session = openSession({ ...parts, send, onSaid, close: () => socket.close() });
    const connection: Connection = { socket, session, frozen: false };
    connections.add(connection);
    socket.on('message', (data, isBinary) => {
      if (isBinary || connection.frozen) return;
      for (const line of String(data).split(/\r?\n/)) if (line !== '') session.receive(line);
    });
    socket.on('pong', () => {
      for (const id of asked) unanswered.delete(id);
      asked = [];
      ask();
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => forget(connection));
  };
  const forget = (connection: Connection) => {
    connection.session.end();
    if (connections.delete(connection)) parts.onChange();
  };
  /** Gone at once, not when the network has noticed. */
  const cutAll = () => {
    const cut = [...connections];
    for (const connection of cut) {
      connection.socket.terminate();
      forget(connection);
    }
    return cut.length;
  };

  return {
    async open(host, port) {
      server = createServer((_, response) => void response.writeHead(426).end('WebSocket only'));
      server.on('connection', (socket) => {
        if (!refusing) return;
        socket.destroy();
        parts.onChange();
      });
      new WebSocketServer({ server, maxPayload: FRAME_MAX_BYTES }).on('connection', accept);
      return listen(server, host, port);
    },
    async close() {
      cutAll();
      if (server) await stop(server);
    },
    deliver(message, sender) {
      for (const { session } of connections) session.deliver(message, sender);
    },
    sessions: () => [...connections].map(({ session }) => session.state()),
    isUnanswered: ({ id }) => unanswered.has(id),
    drop: cutAll,
    refuse(on) {
      refusing = on;
    },
    freeze() {
      for (const connection of connections) connection.frozen = true;
    },
    sendReconnect() {
      for (const { session } of connections) session.sendReconnect();
    },
  };
}
