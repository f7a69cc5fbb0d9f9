// The other end of a connection as live knows it: something that takes finished frames. Deliberately absent: sockets.

import type { CloseCode } from '../present/wire/codes.ts';
import type { ToMod } from '../present/wire/to-mod.ts';
import type { ToPage } from '../present/wire/to-page.ts';

/** A whole text message as bytes; the same object goes to everybody who gets the same words. */
export type Frame = Buffer;

export type Outlet = {
  send(frame: Frame): void;
  /** True while what was sent before is still waiting: the connection is slow and is spared everything but snapshots. */
  busy(): boolean;
  close(code: CloseCode, reason: string): void;
};

export const makeFrame = (message: ToMod | ToPage): Frame => Buffer.from(JSON.stringify(message));
