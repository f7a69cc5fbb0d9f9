// The service as a process of its own, always on the same port: started, asked to stop, killed, and started again.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { bundleScript } from '../build-server.ts';
import { ending } from './ends.ts';
import type { Armed } from './server-words.ts';
import { FromServer } from './server-words.ts';

export type Server = {
  /** Resolves when it listens; rejects with its last words when it ends before. */
  start(): Promise<void>;
  /** As an operator restarts it: clients are told, what is under way is stored. */
  stop(): Promise<void>;
  /** No goodbye. */
  kill(): Promise<void>;
  /** It kills itself at that point; resolves when it is dead. */
  dieAt(armed: Armed): Promise<void>;
  /** Makes it throw where nobody catches: for those who test what is noticed of it. */
  breakIt(): void;
  /** Wall ms; undefined before the first end. */
  readonly endedAt: () => number | undefined;
  /** Rejects with a sentence when one that was ready ended though nobody asked it to; settles no other way. */
  readonly crashed: Promise<never>;
  /** What all of its processes wrote past their log. */
  readonly words: () => string;
};

const LAST_WORDS = 2_000;
const WORDS_KEPT = 100_000;
/** As a supervisor does. */
const [STARTS, START_AGAIN_MS] = [5, 300];

const SCRIPTS = join(import.meta.dirname, '..', '..', 'built', `chaos-${process.pid}`);
let bundled: Promise<string> | undefined;

/** Bundled once for all who are started here: it starts three times as fast, and is started often. */
function script(): Promise<string> {
  bundled ??= bundleScript(join(import.meta.dirname, 'serve.ts'), SCRIPTS);
  return bundled;
}

/** When no server will be started any more. */
export const clearScripts = (): void => rmSync(SCRIPTS, { recursive: true, force: true });

export function makeServer(environment: Readonly<Record<string, string>>): Server {
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  let endedAtMs: number | undefined;
  let allWords = '';
  /** Which are to end, or to be killed by themselves. */
  const doomed = new WeakSet<ChildProcess>();
  let crash: (fault: Error) => void = () => {};
  const crashed = new Promise<never>((_, reject) => {
    crash = reject;
  });
  crashed.catch(() => {});

  const doom = () => {
    if (child !== undefined) doomed.add(child);
    return child;
  };
  const endWith = async (signal: NodeJS.Signals) => {
    doom()?.kill(signal);
    await ended;
  };
  const startOnce = async (): Promise<void> => {
    const mine = fork(await script(), [], {
      execArgv: ['--enable-source-maps'],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, ...environment },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child = mine;
    let words = '';
    mine.stderr?.on('data', (chunk) => {
      words = `${words}${String(chunk)}`.slice(-LAST_WORDS);
      allWords = `${allWords}${String(chunk)}`.slice(-WORDS_KEPT);
    });
    let isReady = false;
    const gone = once(mine, 'exit');
    mine.once('exit', (code, signal) => {
      if (isReady && !doomed.has(mine)) crash(new Error(`the server ended by itself (${code ?? signal}): ${words}`));
    });
    const end = ending(async () => {
      doomed.add(mine);
      mine.kill('SIGKILL');
      await gone;
    });
    ended = gone.then(() => {
      endedAtMs = Date.now();
      if (child === mine) child = undefined;
      return end();
    });
    const ready = new Promise<void>((resolve) => {
      mine.on('message', (message) => {
        if (!FromServer.safeParse(message).success) return;
        isReady = true;
        resolve();
      });
    });
    const died = ended.then(() => {
      throw new Error(`the server ended before it was ready: ${words}`);
    });
    died.catch(() => {});
    await Promise.race([ready, died]);
  };
  return {
    endedAt: () => endedAtMs,
    crashed,
    words: () => allWords,
    breakIt: () => void child?.send({ break: true }),
    async start() {
      for (let tried = 1; ; tried += 1) {
        const began = await startOnce().catch((error: unknown) => error);
        if (began === undefined) return;
        // Its database may be away just then; whoever keeps it running starts it again.
        if (tried === STARTS) throw began;
        await pause(START_AGAIN_MS);
      }
    },
    stop: () => endWith('SIGTERM'),
    kill: () => endWith('SIGKILL'),
    async dieAt(armed) {
      doom()?.send({ arm: armed });
      await ended;
    },
  };
}
