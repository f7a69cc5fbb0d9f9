// One WebSocket: frames in order and one at a time, a limit on how many, pings, silence, and the Outlet that live sends into.
// Whatever a handler throws ends here. Deliberately absent: what the messages mean.

import { type RawData, WebSocket } from 'ws';
import type { Log } from '../live/log.ts';
import type { Frame, Outlet } from '../live/outlet.ts';
import type { Time } from '../play/ports/index.ts';
import { CLOSE, type CloseCode } from '../present/wire/codes.ts';
import { makeBucket } from './bucket.ts';
import { SOCKET_LIMITS } from './limits.ts';
import { sendFrame } from './send-frame.ts';

/** A text frame and when it came, server ms. */
export type Arrival = { readonly text: string; readonly at: number };

export type WireHandlers = {
  /** One at a time, in order. What it throws or rejects with is a fault: `onFault` answers it. */
  readonly onFrame: (arrival: Arrival) => Promise<void> | void;
  readonly onTooFast: (arrival: Arrival) => void;
  readonly onFault: (arrival: Arrival, fault: unknown) => void;
  /** After the last frame was handled. */
  readonly onClose: () => Promise<void>;
};

/** Why a connection is ended that did something wrong, or nothing at all. */
export const DROPS = ['slow', 'silent', 'too_many', 'no_auth', 'refused', 'replaced'] as const;
export type Drop = (typeof DROPS)[number];

const DROPPED_BY: Readonly<Partial<Record<CloseCode, Drop>>> = {
  [CLOSE.too_many]: 'too_many',
  [CLOSE.no_auth]: 'no_auth',
  [CLOSE.refused]: 'refused',
  [CLOSE.replaced]: 'replaced',
};

export type WirePorts = {
  readonly time: Time;
  readonly log: Log;
  /** Messages per second, and at once. */
  readonly rate: readonly [perSecond: number, burst: number];
  readonly ping: Frame;
  /** Told once of a connection that is dropped. */
  readonly onDrop?: ((why: Drop) => void) | undefined;
};

export type Wire = Outlet & { closedBy(): CloseCode | undefined; isOpen(): boolean };

/** Listens from its first line on: a frame that comes before is lost. */
export const makeWire = (socket: WebSocket, ports: WirePorts, makeHandlers: (wire: Wire) => WireHandlers): Wire =>
  new SocketWire(socket, ports, makeHandlers);

/** A class, because there are thousands: what each would have of its own of these functions is most of what a spectator takes (tools/bench). */
class SocketWire implements Wire {
  readonly #socket: WebSocket;
  readonly #ports: WirePorts;
  readonly #told: WireHandlers;
  readonly #queue: Arrival[] = [];
  readonly #allow: () => boolean;
  readonly #forgive: () => boolean;
  #draining: Promise<void> | undefined;
  #heardAt: number;
  #closedBy: CloseCode | undefined;
  #dropped = false;
  #stopBeat: () => void;

  constructor(socket: WebSocket, ports: WirePorts, makeHandlers: (wire: Wire) => WireHandlers) {
    const { time, rate } = ports;
    this.#socket = socket;
    this.#ports = ports;
    this.#heardAt = time.now();
    this.#allow = makeBucket(time, ...rate);
    this.#forgive = makeBucket(time, SOCKET_LIMITS.strikesPerSecond, SOCKET_LIMITS.strikes);
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('error', ignore);
    socket.on('close', () => void this.#end());
    this.#stopBeat = time.after(SOCKET_LIMITS.pingMs, () => this.#beat());
    this.#told = makeHandlers(this);
  }

  send(frame: Frame): void {
    if (!this.isOpen()) return;
    sendFrame(this.#socket, frame);
    if (this.#socket.bufferedAmount > SOCKET_LIMITS.stuckBytes) this.#cut('slow');
  }

  busy(): boolean {
    return this.#socket.bufferedAmount > SOCKET_LIMITS.busyBytes;
  }

  close(code: CloseCode, reason: string): void {
    this.#closedBy ??= code;
    this.#drop(DROPPED_BY[this.#closedBy]);
    if (this.isOpen()) this.#socket.close(code, reason);
  }

  closedBy(): CloseCode | undefined {
    return this.#closedBy;
  }

  isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#heardAt = this.#ports.time.now();
    if (!this.isOpen()) return;
    // A binary frame is no message; what it holds is as good as nothing.
    const arrival: Arrival = { text: isBinary ? '' : String(data), at: this.#heardAt };
    if (this.#allow() && this.#queue.length < SOCKET_LIMITS.queue) {
      this.#queue.push(arrival);
      this.#draining ??= this.#drain();
      return;
    }
    if (this.#forgive()) this.#told.onTooFast(arrival);
    else this.close(CLOSE.too_many, 'too many messages');
  }

  /** Waits only for what has to be waited for: pulses, which are nearly all there is, are handled as they come. */
  #drain(): Promise<void> | undefined {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      // What came before the other end left still counts; who was sent away is no longer listened to.
      const handling = this.#closedBy === undefined ? this.#handle(next) : undefined;
      if (handling !== undefined) return handling.then(() => this.#drain());
    }
    this.#draining = undefined;
    return undefined;
  }

  #handle(arrival: Arrival): Promise<void> | undefined {
    const told = this.#told;
    try {
      const handling = told.onFrame(arrival);
      return handling instanceof Promise ? handling.catch((fault: unknown) => told.onFault(arrival, fault)) : undefined;
    } catch (fault) {
      told.onFault(arrival, fault);
      return undefined;
    }
  }

  #beat(): void {
    const { time, ping } = this.#ports;
    if (time.now() - this.#heardAt >= SOCKET_LIMITS.silenceMs) {
      this.#cut('silent');
      return;
    }
    this.send(ping);
    this.#stopBeat = time.after(SOCKET_LIMITS.pingMs, () => this.#beat());
  }

  #cut(why: Drop): void {
    this.#drop(why);
    this.#socket.terminate();
  }

  #drop(why: Drop | undefined): void {
    if (why === undefined || this.#dropped) return;
    this.#dropped = true;
    this.#ports.onDrop?.(why);
  }

  async #end(): Promise<void> {
    this.#stopBeat();
    try {
      await this.#draining;
      await this.#told.onClose();
    } catch (fault) {
      this.#ports.log.error({ err: fault }, 'a connection could not be ended cleanly');
    }
  }
}

/** A broken connection, or a frame that ws refused (1009): what follows is its close, which is what counts. */
function ignore(): void {}
