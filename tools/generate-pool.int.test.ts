// The whole tool as an operator runs it, with a stand-in for the generator that is called as `uv` and writes what the real one does.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSeed } from '../server/pools/seed.ts';
import { packEntries } from '../server/seeds/pack.ts';

const TOOL = join(import.meta.dirname, 'generate-pool.ts');
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const SEED_FILES = pathToFileURL(join(import.meta.dirname, 'demo-seeds', 'seed-files.ts')).href;

let home: string;
let pool: string;
let running: ChildProcess[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'speedfog-pool-'));
  pool = join(home, 'seeds', 'sprint');
  running = [];
  await mkdir(join(home, 'speedfog'));
  await mkdir(join(home, 'bin'));
  await mkdir(pool, { recursive: true });
  await writeFile(join(pool, 'config.toml'), '[structure]\nlayers = 8\n');
  await writeFile(join(home, 'mod.dll'), 'the mod');
  await standIn();
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

/**
 * Called as `uv run speedfog <config> -o <dir>` in SPEEDFOG_PATH. Like the real one it writes into a folder named after the seed:
 * without our DLL, our template and the loader's entry, but with what its parts tell one another. What MODES says happens in turn.
 */
async function standIn(): Promise<void> {
  const script = join(home, 'stand-in.mts');
  await writeFile(
    script,
    `import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
     import { dirname, join } from 'node:path';
     const { seedFiles } = await import(${JSON.stringify(SEED_FILES)});
     const args = process.argv.slice(2);
     appendFileSync(${JSON.stringify(join(home, 'calls.txt'))}, JSON.stringify({ args, cwd: process.cwd(), pid: process.pid }) + '\\n');
     const calls = readFileSync(${JSON.stringify(join(home, 'calls.txt'))}, 'utf8').trim().split('\\n');
     // Where its own line stands: others may have written theirs meanwhile.
     const call = calls.findIndex((line) => JSON.parse(line).pid === process.pid) + 1;
     const mode = (process.env.MODES ?? '').split(',')[call - 1] ?? '';
     console.log('Generating seed', call);
     if (mode === 'hang') await new Promise(() => setInterval(() => {}, 1000));
     const number = mode === 'again' ? 500001 : 500000 + call;
     const layers = Number(/layers = (\\d+)/.exec(readFileSync(args[2], 'utf8'))[1]);
     const folder = join(args[4], String(number));
     for (const [path, content] of seedFiles(number, layers)) {
       if (['speedfog_race.toml', 'lib/speedfog_race.dll'].includes(path)) continue;
       if (mode === 'no graph' && path === 'graph.json') continue;
       mkdirSync(dirname(join(folder, path)), { recursive: true });
       const text = path === 'config_speedfog/config.toml' ? String(content).replace('"../lib/speedfog_race.dll"', '') : content;
       writeFileSync(join(folder, path), mode === 'bad graph' && path === 'graph.json' ? '{"version": "3"}' : text);
     }
     mkdirSync(join(folder, 'mods/itemrando'), { recursive: true });
     writeFileSync(join(folder, 'mods/itemrando/boss_placements.json'), '{}');
     if (mode === 'fail') { console.error('Error: Mod build failed'); process.exit(3); }`,
  );
  const uv = join(home, 'bin', 'uv');
  await writeFile(uv, `#!/bin/sh\nexec "${process.execPath}" --import "${TSX}" "${script}" "$@"\n`);
  await chmod(uv, 0o755);
}

type Ran = { readonly code: number | null; readonly said: string };

function start(
  args: readonly string[],
  env: Record<string, string> = {},
): { child: ChildProcess; ended: Promise<Ran> } {
  const child = spawn(process.execPath, ['--import', TSX, TOOL, ...args], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: `${join(home, 'bin')}${delimiter}${process.env.PATH}`,
      SPEEDFOG_PATH: join(home, 'speedfog'),
      SEEDS_POOL_DIR: join(home, 'seeds'),
      ...env,
    },
  });
  running.push(child);
  let said = '';
  child.stdout.on('data', (data) => {
    said += data;
  });
  child.stderr.on('data', (data) => {
    said += data;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said }));
  return { child, ended };
}

const run = (args: readonly string[], env?: Record<string, string>) =>
  start(['--pool', 'sprint', '--dll', join(home, 'mod.dll'), ...args], env).ended;
