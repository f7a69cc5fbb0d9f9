// The data folder: a password only we can read, and PostgreSQL's own files (`cluster`), made once by initdb. Where the
// account that runs PostgreSQL cannot enter the folder (root's home), the files lie elsewhere and `cluster` is a link
// to them. Starts no server.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Account, canEnter, childEnvironment } from './account.ts';
import type { Binaries } from './binaries.ts';

export const USER = 'speedfog';

/** Where files go that user nobody cannot reach in the data folder: root's alone to create. */
const ELSEWHERE = ['/var/lib/speedfog-racing', '/var/tmp/speedfog-racing'];

/** Makes the data folder and says where in it the cluster is (a folder, a link, or nothing yet). */
export function openDataFolder(dataDir: string): { dataDir: string; cluster: string } {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const real = realpathSync(resolve(dataDir));
  return { dataDir: real, cluster: join(real, 'cluster') };
}

/** Whether there is a cluster, or a link to one. */
export function isMade(cluster: string): boolean {
  return lstatSync(cluster, { throwIfNoEntry: false }) !== undefined;
}

/** Reads the password, or invents it for a database that is yet to be made. */
export function ensurePassword(dataDir: string, cluster: string): string {
  const file = join(dataDir, 'password');
  if (existsSync(file)) {
    const password = readFileSync(file, 'utf8').trim();
    if (password !== '') return password;
  }
  if (isMade(cluster)) {
    throw new Error(
      `${file} is missing or empty, and without it the database beside it cannot be opened. Put the file back, or move the folder ${dataDir} away to begin with an empty database.`,
    );
  }
  const password = randomBytes(24).toString('hex');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}

/** The real path of a cluster that this PostgreSQL and this account can open. Throws a sentence if there is none such. */
export function checkCluster(cluster: string, binaries: Binaries, account: Account): string {
  if (!existsSync(cluster)) {
    throw new Error(
      `${cluster} is a link to a folder that is gone. Put that folder back, or remove the link to begin with an empty database.`,
    );
  }
  const real = realpathSync(cluster);
  const owner = statSync(real).uid;
  if (process.getuid !== undefined && process.getuid() !== 0 && owner !== process.getuid()) {
    throw new Error(
      `The database in ${real} belongs to user ${owner}: it was first started by root or by somebody else. Start as that user, or hand it over: sudo chown -R $(id -un) ${real}`,
    );
  }
  if (!canEnter(account, real)) {
    throw new Error(
      `${account.name} runs the built-in database but may not enter ${real}. Move the data folder to where others may pass (for example /var/lib), or start as an ordinary user.`,
    );
  }
  const version = readFileSync(join(real, 'PG_VERSION'), 'utf8').trim();
  if (version !== binaries.major) {
    throw new Error(
      `The database in ${real} was written by PostgreSQL ${version}, and the built-in one is PostgreSQL ${binaries.major}. Start the release that wrote it, make a backup with it (\`speedfog-racing backup\`), move ${real} away, and restore the backup with this one (\`speedfog-racing restore\`).`,
    );
  }
  return real;
}

/**
 * Makes an empty cluster under `dataDir` (or elsewhere, linked), all or nothing: a crash in between leaves no half
 * database, only a folder `cluster.*` that is never read. `durable: false` skips waiting for the disk.
 */
export async function makeCluster(
  cluster: string,
  options: { password: string; binaries: Binaries; account: Account; durable: boolean; log: (line: string) => void },
): Promise<void> {
  const { account, log } = options;
  const place = choosePlace(cluster, account);
  const unfinished = `${place}.${randomBytes(4).toString('hex')}`;
  log(`Preparing the built-in database in ${place} (once, about 2 s) ...`);
  if (place !== cluster) log(`It is not in ${cluster} because ${account.name}, who runs it, cannot enter there.`);
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    giveTo(account, unfinished);
    await runInitdb(unfinished, options);
    renameSync(unfinished, place);
    if (place !== cluster) symlinkSync(place, cluster);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Deletes a data folder and what it links to, for tests and demos. No server should use it; one that is about to end may. */
export function removeDataFolder(dataDir: string): void {
  const gently = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 };
  const cluster = join(dataDir, 'cluster');
  if (lstatSync(cluster, { throwIfNoEntry: false })?.isSymbolicLink() && existsSync(cluster)) {
    rmSync(realpathSync(cluster), gently);
  }
  rmSync(dataDir, gently);
}

function choosePlace(cluster: string, account: Account): string {
  if (canEnter(account, join(cluster, '..'))) return cluster;
  for (const folder of ELSEWHERE) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o711 });
      const { uid, mode } = lstatSync(folder);
      if (uid !== 0 || (mode & 0o022) !== 0) continue;
      chmodSync(folder, 0o711);
      if (canEnter(account, folder)) return join(folder, `database-${randomBytes(6).toString('hex')}`);
    } catch {
      // Read-only or not ours: the next one.
    }
  }
  throw new Error(
    `${account.name} runs the built-in database but cannot enter ${cluster}, and neither ${ELSEWHERE.join(' nor ')} can be used instead. Set DATA_DIR to a folder that others may enter, or start as an ordinary user.`,
  );
}

async function runInitdb(
  folder: string,
  {
    password,
    binaries,
    account,
    durable,
  }: { password: string; binaries: Binaries; account: Account; durable: boolean },
): Promise<void> {
  const passwordFile = `${folder}.password`;
  try {
    writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' });
    giveTo(account, passwordFile);
    await promisify(execFile)(
      join(binaries.folder, 'initdb'),
      [
        ...['-D', folder, '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
        ...['--encoding=UTF8', '--locale=C', ...(durable ? [] : ['--no-sync'])],
      ],
      { ...account.ids, cwd: process.platform === 'win32' ? folder : '/', env: childEnvironment() },
    );
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim().split('\n').slice(-3).join(' ') ?? '';
    throw new Error(
      `The built-in database could not be made in ${folder}: ${said || (error as Error).message}. Check free space and permissions, choose another DATA_DIR, or set DATABASE_URL.`,
      { cause: error },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function giveTo(account: Account, path: string): void {
  if (account.ids.uid !== undefined) chownSync(path, account.ids.uid, account.ids.gid);
}
