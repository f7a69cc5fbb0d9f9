// The operating system's user that runs PostgreSQL, which refuses root: the present user, or nobody when this process is
// root (or whoever owns an existing database). Also what that user can reach. Creates no users.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';

/** `ids` go into spawn's options: empty where the present user runs the server itself. */
export type Account = { ids: { uid: number; gid: number } | Record<string, never>; name: string };

const NOBODY = 65534;

/** Who will run the server whose files lie (or will lie) in `cluster`. Throws where root has nobody to hand over to. */
export function chooseAccount(cluster: string): Account {
  if (process.getuid?.() !== 0) return { ids: {}, name: 'you' };
  if (process.platform !== 'linux') {
    throw new Error('The built-in database cannot run as root here: start as an ordinary user, or set DATABASE_URL.');
  }
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) {
    return { ids: { uid: owner.uid, gid: owner.gid }, name: `user ${owner.uid}` };
  }
  return { ids: nobody(), name: 'user nobody' };
}

function nobody(): { uid: number; gid: number } {
  const line = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return line === null ? { uid: NOBODY, gid: NOBODY } : { uid: Number(line[1]), gid: Number(line[2]) };
}

/**
 * Whether the account can enter the folder. Really tried, because modes alone do not tell (access lists, mounts).
 * The present user's own folders are taken as reachable.
 */
export function canEnter(account: Account, folder: string): boolean {
  if (account.ids.uid === undefined) return true;
  const tried = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    ...account.ids,
    cwd: '/',
    env: childEnvironment(),
    stdio: 'ignore',
  });
  return tried.status === 0;
}

/** Nothing of ours but what a program needs to run: no secrets, and no PG* variables that would change what it does. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
