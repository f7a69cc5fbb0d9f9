// Players whose mod is the real one, in a process of their own: started with packs and scripts, heard as lines of JSON.
// Deliberately absent: what they do, which is the mod's and the script's.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { PLAYER_STATUSES, RACE_STATUSES } from '../../server/race/race.ts';
import type { ModConfiguration } from '../runner/pack.ts';
import { igtAt, type Plan } from '../runner/plan.ts';
import type { RunnerState } from '../runner/runner.ts';

export type ModPlayer = {
  readonly name: string;
  /** A zip, a folder or a speedfog_race.toml. */
  readonly packPath: string;
  readonly plan: Plan;
  /** Instead of the pack's own server. */
  readonly url?: string;
};

const State = z.object({
  online: z.boolean(),
  over: z.boolean(),
  race: z.enum(RACE_STATUSES).nullable(),
  you: z.enum(PLAYER_STATUSES).nullable(),
  unsent: z.int(),
  finished: z.boolean(),
  place: z.int().nullable(),
});
export type ModState = z.infer<typeof State>;

const Line = z.discriminatedUnion('event', [
  State.extend({ event: z.literal('state'), player: z.string() }),
  z.object({ event: z.literal('go'), player: z.string(), real_ms: z.int() }),
  z.object({ event: z.literal('gave_up'), player: z.string() }),
  z.object({ event: z.literal('banner'), player: z.string(), text: z.string() }),
]);

const STOP_MS = 10_000;

/** One player of the process. */
export class ModRunner {
  readonly name: string;
  readonly pack: ModConfiguration | undefined;
  #now: ModState | undefined;
  #goAt: number | undefined;
  #banner = '';
  #isPlaying = true;
  readonly #process: ModProcess;

  constructor(name: string, process: ModProcess, pack: ModConfiguration | undefined) {
    this.name = name;
    this.pack = pack;
    this.#process = process;
  }

  get now(): ModState | undefined {
    return this.#now;
  }

  /** Wall ms at which the view said GO; undefined until then. */
  get goAt(): number | undefined {
    return this.#goAt;
  }

  /** The most urgent thing that the overlay says. */
  get lastWord(): string {
    return this.#banner;
  }

  /** In the words of the simulated players. */
  get state(): RunnerState {
    const now = this.#now;
    if (!this.#isPlaying) return 'stopped';
    if (now === undefined) return 'connecting';
    if (now.you === 'finished' && now.unsent === 0) return 'finished';
    if (now.over) return 'out';
    if (now.you === 'ready') return 'ready';
    if (now.race === 'running' && now.you === 'playing') return 'racing';
    return now.online ? 'waiting' : 'connecting';
  }

  /** The game dies without a word; `ms` later (of the race's time) it is started again. */
  crashGame(ms: number): void {
    this.#process.tell({ do: 'crash', player: this.name, ms });
  }

  toggleReady(): void {
    this.#process.tell({ do: 'toggle_ready', player: this.name });
  }

  /** The process ends with the last of its players. */
  stop(): void {
    this.#isPlaying = false;
    this.#process.left(this);
  }

  hear(line: z.infer<typeof Line>): void {
    if (line.event === 'state') this.#now = line;
    if (line.event === 'go') this.#goAt = line.real_ms;
    if (line.event === 'banner') this.#banner = line.text;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }
}

export type ModProcess = {
  readonly runners: ReadonlyMap<string, ModRunner>;
  tell(command: object): void;
  left(runner: ModRunner): void;
  /** Asks it to end; kills it where it does not. */
  close(): Promise<void>;
  /** SIGKILL: what a power cut leaves. Resolves when it is gone. */
  kill(): Promise<void>;
};

export type ModProcessOptions = {
  readonly binary: string;
  readonly players: readonly ModPlayer[];
  /** Outboxes, saves, logs and scripts. */
  readonly folder: string;
  readonly speed: number;
  readonly seed?: number;
  readonly packOf?: (name: string) => ModConfiguration | undefined;
  readonly onGiveUp?: (name: string) => void;
  readonly onWord?: (line: string) => void;
};

export function startModRunners(options: ModProcessOptions): ModProcess {
  const { binary, players, folder, speed, seed = 1 } = options;
  mkdirSync(folder, { recursive: true });
  const each = players.flatMap(({ name, packPath, plan, url }) => {
    const script = join(folder, `${name}.script.json`);
    writeFileSync(script, JSON.stringify(makeScript(plan)));
    return [...['--pack', packPath, '--script', script, '--name', name], ...(url === undefined ? [] : ['--url', url])];
  });
  const common = ['--json', '--data', folder, '--speed', String(speed), '--rate', '30', '--seed', String(seed)];
  const child = spawn(binary, [...each, ...common], { stdio: ['pipe', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  exited.catch(() => {});
  const runners = new Map<string, ModRunner>();
  const process: ModProcess = {
    runners,
    tell: (command) => void child.stdin.write(`${JSON.stringify(command)}\n`),
    left() {
      if ([...runners.values()].every((one) => !one.isPlaying)) void process.close();
    },
    async close() {
      child.stdin.end();
      await endOf(child, exited);
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
  // A process that is gone does not listen any more.
  child.stdin.on('error', () => {});
  for (const { name } of players) runners.set(name, new ModRunner(name, process, options.packOf?.(name)));
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = Line.parse(JSON.parse(text));
    runners.get(line.player)?.hear(line);
    if (line.event === 'gave_up') options.onGiveUp?.(line.player);
    options.onWord?.(text);
  });
  createInterface({ input: child.stderr }).on('line', (text) => options.onWord?.(text));
  return process;
}

async function endOf(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await exited;
  clearTimeout(late);
}

/** The plan as the mod's player reads it. */
export function makeScript({ steps, givesUpAtMs }: Plan) {
  return {
    steps: steps.map(({ flag, node, atMs, deaths }) => ({
      flag,
      at_ms: Math.round(atMs),
      igt_ms: igtAt(atMs),
      deaths,
      finish: node === null,
    })),
    gives_up_at_ms: givesUpAtMs,
  };
}
