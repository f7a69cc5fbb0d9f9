// One text frame to one socket, framed once for all who get the same bytes. Most of what a spectator costs is this write, and one
// buffer is a simpler call than the header and payload that `send` of ws corks together (measured by tools/bench). It reaches below
// ws, so only here, and only where ws would do nothing else: no compression, nothing held back by its sender.

import type { WebSocket } from 'ws';
import * as library from 'ws';
import type { Frame } from '../live/outlet.ts';

const OPCODE_TEXT = 1;
const HOLDS_NOTHING_BACK = 0;

type FrameOptions = { fin: boolean; opcode: number; mask: boolean; readOnly: boolean; rsv1: boolean };
/** Exported by ws, absent from its types. */
const { Sender } = library as unknown as {
  readonly Sender?: { frame(data: Buffer, options: FrameOptions): Buffer[] };
};
type Below = {
  readonly _socket?: { write(bytes: Buffer): boolean; readonly writable: boolean } | null;
  readonly _sender?: { readonly _state?: number } | null;
};

/** Fan-out sends one frame to many in a row: the last one framed is the next one wanted. */
let last: { readonly frame: Frame; readonly bytes: Buffer } | undefined;

/** The socket must be open. A ws that is built otherwise one day gets the frame by its documented way. */
export function sendFrame(socket: WebSocket, frame: Frame): void {
  const { _socket: below, _sender: sender } = socket as unknown as Below;
  const bytes = below?.writable === true && sender?._state === HOLDS_NOTHING_BACK ? framed(frame, socket) : undefined;
  if (bytes === undefined) socket.send(frame, { binary: false });
  else below?.write(bytes);
}

function framed(frame: Frame, { extensions }: WebSocket): Buffer | undefined {
  if (Sender === undefined || extensions !== '') return undefined;
  if (last?.frame !== frame) {
    const parts = Sender.frame(frame, { fin: true, opcode: OPCODE_TEXT, mask: false, readOnly: true, rsv1: false });
    last = { frame, bytes: Buffer.concat(parts) };
  }
  return last.bytes;
}
