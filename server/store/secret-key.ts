// The service's secret where the operator gave none: made once, kept in the data folder, readable by its owner alone.

import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'secret.key';
const BYTES = 32;

/** The kept key, or a new one. `made`: it was written just now. Throws where the folder cannot be written. */
export async function keepSecretKey(dataDir: string): Promise<{ readonly key: string; readonly made: boolean }> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, FILE);
  const kept = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (kept !== undefined) {
    const key = kept.trim();
    if (key.length < BYTES)
      throw new Error(`${path} is damaged: restore it from a backup, or delete it and all packs die`);
    return { key, made: false };
  }
  const key = randomBytes(BYTES).toString('hex');
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${key}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return { key, made: true };
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
