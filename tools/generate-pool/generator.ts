// Runs the generator once as a process of its own group, with everything it says in a log file, and ends it with all that it
// started. Deliberately absent: what becomes of its output.
import { type ChildProcess, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';

/** It has Wine and .NET below it, which may need a moment to go. */
const KILL_AFTER_MS = 5_000;

export type Run = {
  readonly config: string;
  readonly output: string;
  /** The generator's checkout (SPEEDFOG_PATH). */
  readonly cwd: string;
  readonly log: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** Rejects with a sentence when it cannot be started, fails, takes too long or is called off. */
export async function generate({ config, output, cwd, log, timeoutMs, signal }: Run): Promise<void> {
  signal.throwIfAborted();
  const file = await open(log, 'w');
  try {
    const child = spawn('uv', ['run', 'speedfog', config, '-o', output], {
      cwd,
      stdio: ['ignore', file.fd, file.fd],
      // A group of its own: Ctrl-C in the terminal reaches us alone, and we end all of them.
      detached: process.platform !== 'win32',
    });
    await outcome(child, timeoutMs, signal);
  } finally {
    await file.close();
  }
}

function outcome(child: ChildProcess, timeoutMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let why: Error | undefined;
    let killer: NodeJS.Timeout | undefined;
    const stop = (reason: Error) => {
      if (why !== undefined) return;
      why = reason;
      end(child, 'SIGTERM');
      killer = setTimeout(() => end(child, 'SIGKILL'), KILL_AFTER_MS);
    };
    const callOff = () => stop(new Error('called off'));
    // Nothing goes on after us, however we end.
    const kill = () => end(child, 'SIGKILL');
    process.once('exit', kill);
    const timer = setTimeout(
      () => stop(new Error(`took longer than ${Math.round(timeoutMs / 60_000)} min`)),
      timeoutMs,
    );
    signal.addEventListener('abort', callOff, { once: true });
    if (signal.aborted) callOff();
    const settle = (error: Error | undefined) => {
      clearTimeout(timer);
      clearTimeout(killer);
      signal.removeEventListener('abort', callOff);
      process.removeListener('exit', kill);
      // Whatever it left behind in its group.
      if (error !== undefined) kill();
      if (error === undefined) resolve();
      else reject(error);
    };
    child.once('error', (error: NodeJS.ErrnoException) =>
      settle(
        error.code === 'ENOENT'
          ? new Error('`uv` was not found: install it (docs.astral.sh/uv), or look at SPEEDFOG_PATH')
          : error,
      ),
    );
    child.once('exit', (code, by) => {
      settle(why ?? (code === 0 ? undefined : new Error(`the generator failed (${by ?? `exit code ${code}`})`)));
    });
  });
}

function end({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It is gone.
  }
}
