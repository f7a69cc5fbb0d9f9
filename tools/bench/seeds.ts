// Seeds to race on: many light ones, which have a graph of real size and hardly a file, and heavy ones whose pack has the size asked
// for, in as many files as a real one and about as compressible. Deliberately absent: anything of the game.

import { createCipheriv } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inventGraph } from '../demo-seeds/invent.ts';

export const LIGHT = 'light';
export const HEAVY = 'heavy';
const LAYERS = 18;
const HEAVY_FILES = 180;
/** Of a real seed's 100.6 MB, 77.1 MB were left. */
const NOISE_SHARE = 0.766;
const MB = 1_000_000;

/** Fills `dir` with pools; without `heavyMb` the heavy one is empty. */
export async function makeSeedPools(
  dir: string,
  { light, heavyMb = 0 }: { readonly light: number; readonly heavyMb?: number },
): Promise<void> {
  for (const pool of [LIGHT, HEAVY]) {
    for (const place of ['available', 'consumed']) await mkdir(join(dir, pool, place), { recursive: true });
  }
  const described = [LIGHT, HEAVY].map(
    (name) => `[${name}]\ndisplay_name = "${name}"\ndescription = "of the benchmark"\n`,
  );
  await writeFile(join(dir, 'pools.toml'), described.join('\n'));
  for (let number = 1; number <= light; number += 1) await writeSeed(seedFolder(dir, LIGHT, number), number);
  if (heavyMb > 0) await writeHeavy(seedFolder(dir, HEAVY, 1), heavyMb);
}

const seedFolder = (dir: string, pool: string, number: number): string =>
  join(dir, pool, 'available', `seed_${pool}_${number}`);

async function writeSeed(folder: string, number: number): Promise<void> {
  await keep(join(folder, 'graph.json'), JSON.stringify(inventGraph(number, LAYERS), null, 2));
  await keep(join(folder, 'launch_speedfog.bat'), `rem seed ${number}\r\n`);
}

/** `packMb`: of the zip, which is what a player waits for. */
async function writeHeavy(folder: string, packMb: number): Promise<void> {
  await writeSeed(folder, 1_000_001);
  const noisy = Math.round((packMb * MB) / HEAVY_FILES);
  const plain = Math.round(noisy / NOISE_SHARE) - noisy;
  for (let at = 0; at < HEAVY_FILES; at += 1) {
    const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16, at), Buffer.alloc(16)).update(Buffer.alloc(noisy));
    const words = Buffer.alloc(plain, `placeholder number ${at}\r\n`);
    await keep(join(folder, 'mod', 'map', `m${at}.msb.dcx`), Buffer.concat([words, noise]));
  }
}

async function keep(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
