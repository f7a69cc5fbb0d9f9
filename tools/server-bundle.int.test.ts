// When a built service is taken for what the sources say, in folders of its own.
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBundle, fingerprint, MANIFEST } from './server-bundle.mjs';

let root = '';
let folder = '';

const build = async () => {
  await writeFile(join(folder, 'entry-1.mjs'), 'export const main = () => {};\n');
  await writeFile(join(folder, MANIFEST), JSON.stringify({ entry: 'entry-1.mjs', sources: fingerprint(root) }));
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'speedfog-bundle-'));
  folder = join(root, 'built', 'server');
  for (const path of ['server/race', 'bot', 'built/server']) await mkdir(join(root, path), { recursive: true });
  await writeFile(join(root, 'server', 'main.ts'), 'one\n');
  await writeFile(join(root, 'server', 'race', 'decide.ts'), 'two\n');
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('none is there', () => {
  expect(findBundle(folder, root)).toBeUndefined();
});

test('built of these very sources, whenever those were written, and whatever the tests say', async () => {
  await build();
  await utimes(join(root, 'server', 'main.ts'), new Date(), new Date(Date.now() + 60_000));
  await writeFile(join(root, 'server', 'main.test.ts'), 'a test\n');
  expect(findBundle(folder, root)).toBe(join(folder, 'entry-1.mjs'));
});

test.each<[string, () => Promise<void>]>([
  ['a source was changed', () => writeFile(join(root, 'server', 'race', 'decide.ts'), 'TWO\n')],
  ['a source was added', () => writeFile(join(root, 'bot', 'new.ts'), 'three\n')],
  ['a source was removed', () => rm(join(root, 'server', 'main.ts'))],
  ['libraries were changed', () => writeFile(join(root, 'package-lock.json'), '{}\n')],
  ['its entry is gone', () => rm(join(folder, 'entry-1.mjs'))],
  ['its manifest is broken', () => writeFile(join(folder, MANIFEST), '{')],
])('not taken where %s', async (_, change) => {
  await build();
  await change();
  expect(findBundle(folder, root)).toBeUndefined();
});
