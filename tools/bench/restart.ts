// (c) How long after its start the service is ready again, with a hundred running races to pick up: from the birth of the process, built
// as `npm start` and the container have it, until /ready answers 200. After a graceful stop, and after kill -9, when the database has to recover too.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ensureServerBuilt } from '../build-server.ts';
import { freePort } from '../free-port.ts';
import { percentiles } from './latency.ts';
import type { Row, Section } from './report.ts';
import { SECRET_KEY, type WorldRace } from './world.ts';

export type RestartPlan = {
  readonly env: Readonly<Record<string, string>>;
  readonly races: readonly WorldRace[];
  readonly times: number;
  readonly say: (line: string) => void;
};

const ROOT = join(import.meta.dirname, '..', '..');
const LOOK_EVERY_MS = 10;
const GIVE_UP_MS = 60_000;
const LIMIT_MS = 5_000;

export async function measureRestart({ env, races, times, say }: RestartPlan): Promise<Section> {
  await ensureServerBuilt();
  const port = await freePort();
  const wholeEnv = { ...process.env, ...env, SECRET_KEY, PORT: String(port), LOG_LEVEL: 'warn' };
  const after = { SIGTERM: [] as number[], SIGKILL: [] as number[] };
  const cpu: number[] = [];
  let service = start(wholeEnv);
  try {
    say(`  the first start: ${(await untilReady(service, port)).toFixed(0)} ms`);
    for (let round = 1; round <= times; round += 1) {
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        const gone = once(service, 'exit');
        service.kill(signal);
        await gone;
        service = start(wholeEnv);
        const ms = await untilReady(service, port);
        after[signal].push(ms);
        cpu.push(cpuMsOf(service));
        say(`  ready ${ms.toFixed(0)} ms after ${signal === 'SIGTERM' ? 'a graceful stop' : 'kill -9'}`);
      }
    }
  } finally {
    const gone = service.exitCode === null && service.signalCode === null ? once(service, 'exit') : undefined;
    service.kill('SIGTERM');
    await gone;
  }
  const facts = races.reduce((sum, race) => sum + race.facts, 0);
  const row = (what: string, value: number): Row => ({
    what,
    value,
    unit: 'ms',
    expected: { of: 'value', most: LIMIT_MS },
  });
  return {
    name: 'c',
    title: `(c) ready again with ${races.length} running races of 10 players, ${facts} facts`,
    rows: [
      row('after a graceful stop, p50', percentiles(after.SIGTERM).p50),
      row('after a graceful stop, most', percentiles(after.SIGTERM).max),
      row('after kill -9, p50', percentiles(after.SIGKILL).p50),
      row('after kill -9, most', percentiles(after.SIGKILL).max),
      // What is left of the time on a machine that has nothing else to do.
      ...(process.platform === 'linux'
        ? [{ what: 'CPU of the process until then, p50', value: percentiles(cpu).p50, unit: 'ms' }]
        : []),
    ],
  };
}

function start(env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, ['server/speedfog-racing.mjs', 'start'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function untilReady(service: ChildProcess, port: number): Promise<number> {
  const began = performance.now();
  while (performance.now() - began < GIVE_UP_MS) {
    if (service.exitCode !== null) throw new Error(`the service ended with ${service.exitCode}`);
    const status = await fetch(`http://127.0.0.1:${port}/ready`).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return performance.now() - began;
    await wait(LOOK_EVERY_MS);
  }
  throw new Error(`not ready after ${GIVE_UP_MS} ms`);
}

const TICK_MS = 10;

/** User and system time so far, from Linux's account of the process; 0 elsewhere. */
function cpuMsOf({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return 0;
  const [user = 0, system = 0] =
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? [];
  return (user + system) * TICK_MS;
}
