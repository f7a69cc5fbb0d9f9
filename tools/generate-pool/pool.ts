// Fills a pool: so many seeds, so many generators at once, a second try for each that fails, a line of progress for each. Failures
// leave their log in the pool's failed/ folder; nothing else of them stays.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { placeSeed } from './finish.ts';
import { generate } from './generator.ts';

/** The generator rolls the dice, and sometimes badly. */
const TRIES = 2;
const LAST_LINES = 3;

export type PoolWish = {
  readonly pool: string;
  readonly dir: string;
  readonly count: number;
  readonly jobs: number;
  readonly speedfogPath: string;
  readonly dll: string | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
};
export type PoolOutcome = { readonly placed: number; readonly missing: number };

export async function fillPool(wish: PoolWish): Promise<PoolOutcome> {
  const { count, jobs, signal, print } = wish;
  const pool = resolve(wish.dir, wish.pool);
  const began = performance.now();
  let [begun, placed, done] = [0, 0, 0];
  const worker = async (): Promise<void> => {
    while (begun < count && !signal.aborted) {
      begun += 1;
      const place = begun;
      const made = await trySeed(wish, pool, place);
      if (signal.aborted && made === undefined) return;
      done += 1;
      if (made === undefined) continue;
      placed += 1;
      const perSeed = (performance.now() - began) / done;
      const left = done < count ? `; about ${duration((count - done) * perSeed)} left` : '';
      print(`${done}/${count}  ${made.name} after ${duration(made.ms)}${left}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, count) }, worker));
  return { placed, missing: count - placed };
}

async function trySeed(
  wish: PoolWish,
  pool: string,
  number: number,
): Promise<{ name: string; ms: number } | undefined> {
  const { signal, print } = wish;
  for (let attempt = 1; attempt <= TRIES && !signal.aborted; attempt += 1) {
    const began = performance.now();
    const id = randomBytes(4).toString('hex');
    // Beside its goal, so that moving it there is one step, and hidden from the service.
    const workshop = join(pool, `.generating_${id}`);
    const log = join(workshop, 'generator.log');
    try {
      await mkdir(workshop, { recursive: true });
      const output = join(workshop, 'output');
      await generate({ ...wish, config: join(pool, 'config.toml'), output, cwd: wish.speedfogPath, log });
      const name = await placeSeed({ output, pool, dll: wish.dll });
      return { name, ms: performance.now() - began };
    } catch (error) {
      if (signal.aborted) return undefined;
      const why = error instanceof Error ? error.message : 'unknown';
      const kept = await keepLog(log, pool, id);
      print(`Seed ${number}, try ${attempt} of ${TRIES}: ${why}`);
      for (const line of await lastLines(kept)) print(`    ${line}`);
      if (kept !== undefined) print(`  Its log: ${kept}`);
    } finally {
      await rm(workshop, { recursive: true, force: true, maxRetries: 3 });
    }
  }
  return undefined;
}

async function keepLog(log: string, pool: string, id: string): Promise<string | undefined> {
  const kept = join(pool, 'failed', `${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}Z-${id}.log`);
  try {
    await mkdir(join(pool, 'failed'), { recursive: true });
    await rename(log, kept);
    return kept;
  } catch {
    return undefined;
  }
}

async function lastLines(path: string | undefined): Promise<readonly string[]> {
  const text = path === undefined ? '' : await readFile(path, 'utf8').catch(() => '');
  return text
    .trimEnd()
    .split('\n')
    .slice(-LAST_LINES)
    .filter((line) => line !== '');
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
