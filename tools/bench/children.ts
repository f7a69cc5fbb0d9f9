// Processes of the benchmark: each is a file that answers questions over the channel to its parent. What they are asked is typed
// by what they answer. Deliberately absent: what is measured.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

type Answers = Readonly<Record<string, (about: never) => unknown>>;
type Question = { readonly id: number; readonly what: string; readonly about: unknown };
type Answer = { readonly id: number; readonly answer?: unknown; readonly fault?: string };

export type Child<A extends Answers> = {
  readonly pid: number;
  ask<K extends keyof A & string>(what: K, ...about: Parameters<A[K]>): Promise<Awaited<ReturnType<A[K]>>>;
  /** Lets it go and waits until it is gone. */
  stop(): Promise<void>;
};

const STOP_WITHIN_MS = 15_000;

const running = new Set<ChildProcess>();
let isInterrupted = false;

/** Whoever waits for a child hears that it ended, and clears up on the way out. No other starts. */
export function interrupt(): void {
  isInterrupted = true;
  for (const child of running) void stop(child);
}

/** `file`: beside this one. It may collect its garbage when asked to, so that memory can be compared. */
export function startChild<A extends Answers>(file: string, args: readonly string[] = []): Child<A> {
  if (isInterrupted) throw new Error('interrupted');
  const child = fork(join(import.meta.dirname, file), args, {
    execArgv: ['--import', 'tsx', '--expose-gc', ...profiling(file)],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  running.add(child);
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (fault: Error) => void }>();
  let asked = 0;
  child.on('message', (message: Answer) => {
    const asker = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.fault === undefined) asker?.resolve(message.answer);
    else asker?.reject(new Error(`${file}: ${message.fault}`));
  });
  child.once('exit', (code, signal) => {
    running.delete(child);
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended (${code ?? signal})`));
    waiting.clear();
  });
  return {
    pid: child.pid ?? 0,
    ask: (what, ...about) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve: resolve as (answer: unknown) => void, reject });
        child.send({ id: asked, what, about: about[0] } satisfies Question, (error) => {
          if (error !== null) reject(error);
        });
      }),
    stop: () => stop(child),
  };
}

/** BENCH_PROFILE=folder leaves a CPU profile of every child there. */
function profiling(file: string): readonly string[] {
  const folder = process.env.BENCH_PROFILE;
  if (folder === undefined) return [];
  return ['--cpu-prof', `--cpu-prof-dir=${join(folder, file)}`];
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  if (child.connected) child.disconnect();
  const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await gone;
  clearTimeout(impatient);
}

/** In the child: answers until the parent lets go, then `end`s. */
export function answerParent(answers: Answers, end: () => Promise<unknown>): void {
  process.on('message', ({ id, what, about }: Question) => {
    const reply = (message: Answer) => process.send?.(message);
    const run = answers[what] as ((about: unknown) => unknown) | undefined;
    Promise.resolve()
      .then(() => {
        if (run === undefined) throw new Error(`cannot answer ${what}`);
        return run(about);
      })
      .then(
        (answer) => reply({ id, answer }),
        (error: unknown) =>
          reply({ id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
  // Ctrl-C reaches the whole group; the parent decides when its children go.
  process.on('SIGINT', () => {});
  process.once('disconnect', () => {
    void end().finally(() => process.exit(0));
  });
}
