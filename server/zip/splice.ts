// A personal zip without compressing anything: the shared entries straight from the base's file, then a tail of some
// kilobytes with the personal entries and one directory over all. Every byte has its place before the first is sent,
// hence the exact size, ranges and resuming. Deliberately absent: HTTP, tokens, what the personal entries say.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import type { Base } from './base.ts';
import { makeTail, type StoredEntry } from './records.ts';

const CHUNK_BYTES = 256 * 1024;
const ETAG_LETTERS = 32;

export type Spliced = {
  readonly size: number;
  /** Strong, in quotes: the same for the same bytes only. */
  readonly etag: string;
  /** `end` inclusive; both within the size. Opens the base for itself; destroying the stream closes it. */
  stream(range?: { readonly start: number; readonly end: number }): Readable;
  /**
   * The same bytes, for a network: resolves when the last was handed to it; ending it is the caller's. Two buffers serve a whole
   * download, because a fresh one for each chunk costs more than reading and writing it; so `into` must be done with a chunk
   * when it calls back, as a socket is. Rejects with code
   * ERR_STREAM_PREMATURE_CLOSE when the other end goes away, and on I/O.
   */
  send(into: Writable, range?: { readonly start: number; readonly end: number }): Promise<void>;
};

/** `personal`: names relative to the top folder. Throws on a name that the base has already. */
export const openPack = (base: Base, personal: readonly StoredEntry[]): Spliced => {
  const tail = makeTail(
    base.directory,
    personal.map(({ name, content }) => ({ name: `${base.topFolder}/${name}`, content })),
  );
  const size = base.directory.offset + tail.length;
  const etag = createHash('sha256').update(base.bytesHash).update(tail).digest('hex').slice(0, ETAG_LETTERS);
  return {
    size,
    etag: `"${etag}"`,
    stream: ({ start, end } = { start: 0, end: size - 1 }) => {
      checkRange(start, end, size);
      return Readable.from(parts(base, tail, start, end), { objectMode: false, highWaterMark: CHUNK_BYTES });
    },
    send: async (into, { start, end } = { start: 0, end: size - 1 }) => {
      checkRange(start, end, size);
      const { offset } = base.directory;
      if (start < offset) await sendFile(base.path, into, start, Math.min(end + 1, offset));
      if (end >= offset) await write(into, tail.subarray(Math.max(0, start - offset), end - offset + 1));
    },
  };
};

function checkRange(start: number, end: number, size: number): void {
  if (!(start >= 0 && start <= end && end < size)) throw new RangeError(`no bytes ${start}-${end} of ${size}`);
}

/** Reads one buffer while the other is being written. `stop` exclusive. */
async function sendFile(path: string, into: Writable, start: number, stop: number): Promise<void> {
  const file = await open(path, 'r');
  try {
    let [free, busy] = [Buffer.allocUnsafeSlow(CHUNK_BYTES), Buffer.allocUnsafeSlow(CHUNK_BYTES)];
    let writing = Promise.resolve();
    for (let at = start; at < stop; ) {
      const { bytesRead } = await file.read(free, 0, Math.min(CHUNK_BYTES, stop - at), at);
      if (bytesRead === 0) throw new Error(`${path} is ${stop - at} bytes shorter than it was`);
      await writing;
      writing = write(into, free.subarray(0, bytesRead));
      // Whoever awaits it hears of its failure; nobody does while the next chunk is read.
      writing.catch(() => {});
      [free, busy] = [busy, free];
      at += bytesRead;
    }
    await writing;
  } finally {
    await file.close();
  }
}

/** Resolves when the bytes may be overwritten. A connection that breaks may never say so: then its close does. */
const write = (into: Writable, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    const gone = () =>
      reject(Object.assign(new Error('the other end went away'), { code: 'ERR_STREAM_PREMATURE_CLOSE' }));
    if (into.destroyed) return gone();
    into.once('close', gone);
    into.write(bytes, (error) => {
      into.off('close', gone);
      if (error === null || error === undefined) resolve();
      else if (into.destroyed) gone();
      else reject(error);
    });
  });

async function* parts(base: Base, tail: Buffer, start: number, end: number): AsyncGenerator<Buffer> {
  const { offset } = base.directory;
  if (start < offset) {
    const last = Math.min(end, offset - 1);
    let missing = last - start + 1;
    for await (const chunk of createReadStream(base.path, { start, end: last, highWaterMark: CHUNK_BYTES })) {
      missing -= chunk.length;
      yield chunk;
    }
    if (missing !== 0) throw new Error(`${base.path} is ${missing} bytes shorter than it was`);
  }
  if (end >= offset) yield tail.subarray(Math.max(0, start - offset), end - offset + 1);
}
