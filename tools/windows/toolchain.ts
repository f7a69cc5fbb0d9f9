// Brings the toolchain for Windows and Wine (setup.sh) and builds the mod and the stand-in for the game. Where a machine cannot have
// them, a sentence says why; whoever asks decides whether that is a failure.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CARGO_OPTIONS, MOD_DIR, MOD_DLL } from './paths.ts';

export const WINE = '/usr/lib/wine/wine64';

/** What setup.sh leaves with where a machine cannot have it. */
const NOT_HERE = 3;

/** Debian's cargo and rustc, whatever else is installed: the standard library was made for them. */
const DEBIANS = { ...process.env, PATH: '/usr/bin:/bin', RUSTC: '/usr/bin/rustc', CARGO_TERM_PROGRESS_WHEN: 'never' };

export type Toolchain = {
  /** Mesa and the prepared Wine prefix. */
  readonly folder: string;
};

/** Installs what is missing; minutes on a fresh machine, a second otherwise. */
export function ensureToolchain(): Toolchain | { readonly notHere: string } | { readonly problem: string } {
  const setup = spawnSync('bash', [join(import.meta.dirname, 'setup.sh')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (setup.error !== undefined) return { notHere: `needs bash: ${setup.error.message}` };
  const said = setup.stdout.trim().split('\n');
  const last = setup.stderr.trim().split('\n').at(-1) ?? '';
  if (setup.status === NOT_HERE) return { notHere: last.replace(/^windows: /, '') };
  if (setup.status !== 0) return { problem: `setup.sh failed (${setup.status}): ${setup.stderr.trim().slice(-2_000)}` };
  for (const line of said.slice(0, -1)) console.log(line);
  return { folder: said.at(-1) ?? '' };
}

/** The DLL and the stand-in for the game; answers false after cargo has said why. */
export function buildForWindows(): boolean {
  const build = join(import.meta.dirname, 'build.sh');
  return spawnSync('bash', [build, '-p', 'speedfog-fake-game'], { stdio: 'inherit' }).status === 0;
}

/** What clippy minds in the Windows half: Debian's own, where cargo would take one that a user has. Answers false after it has spoken. */
export async function lintForWindows(): Promise<boolean> {
  const what = ['--workspace', '--exclude', 'speedfog-runner', '--all-targets'];
  return await runCargo('/usr/bin/cargo-clippy', [
    'clippy',
    '--quiet',
    ...CARGO_OPTIONS,
    ...what,
    '--',
    '-D',
    'warnings',
  ]);
}

/** The tests of what touches files, locks, threads and sockets, built for Windows and run under Wine. Answers false after cargo has spoken. */
export async function testUnderWine(folder: string): Promise<boolean> {
  const what = ['-p', 'speedfog-client', '-p', 'speedfog-game'];
  const underWine = { ...wineSettings(folder), CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER: WINE };
  return await runCargo('/usr/bin/cargo', ['test', '--quiet', ...CARGO_OPTIONS, ...what], underWine);
}

async function runCargo(program: string, words: readonly string[], settings: NodeJS.ProcessEnv = {}): Promise<boolean> {
  const child = spawn(program, words, { cwd: MOD_DIR, env: { ...DEBIANS, ...settings }, stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}

/** Of setup.sh's prefix. */
export const wineSettings = (folder: string): NodeJS.ProcessEnv => ({
  WINEPREFIX: join(folder, 'prefix'),
  WINEARCH: 'win64',
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree,mshtml,winemenubuilder.exe=d',
});

/** The DLLs that the mod needs on a player's machine, in lower case. */
export function importsOfMod(): readonly string[] {
  const dump = spawnSync('x86_64-w64-mingw32-objdump', ['-p', MOD_DLL], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const names = [...dump.stdout.matchAll(/DLL Name: (\S+)/g)].map(([, name = '']) => name.toLowerCase());
  return [...new Set(names)].sort();
}
