// Brings the toolchain for Windows and Wine (setup.sh) and builds the mod and the stand-in for the game. Where a machine cannot have
// them, a sentence says why; whoever asks decides whether that is a failure.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CARGO_ARGUMENTS, MOD_DIR, MOD_DLL } from './paths.ts';

/** What setup.sh leaves with where a machine cannot have it. */
const NOT_HERE = 3;

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
  const build = spawnSync(
    '/usr/bin/cargo',
    [...CARGO_ARGUMENTS, '-p', 'speedfog-overlay', '-p', 'speedfog-fake-game'],
    {
      cwd: MOD_DIR,
      // Debian's cargo and rustc, whatever else is installed: the standard library was made for them.
      env: { ...process.env, PATH: '/usr/bin:/bin', RUSTC: '/usr/bin/rustc', CARGO_TERM_PROGRESS_WHEN: 'never' },
      stdio: 'inherit',
    },
  );
  return build.status === 0;
}

/** The DLLs that the mod needs on a player's machine, in lower case. */
export function importsOfMod(): readonly string[] {
  const dump = spawnSync('x86_64-w64-mingw32-objdump', ['-p', MOD_DLL], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const names = [...dump.stdout.matchAll(/DLL Name: (\S+)/g)].map(([, name = '']) => name.toLowerCase());
  return [...new Set(names)].sort();
}
