// The wire from a player to the server: connects, and again after growing pauses until the server says that it is over; can be cut and
// broken. Deliberately absent: what is said on it.

import WebSocket from 'ws';
import { FINAL_CLOSE } from '../../server/present/wire/codes.ts';
import type { FromMod } from '../../server/present/wire/from-mod.ts';

export type LineOptions = {
  /** A timer of whoever has the line, who ends it with their own. */
  readonly after: (ms: number, then: () => void) => void;
  readonly onOpen: () => void;
  readonly onFrame: (frame: string) => void;
  readonly onClosed: () => void;
  /** The server has closed for good, or knows no such race: nobody connects any more. */
  readonly onOver: () => void;
  /** In words. */
  readonly onTrouble: (word: string) => void;
};

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** Slow growth: after a restart of some seconds nobody is away for more than three; after minutes nobody asks more than twice a minute. */
const RETRY_GROWTH = 1.2;

export class Line {
  readonly #address: string;
  readonly #options: LineOptions;
  #socket: WebSocket | undefined;
  #retryMs = FIRST_RETRY_MS;
  #online = true;
  #over = false;

  /** Not connected yet. */
  constructor(address: string, options: LineOptions) {
    this.#address = address;
    this.#options = options;
  }

  /** Nothing happens while it is connected, cut or over. */
  connect(): void {
    if (!this.#online || this.#over || this.#socket !== undefined) return;
    const { onOpen, onFrame, onTrouble } = this.#options;
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    socket.on('open', () => {
      this.#retryMs = FIRST_RETRY_MS;
      onOpen();
    });
    socket.on('message', (data) => {
      if (this.#socket === socket) onFrame(String(data));
    });
    socket.on('unexpected-response', (_request, { statusCode }) => {
      onTrouble(`the server answered ${statusCode}`);
      if (statusCode === 404) this.#end();
      socket.terminate();
    });
    socket.on('error', (error) => onTrouble(error.message));
    socket.on('close', (code) => this.#closed(socket, code));
  }

  send(message: FromMod): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Without a goodbye; `ms` later the network is back. */
  cut(ms: number): void {
    this.#online = false;
    this.#socket?.terminate();
    this.#options.after(ms, () => {
      this.#online = true;
      this.connect();
    });
  }

  /** Breaks, forgets everything, and is not heard of until somebody connects it. */
  drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#retryMs = FIRST_RETRY_MS;
    this.#online = true;
    this.#over = false;
    socket?.terminate();
    if (socket !== undefined) this.#options.onClosed();
  }

  #closed(socket: WebSocket, code: number): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    this.#options.onClosed();
    if (FINAL_CLOSE.some((final) => final === code)) this.#end();
    if (this.#over) return;
    const jitter = 0.5 + Math.random() / 2;
    this.#options.after(this.#retryMs * jitter, () => this.connect());
    this.#retryMs = Math.min(this.#retryMs * RETRY_GROWTH, LONGEST_RETRY_MS);
  }

  #end(): void {
    this.#over = true;
    this.#options.onOver();
  }
}