const calls = async (): Promise<{ args: string[]; cwd: string; pid: number }[]> =>
  (await readFile(join(home, 'calls.txt'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const inPool = async (folder = '') => (await readdir(join(pool, folder)).catch(() => [])).sort();

test('generates, dresses and places seeds, several at once', async () => {
  const { code, said } = await run(['--count', '3', '--jobs', '2']);
  expect(said).toMatch(/1\/3 {2}seed_50000\d after \d+ s; about \d+ s left/);
  expect(said).toContain('3 seeds placed in');
  expect(code).toBe(0);
  const names = ['seed_500001', 'seed_500002', 'seed_500003'];
  expect(await inPool('available')).toEqual(names);
  expect(await inPool()).toEqual(['available', 'config.toml']);
  const [call] = await calls();
  expect(call).toMatchObject({ args: ['run', 'speedfog', join(pool, 'config.toml'), '-o', expect.any(String)] });
  expect(call?.cwd).toMatch(/speedfog$/);

  for (const name of names) {
    const seed = await readSeed(join(pool, 'available', name));
    if ('broken' in seed) throw new Error(seed.broken.reason);
    const packed = packEntries(seed.files);
    expect(packed).toContain('lib/speedfog_race.dll');
    expect(await readFile(join(seed.folder, 'lib/speedfog_race.dll'), 'utf8')).toBe('the mod');
    expect(seed.files).toContain('speedfog_race.toml');
    expect(await readFile(join(seed.folder, 'config_speedfog/config.toml'), 'utf8')).toContain(
      '../lib/speedfog_race.dll',
    );
    // Where which boss is would spoil the race.
    expect(packed.join('\n')).not.toMatch(/boss_placements|generation/);
    expect(seed.files).toContain('logs/boss_placements.json');
  }
});

test('tries again, keeps the log of what failed and says where, and exits with 1 when seeds are missing', async () => {
  const { code, said } = await run(['--count', '2'], { MODES: 'fail,,no graph,bad graph' });
  expect(code).toBe(1);
  expect(said).toMatch(
    /Seed 1, try 1 of 2: the generator failed \(exit code 3\)\n {4}Generating seed 1\n {4}Error: Mod build failed/,
  );
  expect(said).toContain('the generator wrote no graph.json');
  expect(said).toMatch(/graph\.json: .*version/);
  expect(said).toContain('1 seed placed in');
  expect(said).toContain('1 missing');
  const kept = await inPool('failed');
  expect(kept).toHaveLength(3);
  for (const log of kept) expect(said).toContain(join(pool, 'failed', log));
  expect(await inPool()).toEqual(['available', 'config.toml', 'failed']);
  expect(await inPool('available')).toEqual(['seed_500002']);
});

test('never gives a pool the same seed twice', async () => {
  await mkdir(join(pool, 'consumed', 'seed_500001'), { recursive: true });
  const { code, said } = await run([], { MODES: 'again,again' });
  expect(code).toBe(1);
  expect(said).toContain('seed 500001 is in consumed/ already');
  expect(await inPool('available')).toEqual([]);
});

test('an interruption ends the generators and leaves nothing half', async () => {
  const { child, ended } = start(['--pool', 'sprint', '--dll', join(home, 'mod.dll'), '--count', '5', '--jobs', '2'], {
    MODES: 'hang,hang',
  });
  const pids = await expect
    .poll(async () => (await calls().catch(() => [])).map(({ pid }) => pid), { timeout: 90_000 })
    .toHaveLength(2)
    .then(async () => (await calls()).map(({ pid }) => pid));
  child.kill('SIGINT');
  const { code, said } = await ended;
  expect(code).toBe(130);
  expect(said).toContain('Stopping the generators');
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  expect(await calls()).toHaveLength(2);
  expect(await inPool()).toEqual(['config.toml']);
});

test.each([
  [['--pool', '../x'], /no name of a pool/],
  [['--pool', 'nowhere'], /config\.toml is missing/],
  [['--pool', 'sprint', '--speedfog', '/nowhere'], /\/nowhere is no folder/],
  [['--pool', 'sprint', '--dll', '/nowhere.dll'], /There is no file \/nowhere\.dll/],
  [['--pool', 'sprint', '--count', '0'], /whole number from 1/],
  [[], /--pool/],
])('asked wrongly (%j) it says what is wrong before anything is generated', async (args, why) => {
  const { code, said } = await start(args).ended;
  expect(said).toMatch(why);
  expect(code).toBe(2);
  await expect(calls()).rejects.toThrow(/ENOENT/);
});

test('explains itself', async () => {
  const { code, said } = await start(['--help']).ended;
  expect(code).toBe(0);
  expect(said).toContain('--jobs <n>');
});
