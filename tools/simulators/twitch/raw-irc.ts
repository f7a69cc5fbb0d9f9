// A chat client for tests that obeys nothing by itself: sends the lines it is told to, and shows the lines that come.
// Deliberately absent: answering PING, logging in unasked.
import { once } from 'node:events';
import { WebSocket } from 'ws';

export type RawIrc = {
  send(...lines: string[]): void;
  /** Everything that came since the last call, up to the answer to a PING sent now: what is not there did not come. */
  settled(): Promise<string[]>;
  /** Reads nothing any more. */
  deafen(): void;
  /** Resolves when the server closed the connection. */
  closed: Promise<unknown>;
  /** Closes after what was sent has gone out. */
  close(): void;
};

export async function connectRaw(port: number): Promise<RawIrc> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
  let lines: string[] = [];
  let pings = 0;
  const waiting = new Map<string, () => void>();
  socket.on('message', (data) => {
    for (const line of String(data).trimEnd().split('\r\n')) {
      const found = waiting.get(line);
      if (found) found();
      else lines.push(line);
    }
  });
  const closed = once(socket, 'close');
  await once(socket, 'open');

  return {
    send: (...texts) => texts.forEach((text) => void socket.send(`${text}\r\n`)),
    async settled() {
      const nonce = `settled-${++pings}`;
      const pong = new Promise<void>((resolve) => waiting.set(`:tmi.twitch.tv PONG tmi.twitch.tv :${nonce}`, resolve));
      socket.send(`PING :${nonce}\r\n`);
      await pong;
      const seen = lines;
      lines = [];
      return seen;
    },
    deafen: () => socket.pause(),
    closed,
    close: () => socket.close(),
  };
}
