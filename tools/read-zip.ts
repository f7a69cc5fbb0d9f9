// Reads a whole zip from memory, for simulated players and tests: names and contents, each checked by its CRC.
// Strict where a program on Windows would stumble. Deliberately absent: streaming, encryption, several disks.
import { crc32, inflateRawSync } from 'node:zlib';

export type ZipFile = { readonly name: string; readonly read: () => Buffer };

/** Throws on whatever is not a sound zip. `at`: where `bytes` begin in the file, if its beginning was left out. */
export const readZip = (bytes: Buffer, at = 0): readonly ZipFile[] => {
  const eocd = bytes.length - 22;
  if (eocd < 0 || bytes.readUInt32LE(eocd) !== 0x06054b50) throw new Error('no end of central directory');
  let entries = bytes.readUInt16LE(eocd + 10);
  let size = bytes.readUInt32LE(eocd + 12);
  let offset = bytes.readUInt32LE(eocd + 16);
  let end = eocd;
  if (entries === 0xffff || size === 0xffffffff || offset === 0xffffffff) {
    if (bytes.readUInt32LE(eocd - 20) !== 0x07064b50) throw new Error('no Zip64 locator');
    end = Number(bytes.readBigUInt64LE(eocd - 12)) - at;
    if (bytes.readUInt32LE(end) !== 0x06064b50) throw new Error('no Zip64 end of central directory');
    entries = Number(bytes.readBigUInt64LE(end + 32));
    size = Number(bytes.readBigUInt64LE(end + 40));
    offset = Number(bytes.readBigUInt64LE(end + 48));
  }
  const files: ZipFile[] = [];
  const names = new Set<string>();
  let place = offset - at;
  for (let entry = 0; entry < entries; entry += 1) {
    if (bytes.readUInt32LE(place) !== 0x02014b50) throw new Error(`entry ${entry} of the directory is damaged`);
    const header = readHeader(bytes, place);
    if (names.has(header.name.toLowerCase())) throw new Error(`${header.name} is there twice`);
    names.add(header.name.toLowerCase());
    files.push({ name: header.name, read: () => readContent(bytes, at, header) });
    place = header.next;
  }
  if (place !== offset - at + size || place !== end) throw new Error('the directory does not end where it says');
  return files;
};

const readHeader = (bytes: Buffer, place: number) => {
  const nameEnd = place + 46 + bytes.readUInt16LE(place + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(place + 30);
  const header = {
    name: bytes.toString('utf8', place + 46, nameEnd),
    method: bytes.readUInt16LE(place + 10),
    crc: bytes.readUInt32LE(place + 16),
    packed: bytes.readUInt32LE(place + 20),
    size: bytes.readUInt32LE(place + 24),
    offset: bytes.readUInt32LE(place + 42),
    next: extraEnd + bytes.readUInt16LE(place + 32),
  };
  let extra = nameEnd;
  while (extra < extraEnd && bytes.readUInt16LE(extra) !== 1) extra += 4 + bytes.readUInt16LE(extra + 2);
  let field = extra + 4;
  const wide = () => {
    field += 8;
    return Number(bytes.readBigUInt64LE(field - 8));
  };
  if (header.size === 0xffffffff) header.size = wide();
  if (header.packed === 0xffffffff) header.packed = wide();
  if (header.offset === 0xffffffff) header.offset = wide();
  return header;
};

const readContent = (bytes: Buffer, at: number, header: ReturnType<typeof readHeader>): Buffer => {
  const local = header.offset - at;
  if (bytes.readUInt32LE(local) !== 0x04034b50) throw new Error(`${header.name} has no local header`);
  const nameEnd = local + 30 + bytes.readUInt16LE(local + 26);
  if (bytes.toString('utf8', local + 30, nameEnd) !== header.name)
    throw new Error(`${header.name} has another name locally`);
  const start = nameEnd + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(start, start + header.packed);
  const content = header.method === 0 ? packed : inflateRawSync(packed);
  if (content.length !== header.size || crc32(content) !== header.crc) throw new Error(`${header.name} is damaged`);
  return content;
};
