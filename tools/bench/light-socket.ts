// A WebSocket client that costs next to nothing, so that two thousand of them do not take the time of what they measure: frames of a
// server are counted, and handed on only to who asks. Speaks just enough of RFC 6455 for servers that behave.

import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

const NONE: Buffer = Buffer.alloc(0);
const HEAD_END = '\r\n\r\n';
const PING = '{"type":"ping"}';
const OPCODE_CLOSE = 8;
/** A close frame without a reason, masked with zeros. */
const GOODBYE = Buffer.from([0x88, 0x80, 0, 0, 0, 0]);
/** How long a server may take to let one in while hundreds come. */
const ENTER_MS = 30_000;

export type Tally = { frames: number; bytes: number; lost: number };

export type LightSocket = {
  /** A text of at most 65,535 bytes. */
  send(text: string): void;
  close(): void;
};

/** Resolves with the first frame from the server. `tally` counts every frame but pings. */
export function openLightSocket(
  url: string,
  tally: Tally,
  given: { readonly first?: string; readonly onFrame?: (payload: Buffer) => void } = {},
): Promise<LightSocket> {
  const { hostname, port, host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let entered = false;
    let heard = false;
    let closing = false;
    let rest: Buffer = NONE;
    const tooLong = setTimeout(() => fail(new Error(`${pathname}: no answer within ${ENTER_MS} ms`)), ENTER_MS);
    const fail = (error: Error) => {
      clearTimeout(tooLong);
      socket.destroy();
      reject(error);
    };
    const light: LightSocket = {
      send: (text) => socket.write(maskedText(text)),
      close: () => {
        closing = true;
        socket.end(GOODBYE);
      },
    };
    const enter = (chunk: Buffer): Buffer => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = bytes.indexOf(HEAD_END);
      if (end < 0) return bytes;
      const [line = ''] = bytes.toString('latin1', 0, end).split('\r\n');
      if (!line.includes(' 101 ')) {
        fail(new Error(`${pathname}: ${line}`));
        return NONE;
      }
      entered = true;
      if (given.first !== undefined) light.send(given.first);
      return readFrames(bytes.subarray(end + HEAD_END.length), hear);
    };
    const hear = (payload: Buffer, opcode: number) => {
      if (opcode === OPCODE_CLOSE) return;
      if (payload.length === PING.length && payload.toString() === PING) return light.send('{"type":"pong"}');
      tally.frames += 1;
      tally.bytes += payload.length;
      given.onFrame?.(payload);
      if (heard) return;
      heard = true;
      clearTimeout(tooLong);
      resolve(light);
    };
    socket.on('connect', () => socket.write(upgrade(host, `${pathname}${search}`)));
    socket.on('data', (chunk: Buffer) => {
      rest = entered ? readFrames(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), hear) : enter(chunk);
    });
    socket.on('error', (error) => (heard ? undefined : fail(error)));
    socket.on('close', () => {
      if (!heard) fail(new Error(`${pathname}: closed at once`));
      else if (!closing) tally.lost += 1;
    });
  });
}

const upgrade = (host: string, path: string): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    HEAD_END,
  ]
    .join('\r\n')
    .slice(0, -2);

/** The mask is zero: allowed, and free. */
function maskedText(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const long = length > 125;
  const frame = Buffer.alloc((long ? 8 : 6) + length);
  frame[0] = 0x81;
  frame[1] = 0x80 | (long ? 126 : length);
  if (long) frame.writeUInt16BE(length, 2);
  frame.write(text, frame.length - length);
  return frame;
}

/** Hands on every whole frame; answers what is left over. */
function readFrames(bytes: Buffer, hear: (payload: Buffer, opcode: number) => void): Buffer {
  let at = 0;
  while (bytes.length - at >= 2) {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const head = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (bytes.length - at < head) break;
    const length =
      short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short === 126 ? bytes.readUInt16BE(at + 2) : short;
    if (bytes.length - at < head + length) break;
    hear(bytes.subarray(at + head, at + head + length), (bytes[at] ?? 0) & 0x0f);
    at += head + length;
  }
  return at === bytes.length ? NONE : bytes.subarray(at);
}
