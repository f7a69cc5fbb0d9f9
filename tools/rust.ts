// The mod's part of `npm test`: format, lint, tests, and the runner that whole races use. On a machine without cargo it is skipped, and
// said so; what of cargo's tools is not installed is skipped alone.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MANIFEST = join(import.meta.dirname, '../mod/Cargo.toml');
export const NO_CARGO =
  'cargo is not installed (https://rustup.rs): the Rust part was skipped, and races use the simulated mod alone.';

/** Once more with many times as much nonsense, new each time: about a minute. */
const FUZZ = { PROPTEST_CASES: '2000' };

/** `skipped`: there is no cargo here, and the caller says so. */
export async function runRust(): Promise<boolean | 'skipped'> {
  if (!has('--version')) {
    return 'skipped';
  }
  const checks = [
    { tool: 'fmt', args: ['fmt', '--all', '--check'] },
    { tool: 'clippy', args: ['clippy', '--locked', '--all-targets', '--quiet', '--', '-D', 'warnings'] },
  ];
  for (const { tool, args } of checks) {
    if (!has(tool, '--version')) console.log(`cargo ${tool} is not installed: skipped.`);
    else if (!(await cargo(args))) return false;
  }
  return (
    (await cargo(['test', '--locked', '--quiet'])) &&
    (await cargo(['test', '--locked', '--quiet', '--package', 'speedfog-core', '--test', 'parser'], FUZZ)) &&
    (await cargo(['test', '--locked', '--quiet', '--package', 'speedfog-client', '--lib', 'config'], FUZZ)) &&
    (await cargo(['build', '--locked', '--quiet']))
  );
}

async function cargo([command = '', ...args]: readonly string[], environment = {}): Promise<boolean> {
  console.log(`-- cargo ${[command, ...args].join(' ')}`);
  const child = spawn('cargo', [command, '--manifest-path', MANIFEST, ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  child.on('error', () => {});
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}

const has = (...args: string[]): boolean => spawnSync('cargo', args, { stdio: 'ignore' }).status === 0;
