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

export type Wire = Outlet & { readonly closedBy: () => CloseCode | undefined; readonly isOpen: () => boolean };

/** Listens from its first line on: a frame that comes before is lost. */
export function makeWire(socket: WebSocket, ports: WirePorts, makeHandlers: (wire: Wire) => WireHandlers): Wire {
  const { time, log } = ports;
  const queue: Arrival[] = [];
  let draining: Promise<void> | undefined;
  let heardAt = time.now();
  let closedBy: CloseCode | undefined;
  let dropped = false;
  const drop = (why: Drop | undefined) => {
    if (why === undefined || dropped) return;
    dropped = true;
    ports.onDrop?.(why);
  };
  const cut = (why: Drop) => {
    drop(why);
    socket.terminate();
  };
  const allow = makeBucket(time, ...ports.rate);
  const forgive = makeBucket(time, SOCKET_LIMITS.strikesPerSecond, SOCKET_LIMITS.strikes);

  socket.on('message', (data, isBinary) => receive(data, isBinary));
  // A broken connection, or a frame that ws refused (1009): what follows is its close, which is what counts.
  socket.on('error', () => {});
  socket.on('close', () => void end());

  const wire: Wire = {
    send(frame) {
      if (socket.readyState !== WebSocket.OPEN) return;
      sendFrame(socket, frame);
      if (socket.bufferedAmount > SOCKET_LIMITS.stuckBytes) cut('slow');
    },
    busy: () => socket.bufferedAmount > SOCKET_LIMITS.busyBytes,
    close(code, reason) {
      closedBy ??= code;
      drop(DROPPED_BY[closedBy]);
      if (socket.readyState === WebSocket.OPEN) socket.close(code, reason);
    },
    closedBy: () => closedBy,
    isOpen: () => socket.readyState === WebSocket.OPEN,
  };
  const told = makeHandlers(wire);

  const receive = (data: RawData, isBinary: boolean) => {
    heardAt = time.now();
    if (!wire.isOpen()) return;
    // A binary frame is no message; what it holds is as good as nothing.
    const arrival: Arrival = { text: isBinary ? '' : String(data), at: heardAt };
    if (allow() && queue.length < SOCKET_LIMITS.queue) {
      queue.push(arrival);
      draining ??= drain();
      return;
    }
    if (forgive()) told.onTooFast(arrival);
    else wire.close(CLOSE.too_many, 'too many messages');
  };
  /** Waits only for what has to be waited for: pulses, which are nearly all there is, are handled as they come. */
  const drain = (): Promise<void> | undefined => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      // What came before the other end left still counts; who was sent away is no longer listened to.
      const handling = closedBy === undefined ? handle(next) : undefined;
      if (handling !== undefined) return handling.then(drain);
    }
    draining = undefined;
    return undefined;
  };
  const handle = (arrival: Arrival): Promise<void> | undefined => {
    try {
      const handling = told.onFrame(arrival);
      return handling instanceof Promise ? handling.catch((fault: unknown) => told.onFault(arrival, fault)) : undefined;
    } catch (fault) {
      told.onFault(arrival, fault);
      return undefined;
    }
  };
  let stopBeat: () => void = () => {};
  const beat = () => {
    if (time.now() - heardAt >= SOCKET_LIMITS.silenceMs) return cut('silent');
    wire.send(ports.ping);
    stopBeat = time.after(SOCKET_LIMITS.pingMs, beat);
  };
  stopBeat = time.after(SOCKET_LIMITS.pingMs, beat);
  const end = async () => {
    stopBeat();
    try {
      await draining;
      await told.onClose();
    } catch (fault) {
      log.error({ err: fault }, 'a connection could not be ended cleanly');
    }
  };
  return wire;
}
