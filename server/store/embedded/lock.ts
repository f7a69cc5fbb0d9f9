// One process per data folder: a file `owner` names the process that has the database open. A lock whose process is gone
// (kill -9, power cut) is taken over. PostgreSQL's own lock guards the files; this one keeps us from ending a
// server that somebody else is using.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lookUp } from './processes.ts';

const ATTEMPTS = 5;

/**
 * Takes the folder for this process and returns what gives it back. Throws a sentence when another living process
 * (or this one, once already) has it.
 */
export function lockFolder(dataDir: string): () => void {
  const file = join(dataDir, 'owner');
  const mine = describeOwner(process.pid);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (tryToWrite(file, mine)) return () => release(file, mine);
    const theirs = read(file);
    if (theirs === undefined) continue;
    const pid = Number(theirs.split(' ')[0]);
    if (theirs === describeOwner(pid)) {
      throw new Error(
        `The database in ${dataDir} is in use by process ${pid}. Stop that one first, or choose another folder with DATA_DIR.`,
      );
    }
    takeAway(file, theirs);
  }
  throw new Error(
    `Several processes are starting with the data folder ${dataDir} at once. Start one of them, or give each its own DATA_DIR.`,
  );
}

/** The number of the living process that has the folder; undefined: none has. Takes nothing. */
export function ownerOf(dataDir: string): number | undefined {
  const theirs = read(join(dataDir, 'owner'));
  const pid = Number(theirs?.split(' ')[0]);
  return theirs !== undefined && theirs === describeOwner(pid) ? pid : undefined;
}

/** Number and start of a living process; of a dead one something that no lock file ever says. */
function describeOwner(pid: number): string {
  const found = lookUp(pid);
  return found.state === 'running' ? `${pid} ${found.since}` : `${pid} ${found.state}`;
}

function tryToWrite(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes a dead owner's file. If a third process replaced it since it was read, that one's is put back. */
function takeAway(file: string, stale: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (read(aside) !== stale) linkSync(aside, file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  }
  rmSync(aside, { force: true });
}

function release(file: string, mine: string): void {
  if (read(file) === mine) rmSync(file, { force: true });
}
