// PostgreSQL's main process over one cluster: clears away what a killed predecessor left, starts it, waits until it
// accepts connections, stops it. Its life is tied to ours: a small shell between us signals it when our end of a pipe
// closes, however we died. Knows no passwords and no databases.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type Account, childEnvironment } from './account.ts';
import type { Binaries } from './binaries.ts';
import { lookUp, type Process } from './processes.ts';

/** Fast shutdown writes a checkpoint; after this long we stop being polite. */
const FAST_STOP_MS = 10_000;
const HARD_STOP_MS = 5_000;
/** Recovery after a crash replays the log before connections are accepted. */
const START_MS = 60_000;
/** Remains of a killed server (its lock, its shared memory, a zombie that pid 1 reaps late) vanish within this. */
const LEFTOVERS_MS = 10_000;
const POLL_MS = 50;
const REMEMBERED_LINES = 20;
const SHOWN_LINES = 4;

/**
 * Runs the server given as arguments, apart from our terminal's signals. A line on stdin is a signal's name; the end of
 * stdin is our death, answered with a fast shutdown. Exits as the server does.
 */
const SUPERVISOR = `
trap '' INT TERM HUP
exec 3<&0
"$@" 3<&- </dev/null & server=$!
{ while read -r signal; do kill -"$signal" $server; done; kill -INT $server; } <&3 2>/dev/null & ear=$!
exec 3<&-
wait $server; code=$?
kill -KILL $ear 2>/dev/null
exit $code`;

export type Server = {
  /** Resolves with the last lines it wrote, when it is gone for whatever reason. */
  gone: Promise<string>;
  /** Fast shutdown: open transactions are rolled back, what was committed is on disk. */
  stop(): Promise<void>;
};

export type ServerOptions = { cluster: string; binaries: Binaries; account: Account; settings: Record<string, string> };

/** Starts PostgreSQL with `settings` (its configuration names) and resolves when it accepts connections. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const deadline = Date.now() + LEFTOVERS_MS;
  for (;;) {
    const started = await tryToStart(options);
    if (typeof started !== 'string') return started;
    const leftover = /lock file|pre-existing shared memory/.test(started);
    if (!leftover || Date.now() > deadline) {
      throw new Error(
        `The built-in database in ${options.cluster} did not start: ${started || 'it said nothing'}. Check free space and permissions there, or set DATABASE_URL.`,
      );
    }
    await delay(POLL_MS);
  }
}

async function tryToStart({ cluster, binaries, account, settings }: ServerOptions): Promise<Server | string> {
  const child = launch(join(binaries.folder, 'postgres'), ['-D', cluster, ...asArguments(settings)], account, cluster);
  const said: string[] = [];
  let ready = () => {};
  const accepting = new Promise<'ready'>((resolve) => {
    ready = () => resolve('ready');
  });
  if (child.stderr !== null) {
    createInterface(child.stderr).on('line', (line) => {
      said.push(line);
      if (said.length > REMEMBERED_LINES) said.shift();
      if (line.includes('ready to accept connections')) ready();
    });
  }
  const gone = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', () => resolve(lastWords(said)));
  });
  const tooLate = delay(START_MS, 'too late' as const, { ref: false });
  const first = await Promise.race([accepting, gone, tooLate]);
  if (first === 'ready') return { gone, stop: () => stopChild(child, gone, cluster, binaries, account) };
  if (first !== 'too late') return first;
  await stopChild(child, gone, cluster, binaries, account);
  return `it was not ready after ${START_MS / 1000} s. ${lastWords(said)}`;
}

function launch(program: string, args: string[], account: Account, cluster: string): ChildProcess {
  const common = { env: childEnvironment(), stdio: ['pipe', 'ignore', 'pipe'] as const };
  if (process.platform === 'win32') return spawn(program, args, { ...common, stdio: [...common.stdio], cwd: cluster });
  const child = spawn('/bin/sh', ['-c', SUPERVISOR, 'sh', program, ...args], {
    ...common,
    ...account.ids,
    stdio: [...common.stdio],
    cwd: '/',
    detached: true,
  });
  // Writing to a supervisor that is gone already is answered by its exit, not by this.
  child.stdin?.on('error', () => {});
  return child;
}

function asArguments(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** What it said last, without the time and number before each line. */
function lastWords(said: string[]): string {
  return said
    .slice(-SHOWN_LINES)
    .map((line) => line.replace(/^[\d-]+ [\d:.]+ \S+ \[\d+\] /, ''))
    .join(' ');
}

async function stopChild(
  child: ChildProcess,
  gone: Promise<string>,
  cluster: string,
  binaries: Binaries,
  account: Account,
): Promise<void> {
  if (process.platform === 'win32') {
    await runPgCtlStop(cluster, binaries, account);
  } else {
    child.stdin?.write('INT\n');
    if (!(await within(gone, FAST_STOP_MS))) {
      child.stdin?.write('QUIT\n');
      if (!(await within(gone, HARD_STOP_MS))) child.stdin?.end('KILL\n');
    }
  }
  await gone;
  child.stdin?.destroy();
}

async function within(happening: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const first = await Promise.race([
    happening.then(() => true),
    delay(ms, false, { signal: timer.signal }).catch(() => false),
  ]);
  timer.abort();
  return first;
}

/**
 * Ends a server whose owner died together with the supervisor, and removes a lock that nobody holds. To be called
 * only by who holds the data folder's own lock, so that a server found here is nobody's.
 */
export async function clearLeftovers(cluster: string, binaries: Binaries, account: Account): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const pid = readPid(file);
  if (pid === undefined) return;
  if (process.platform === 'win32') return runPgCtlStop(cluster, binaries, account);
  const found = lookUp(pid);
  if (found.state === 'gone') return;
  if (found.state === 'zombie' || !found.command.includes(cluster)) {
    // PostgreSQL would take either for a living server. A zombie gets time to be reaped, so that PostgreSQL itself can
    // look for the remains that this file names.
    if (found.state === 'running' || !(await turns(pid, ['gone'], HARD_STOP_MS))) rmSync(file, { force: true });
    return;
  }
  signal(pid, 'SIGINT', cluster);
  if (await turns(pid, ENDED, FAST_STOP_MS)) return;
  signal(pid, 'SIGQUIT', cluster);
  if (await turns(pid, ENDED, HARD_STOP_MS)) return;
  throw new Error(`A PostgreSQL (process ${pid}) holds ${cluster} and does not stop. End it and start again.`);
}

function readPid(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8').split('\n')[0]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function signal(pid: number, name: NodeJS.Signals, cluster: string): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw new Error(`A PostgreSQL (process ${pid}) of another user holds ${cluster}. End it and start again.`, {
      cause: error,
    });
  }
}

const ENDED: Process['state'][] = ['gone', 'zombie'];

async function turns(pid: number, states: Process['state'][], ms: number): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (!states.includes(lookUp(pid).state)) {
    if (Date.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

/** Windows has no signals: PostgreSQL's own tool asks it to stop, and waits. */
async function runPgCtlStop(cluster: string, binaries: Binaries, account: Account): Promise<void> {
  const tool = spawn(join(binaries.folder, 'pg_ctl'), ['stop', '-D', cluster, '-m', 'fast', '-w'], {
    ...account.ids,
    cwd: cluster,
    env: childEnvironment(),
    stdio: 'ignore',
  });
  await once(tool, 'exit');
}
