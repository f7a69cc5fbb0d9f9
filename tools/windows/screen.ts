// A display of its own (Xvfb): pictures of it, and keys pressed on it.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { Picture } from './picture.ts';

const run = promisify(execFile);
const MAX_PICTURE_BYTES = 1 << 26;

export class Screen {
  readonly display: string;
  readonly #server: ChildProcess;
  readonly #size: readonly [number, number];

  private constructor(server: ChildProcess, display: string, size: readonly [number, number]) {
    this.#server = server;
    this.display = display;
    this.#size = size;
  }

  static async open(width: number, height: number): Promise<Screen> {
    const options = [
      '-screen',
      '0',
      `${width}x${height}x24`,
      '+extension',
      'GLX',
      '+render',
      '-noreset',
      '-nolisten',
      'tcp',
    ];
    const server = spawn('Xvfb', ['-displayfd', '3', ...options], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const [number] = (await once(server.stdio[3] ?? server, 'data')) as [Buffer];
    return new Screen(server, `:${String(number).trim()}`, [width, height]);
  }

  async take(): Promise<Picture> {
    const { stdout } = await run('import', ['-window', 'root', '-depth', '8', 'rgb:-'], {
      env: { ...process.env, DISPLAY: this.display },
      encoding: 'buffer',
      maxBuffer: MAX_PICTURE_BYTES,
    });
    return new Picture(this.#size[0], this.#size[1], stdout);
  }

  /** As a person presses it (`F9`, `ctrl+F9`), in the window that has the focus: held for as long as a game needs to see it. */
  press(key: string): void {
    this.#xdotool('keydown', key);
    this.#xdotool('sleep', '0.15', 'keyup', key);
  }

  focus(title: string): void {
    this.#xdotool('search', '--name', title, 'windowfocus', '--sync');
  }

  async close(): Promise<void> {
    if (this.#server.exitCode !== null) return;
    this.#server.kill();
    await once(this.#server, 'exit');
  }

  #xdotool(...words: string[]): void {
    spawnSync('xdotool', words, { env: { ...process.env, DISPLAY: this.display }, timeout: 10_000 });
  }
}
