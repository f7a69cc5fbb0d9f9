// A Chromium for tests: where it is on this machine, and started with what a headless one without a graphics card needs.
// Installs nothing; `npm test` does (../install-chromium.ts), and passes the place on in CHROMIUM_PATH.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const APPLICATIONS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
/** Where `playwright install` puts its builds, one folder per revision. */
const PLAYWRIGHT_CACHES = [
  join(homedir(), '.cache', 'ms-playwright'),
  join(homedir(), 'Library', 'Caches', 'ms-playwright'),
];

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The first Chromium that is there and runs; CHROMIUM_PATH goes before all others. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  const candidates = named ? [named] : [...listCommands(), ...APPLICATIONS, ...listPlaywrightBuilds()];
  return candidates.find((path) => existsSync(path) && runs(path));
}

/** A new browser; the caller closes it. Throws a sentence when there is no Chromium. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('No Chromium was found: install it, or set CHROMIUM_PATH to where it is.');
  }
  const isRoot = process.getuid?.() === 0;
  // Chromium refuses to sandbox itself as root.
  return chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox', ...FLAGS] : FLAGS });
}

function listCommands(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
}

function listPlaywrightBuilds(): string[] {
  const expected = chromium.executablePath();
  const inside = expected.split(/[\\/]chromium-\d+[\\/]/)[1];
  const caches = [dirname(dirname(dirname(expected))), ...PLAYWRIGHT_CACHES].filter((cache) => existsSync(cache));
  const others = caches.flatMap((cache) =>
    readdirSync(cache)
      .filter((folder) => /^chromium-\d+$/.test(folder))
      .sort()
      .reverse()
      .map((folder) => join(cache, folder, inside ?? '')),
  );
  return [expected, ...others];
}

/** On some systems the command is there but only asks to install something. */
function runs(path: string): boolean {
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
