// What a browser in OBS or a phone has to load stays small.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ensureViewsBuilt } from '../../tools/build.ts';

const BUILT = join(import.meta.dirname, '../static/built');
const SCRIPT_MOST = 200_000;

it('every script is below 200 kB as gzip sends it', async () => {
  await ensureViewsBuilt();
  const manifest: Record<string, string> = JSON.parse(await readFile(join(BUILT, 'manifest.json'), 'utf8'));
  const scripts = Object.keys(manifest).filter((name) => name.endsWith('.js'));
  expect(scripts).toContain('overlay-dag.js');
  for (const name of scripts) {
    const compressed = gzipSync(await readFile(join(BUILT, manifest[name] ?? ''))).byteLength;
    expect(compressed, name).toBeLessThan(SCRIPT_MOST);
  }
});
