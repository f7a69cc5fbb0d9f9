// The few records of the zip format that the splice reads and writes (PKWARE APPNOTE 4.3): local header, central
// directory entry, end of central directory, and the Zip64 twins of the last for more than 65,534 entries or 4 GiB.
// Deliberately absent: compressing (archiver does it), files, streams.
import { crc32 } from 'node:zlib';

/** What the end of a zip says: where its directory begins, the directory itself, and whose names are in it. */
export type Directory = {
  readonly offset: number;
  readonly bytes: Buffer;
  readonly entries: number;
  readonly names: ReadonlySet<string>;
};
/** A small file that is stored as it is; `name` with `/` between its parts. */
export type StoredEntry = { readonly name: string; readonly content: Buffer };

export const EOCD_BYTES = 22;
const LOCATOR_BYTES = 20;
const EOCD64_BYTES = 56;
/** Enough to find where the directory is. */
export const END_BYTES = EOCD_BYTES + LOCATOR_BYTES + EOCD64_BYTES;
/** 65,000 entries of usual length are about 8 MB. */
export const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const EOCD = 0x06054b50;
const EOCD64 = 0x06064b50;
const LOCATOR = 0x07064b50;
const MANY = 0xffff;
const BIG = 0xffffffff;
const UTF8_NAME = 0x0800;
const MADE_BY_UNIX = 3 << 8;
const PLAIN_FILE = 0o100644 * 0x10000;
/** 2000-01-01 00:00, so that the same content gives the same bytes. */
export const FIXED_TIME = new Date(Date.UTC(2000, 0, 1));
const DOS_TIME = 0;
const DOS_DATE = ((2000 - 1980) << 9) | (1 << 5) | 1;

/**
 * Where the directory lies, from the last END_BYTES (or fewer) of a zip without comment.
 * Throws if these are not the end of one: a base that we wrote is damaged.
 */
export const findDirectory = (end: Buffer): { offset: number; size: number; entries: number } => {
  const eocd = end.length - EOCD_BYTES;
  if (eocd < 0 || end.readUInt32LE(eocd) !== EOCD || end.readUInt16LE(eocd + 20) !== 0) {
    throw new Error('not the end of a zip without comment');
  }
  const entries = end.readUInt16LE(eocd + 10);
  const size = end.readUInt32LE(eocd + 12);
  const offset = end.readUInt32LE(eocd + 16);
  if (entries !== MANY && size !== BIG && offset !== BIG) return { offset, size, entries };
  const locator = eocd - LOCATOR_BYTES;
  const record = locator - EOCD64_BYTES;
  if (record < 0 || end.readUInt32LE(locator) !== LOCATOR || end.readUInt32LE(record) !== EOCD64) {
    throw new Error('the Zip64 end of the zip is missing');
  }
  return {
    entries: safe(end.readBigUInt64LE(record + 32)),
    size: safe(end.readBigUInt64LE(record + 40)),
    offset: safe(end.readBigUInt64LE(record + 48)),
  };
};

/** Reads the directory's bytes. Throws if they do not hold what the end of the zip promised. */
export const readDirectory = (bytes: Buffer, offset: number, entries: number): Directory => {
  const names = new Set<string>();
  let at = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL)
      throw new Error('the directory of the zip is damaged');
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    names.add(bytes.toString('utf8', at + 46, nameEnd));
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (at !== bytes.length) throw new Error('the directory of the zip has another length than it says');
  return { offset, bytes, entries, names };
};

/**
 * What follows the shared part in a personal zip: the personal entries, the shared directory, theirs, the end.
 * Names must be new, in any letter case: two files of one name mean different things to different programs. Throws if not.
 */
export const makeTail = (base: Directory, personal: readonly StoredEntry[]): Buffer => {
  const taken = new Set([...base.names].map((name) => name.toLowerCase()));
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = base.offset;
  for (const entry of personal) {
    const key = entry.name.toLowerCase();
    if (taken.has(key)) throw new Error(`two files of a pack are called ${entry.name}`);
    taken.add(key);
    const name = Buffer.from(entry.name, 'utf8');
    const crc = crc32(entry.content);
    locals.push(makeLocal(name, crc, entry.content.length), entry.content);
    centrals.push(makeCentral(name, crc, entry.content.length, offset));
    offset += 30 + name.length + entry.content.length;
  }
  const directory = Buffer.concat([base.bytes, ...centrals]);
  const end = makeEnd(offset, directory.length, base.entries + personal.length);
  return Buffer.concat([...locals, directory, end]);
};

const makeLocal = (name: Buffer, crc: number, size: number): Buffer => {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(LOCAL, 0);
  header.writeUInt16LE(20, 4);
  writeCommon(header, 6, name, crc, size);
  return Buffer.concat([header, name]);
};

const makeCentral = (name: Buffer, crc: number, size: number, offset: number): Buffer => {
  const isFar = offset >= BIG;
  const extra = Buffer.alloc(isFar ? 12 : 0);
  if (isFar) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(BigInt(offset), 4);
  }
  const header = Buffer.alloc(46);
  header.writeUInt32LE(CENTRAL, 0);
  header.writeUInt16LE(MADE_BY_UNIX | (isFar ? 45 : 20), 4);
  header.writeUInt16LE(isFar ? 45 : 20, 6);
  writeCommon(header, 8, name, crc, size);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(PLAIN_FILE, 38);
  header.writeUInt32LE(isFar ? BIG : offset, 42);
  return Buffer.concat([header, name, extra]);
};

/** The fields that both headers have in the same order, from the flags to the length of the name. */
const writeCommon = (header: Buffer, at: number, name: Buffer, crc: number, size: number): void => {
  header.writeUInt16LE(UTF8_NAME, at);
  header.writeUInt16LE(DOS_TIME, at + 4);
  header.writeUInt16LE(DOS_DATE, at + 6);
  header.writeUInt32LE(crc, at + 8);
  header.writeUInt32LE(size, at + 12);
  header.writeUInt32LE(size, at + 16);
  header.writeUInt16LE(name.length, at + 20);
};

const makeEnd = (offset: number, size: number, entries: number): Buffer => {
  const end = Buffer.alloc(EOCD_BYTES);
  const needs64 = entries >= MANY || offset >= BIG || size >= BIG;
  end.writeUInt32LE(EOCD, 0);
  end.writeUInt16LE(needs64 ? MANY : entries, 8);
  end.writeUInt16LE(needs64 ? MANY : entries, 10);
  end.writeUInt32LE(needs64 ? BIG : size, 12);
  end.writeUInt32LE(needs64 ? BIG : offset, 16);
  if (!needs64) return end;
  const record = Buffer.alloc(EOCD64_BYTES);
  record.writeUInt32LE(EOCD64, 0);
  record.writeBigUInt64LE(BigInt(EOCD64_BYTES - 12), 4);
  record.writeUInt16LE(MADE_BY_UNIX | 45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(entries), 24);
  record.writeBigUInt64LE(BigInt(entries), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(LOCATOR_BYTES);
  locator.writeUInt32LE(LOCATOR, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, end]);
};

const safe = (value: bigint): number => {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error('the zip says that it is larger than any disk');
  return Number(value);
};
