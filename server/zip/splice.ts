// A personal zip without compressing anything: the shared entries straight from the base's file, then a tail of some
// kilobytes with the personal entries and one directory over all. Every byte has its place before the first is sent,
// hence the exact size, ranges and resuming. Deliberately absent: HTTP, tokens, what the personal entries say.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
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
      if (!(start >= 0 && start <= end && end < size)) throw new RangeError(`no bytes ${start}-${end} of ${size}`);
      return Readable.from(parts(base, tail, start, end), { objectMode: false, highWaterMark: CHUNK_BYTES });
    },
  };
};

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
