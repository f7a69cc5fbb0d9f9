// Brings Chromium to a machine that has none, where that takes no questions: as root with apt-get. Elsewhere a sentence
// says what to install.
import { spawnSync } from 'node:child_process';
import { findChromium } from './testing/chromium.ts';

const INSTALL_MS = 10 * 60_000;
/** For another apt-get to end, seconds. */
const LOCK_S = 300;

const WHAT_TO_DO =
  'The end-to-end tests need Chromium. Install it (Debian: "apt-get install chromium"; macOS: "brew install --cask chromium"; anywhere: "npx playwright-core install --with-deps chromium"), or set CHROMIUM_PATH to where it is, and run the tests again.';

/** The path of a Chromium that runs, or what to do. */
export function ensureChromium(): { path: string } | { problem: string } {
  const found = findChromium();
  if (found !== undefined) return { path: found };
  const named = process.env.CHROMIUM_PATH;
  if (named) return { problem: `CHROMIUM_PATH is ${named}, and no Chromium runs there. ${WHAT_TO_DO}` };
  if (process.getuid?.() !== 0 || !has('apt-get')) return { problem: WHAT_TO_DO };
  console.log('No Chromium here: installing it with apt-get (once, some minutes) ...');
  // The lists that are there may do where they cannot be brought up to date.
  runAptGet('update');
  const installed = runAptGet('install', '-y', '--no-install-recommends', 'chromium');
  const path = findChromium();
  if (path !== undefined) return { path };
  return { problem: `${installed ? 'What apt-get installed does not run.' : 'apt-get failed.'} ${WHAT_TO_DO}` };
}

function has(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

function runAptGet(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = ['-q', '-o', `DPkg::Lock::Timeout=${LOCK_S}`];
  return spawnSync('apt-get', [...options, ...args], { env, stdio: 'inherit', timeout: INSTALL_MS }).status === 0;
}
