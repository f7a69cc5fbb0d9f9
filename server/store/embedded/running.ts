// The built-in database of another process on this machine, for commands that look at it or add a row while the service runs.
// Starts nothing, stops nothing, takes no lock.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { USER } from './cluster.ts';
import { ownerOf } from './lock.ts';

/** PostgreSQL's manual, "postmaster.pid": the process, the folder, the start, the port, the socket's folder, the address. */
const PORT_LINE = 3;
const SOCKET_LINE = 4;
const STATUS_LINE = 7;

/** The address of the database that a living process serves from this folder; undefined: nobody does. Carries a password. */
export function findRunning(dataDir: string, database: string): string | undefined {
  if (!existsSync(dataDir)) return undefined;
  const real = realpathSync(resolve(dataDir));
  const owner = ownerOf(real);
  if (owner === undefined) return undefined;
  const lines = readIfThere(join(real, 'cluster', 'postmaster.pid'))?.split('\n') ?? [];
  const password = readIfThere(join(real, 'password'))?.trim();
  const port = lines[PORT_LINE]?.trim();
  if (lines[STATUS_LINE]?.trim() !== 'ready' || port === undefined || password === undefined) {
    throw new Error(
      `The database in ${real} is in use by process ${owner} and cannot be entered right now: it is starting or stopping, or belongs to another user. Try again as that user, or stop that process first.`,
    );
  }
  const socket = lines[SOCKET_LINE]?.trim() ?? '';
  const credentials = `${USER}:${password}`;
  if (socket === '') return `postgres://${credentials}@127.0.0.1:${port}/${database}`;
  return `postgres://${credentials}@localhost:${port}/${database}?host=${encodeURIComponent(socket)}`;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'EACCES') return undefined;
    throw error;
  }
}
