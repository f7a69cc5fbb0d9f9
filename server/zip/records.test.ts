import { describe, expect, it } from 'vitest';
import { readZip } from '../../tools/read-zip.ts';
import { type Directory, END_BYTES, findDirectory, makeTail, readDirectory } from './records.ts';

const nothing: Directory = { offset: 0, bytes: Buffer.alloc(0), entries: 0, names: new Set() };
const entry = (name: string, content = name) => ({ name, content: Buffer.from(content) });
const GIB = 1024 ** 3;

/** What `makeTail` wrote, read as the next base would be; `offset` is where the tail begins in its file. */
const directoryOf = (tail: Buffer, offset = 0): Directory => {
  const found = findDirectory(tail.subarray(-END_BYTES));
  const from = found.offset - offset;
  return readDirectory(tail.subarray(from, from + found.size), found.offset, found.entries);
};

describe('the end of a zip', () => {
  it('is read as it was written', () => {
    const zip = makeTail(nothing, [entry('a/ä.txt', 'hello'), entry('b', '')]);
    expect(readZip(zip).map((file) => [file.name, file.read().toString()])).toEqual([
      ['a/ä.txt', 'hello'],
      ['b', ''],
    ]);
    expect(directoryOf(zip)).toMatchObject({ entries: 2, names: new Set(['a/ä.txt', 'b']) });
  });

  it('is the same for the same entries', () => {
    expect(makeTail(nothing, [entry('a')])).toEqual(makeTail(nothing, [entry('a')]));
  });

  it.each([65_533, 65_534, 65_535, 70_001])('holds %i entries', (count) => {
    const first = makeTail(
      nothing,
      Array.from({ length: count - 1 }, (_, at) => entry(`f${at}`, '')),
    );
    const base = directoryOf(first);
    const zip = Buffer.concat([first.subarray(0, base.offset), makeTail(base, [entry('last', 'x')])]);
    expect(zip.readUInt16LE(zip.length - 12)).toBe(Math.min(count, 0xffff));
    const files = readZip(zip);
    expect(files).toHaveLength(count);
    expect(files.at(-1)?.read().toString()).toBe('x');
    expect(directoryOf(zip).entries).toBe(count);
  });

  it.each([4 * GIB - 40, 4 * GIB - 1, 4 * GIB, 5 * GIB])('reaches beyond 4 GiB: entries from %i on', (offset) => {
    const tail = makeTail({ ...nothing, offset }, [entry('one', '1'), entry('two', '2')]);
    expect(readZip(tail, offset).map((file) => file.read().toString())).toEqual(['1', '2']);
    const base = directoryOf(tail, offset);
    expect(base.offset).toBe(offset + 2 * (30 + 3 + 1));
    const again = makeTail(base, [entry('three', '3')]);
    const file = Buffer.concat([tail.subarray(0, base.offset - offset), again]);
    expect(readZip(file, offset).map((one) => one.read().toString())).toEqual(['1', '2', '3']);
  });

  it.each([
    [['a', 'b', 'a'], 'called a'],
    [['README.txt', 'readme.TXT'], 'called readme.TXT'],
  ])('refuses two files of one name: %j', (names, message) => {
    expect(() =>
      makeTail(
        nothing,
        names.map((name) => entry(name)),
      ),
    ).toThrow(message);
    const base = directoryOf(makeTail(nothing, [entry(names[0] ?? '')]));
    expect(() => makeTail(base, [entry(names.at(-1) ?? '')])).toThrow(message);
  });

  it('is not found in anything else', () => {
    const zip = makeTail(nothing, [entry('a')]);
    expect(() => findDirectory(Buffer.alloc(0))).toThrow('not the end');
    expect(() => findDirectory(zip.subarray(0, -1))).toThrow('not the end');
    expect(() => findDirectory(Buffer.concat([zip, Buffer.from('!')]))).toThrow('not the end');
    const many = makeTail(
      nothing,
      Array.from({ length: 65_535 }, (_, at) => entry(`f${at}`, '')),
    );
    expect(() => findDirectory(many.subarray(-22))).toThrow('Zip64 end');
    const { offset, bytes, entries } = directoryOf(zip);
    expect(() => readDirectory(bytes.subarray(1), offset, entries)).toThrow('damaged');
    expect(() => readDirectory(bytes, offset, 2)).toThrow('damaged');
    expect(() => readDirectory(Buffer.concat([bytes, bytes]), offset, 1)).toThrow('another length');
  });
});
