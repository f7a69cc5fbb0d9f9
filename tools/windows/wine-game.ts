// The stand-in for the game under Wine: started as ModEngine2 would start it with a pack, moved by lines on its control port
// (mod/fake-game/src/control.rs), looked at through its screen.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FAKE_GAME } from './paths.ts';
import type { Screen } from './screen.ts';
import { WINE, wineSettings } from './toolchain.ts';

/** Wine's first start on a slow machine. */
const START_MS = 60_000;
/** The first answer waits for the window, and a frame may be slow. */
const ANSWER_MS = 60_000;

export type WineGameOptions = {
  /** Of setup.sh. */
  readonly folder: string;
  readonly screen: Screen;
  /** Made if missing; the game is copied into it. */
  readonly gameDir: string;
  /** ModEngine2's settings inside a pack. */
  readonly config: string;
  readonly load?: 'early' | 'first' | 'late';
  readonly size?: readonly [number, number];
  readonly format?: 'sdr' | 'hdr10' | 'scrgb';
  /** Instead of the stand-in as it was built. */
  readonly executable?: string;
};

export type Scene = 'menu' | 'loading' | 'playing';
export type FrameStats = { frames: number; present_us: { mean: number; p50: number; p99: number } };

export class WineGame {
  readonly #process: ChildProcess;
  readonly #control: Socket;
  readonly #answers: AsyncIterator<string>;
  #errors: string;

  private constructor(process: ChildProcess, control: Socket) {
    this.#process = process;
    this.#control = control;
    this.#answers = createInterface({ input: control })[Symbol.asyncIterator]();
    this.#errors = '';
    process.stderr?.on('data', (chunk) => {
      this.#errors = `${this.#errors}${chunk}`.slice(-4_000);
    });
  }

  static async start(options: WineGameOptions): Promise<WineGame> {
    const { folder, screen, gameDir, config, load = 'early', size = [1280, 720], format = 'sdr' } = options;
    mkdirSync(gameDir, { recursive: true });
    const executable = join(gameDir, 'eldenring.exe');
    if (!existsSync(executable)) cpSync(options.executable ?? FAKE_GAME, executable);
    const words = ['--config', toWindows(config), '--load', load, '--size', size.join('x'), '--format', format];
    const child = spawn(WINE, ['eldenring.exe', ...words], {
      cwd: gameDir,
      env: wineEnvironment(folder, screen),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const port = await within(START_MS, 'the game to start', firstLine(child)).catch((error) => {
      child.kill('SIGKILL');
      throw error;
    });
    const control = createConnection(port, '127.0.0.1');
    await once(control, 'connect');
    return new WineGame(child, control);
  }

  /** Sends a line, answers what came back. Throws what the game could not do. */
  async ask(line: string): Promise<Record<string, unknown>> {
    this.#control.write(`${line}\n`);
    const { value } = await within(ANSWER_MS, `an answer to "${line}"`, this.#answers.next());
    const answer = JSON.parse(value ?? '{"fault":"the game is gone"}');
    if (typeof answer.fault === 'string') throw new Error(`${line}: ${answer.fault}`);
    return answer;
  }

  async scene(scene: Scene): Promise<void> {
    await this.ask(`scene ${scene}`);
  }

  async isSet(flag: number): Promise<boolean> {
    return (await this.ask(`read ${flag}`)).set === true;
  }

  async stats(): Promise<FrameStats> {
    return (await this.ask('stats')) as FrameStats;
  }

  /** Through its own way out. Answers the exit code. */
  async quit(): Promise<number | null> {
    await this.ask('quit').catch(() => undefined);
    return await this.#ended();
  }

  /** Gone without a goodbye. */
  async crash(): Promise<void> {
    this.#control.write('crash\n');
    await this.#ended();
  }

  async close(): Promise<void> {
    this.#control.destroy();
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill('SIGKILL');
    await once(this.#process, 'exit');
  }

  get errors(): string {
    return this.#errors;
  }

  async #ended(): Promise<number | null> {
    const isGone = this.#process.exitCode !== null || this.#process.signalCode !== null;
    if (!isGone) await within(ANSWER_MS, 'the game to end', once(this.#process, 'exit'));
    this.#control.destroy();
    return this.#process.exitCode;
  }
}

/** What makes Direct3D 12 draw under Wine 8 (see setup.sh). */
function wineEnvironment(folder: string, screen: Screen): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...wineSettings(folder),
    DISPLAY: screen.display,
    WINE_D3D_CONFIG: 'renderer=vulkan',
    LD_LIBRARY_PATH: join(folder, 'mesa/usr/lib/x86_64-linux-gnu'),
    VK_ICD_FILENAMES: join(folder, 'mesa/lvp.json'),
  };
}

/** Wine shows the whole machine as drive Z. */
export const toWindows = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;

async function firstLine(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('no output');
  const ended = once(child, 'exit').then(([code]) => `{"fault":"it ended with ${code}"}`);
  const said = once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line));
  const first = JSON.parse(await Promise.race([said, ended]));
  if (typeof first.control !== 'number') throw new Error(`the game did not start: ${first.fault}`);
  return first.control;
}

/** A hang has to show as one. */
async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${ms / 1000} s for ${what}: it hangs`)), ms);
  });
  return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** The mod's log, which lies beside its configuration. */
export const readLog = (packDir: string): string => {
  const path = join(packDir, 'speedfog_race.log');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
};
