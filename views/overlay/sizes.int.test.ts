// What a browser in OBS or a phone has to load stays small.

import { expect, it } from 'vitest';
import { buildViews } from '../../tools/build.ts';

const SCRIPT_MOST = 200_000;

it('every script is below 200 kB as gzip sends it', async () => {
  const scripts = (await buildViews()).filter(({ file }) => file.endsWith('.js'));
  expect(scripts.map(({ name }) => name)).toContain('overlay-dag.js');
  for (const { name, compressed } of scripts) expect(compressed, name).toBeLessThan(SCRIPT_MOST);
});
