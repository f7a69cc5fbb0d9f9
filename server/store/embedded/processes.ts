// What the operating system knows about a process by its number: gone, a zombie, or running since when and as what.
// Needed because numbers are reused and because PostgreSQL takes a zombie for a living server. Signals nobody.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type Process =
  | { state: 'gone' }
  | { state: 'zombie' }
  /** `since` tells two processes with the same number apart; it is compared, never read. Both are '' where unknown. */
  | { state: 'running'; since: string; command: string };

const GONE: Process = { state: 'gone' };

/** Looks a process up in /proc (Linux), with ps (macOS), or only by its existence (Windows). */
export function lookUp(pid: number): Process {
  if (!Number.isInteger(pid) || pid <= 0) return GONE;
  if (process.platform === 'linux') return lookUpInProc(pid);
  if (process.platform === 'win32') return exists(pid) ? { state: 'running', since: '', command: '' } : GONE;
  return lookUpWithPs(pid);
}

function lookUpInProc(pid: number): Process {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the name stands in parentheses and may hold anything; after it come the state (3rd) and, as 22nd, the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return { state: 'zombie' };
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { state: 'running', since: fields[19] ?? '', command };
  } catch {
    return GONE;
  }
}

function lookUpWithPs(pid: number): Process {
  try {
    const ask = (column: string) =>
      execFileSync('ps', ['-ww', '-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
    if (ask('stat').startsWith('Z')) return { state: 'zombie' };
    return { state: 'running', since: ask('lstart'), command: ask('command') };
  } catch {
    return GONE;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
