// `npm run demo` as somebody new runs it, in a process of its own: what it says while it sets up, where it is, and that it leaves
// nothing behind. What the stage can do is tested beside it (stage/stage.e2e.test.ts).
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from 'vitest';
import { freePort } from './free-port.ts';

const ROOT = join(import.meta.dirname, '..');
let home: string | undefined;
let demo: ChildProcess | undefined;

afterEach(() => {
  demo?.kill('SIGKILL');
  if (home !== undefined) rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

/** Its own temporary folder, so that what it leaves there is seen. */
function start(...args: readonly string[]) {
  home = mkdtempSync(join(tmpdir(), 'demo-'));
  // Started by root, the database runs as somebody else.
  chmodSync(home, 0o711);
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/demo.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  demo = child;
  return child;
}

it('says what it does, where it is, and is gone without a trace', async () => {
  const [port, stagePort] = [await freePort(), await freePort()];
  const child = start('--port', String(port), '--stage-port', String(stagePort));
  const said: string[] = [];
  child.stderr.resume();
  const lines = createInterface(child.stdout);
  for await (const line of lines) {
    said.push(line.trim());
    if (line.startsWith('Ctrl-C')) break;
  }
  expect(said.join('\n')).toMatch(
    /Setting up.*invented seeds.*Preparing the built-in database.*The bots are connected\..*Ready after \d/s,
  );
  expect(said).toContainEqual(expect.stringMatching(`^The stage: +http://127.0.0.1:${stagePort} +open it and press`));
  expect(said).toContainEqual(expect.stringMatching(`^The service: +http://127.0.0.1:${port} `));
  for (const address of [stagePort, port]) {
    expect((await fetch(`http://127.0.0.1:${address}/`)).status).toBe(200);
  }
  expect(readdirSync(home ?? '').filter((name) => name.startsWith('speedfog-demo-'))).toHaveLength(1);
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  expect(await gone).toEqual([0, null]);
  expect(readdirSync(home ?? '').filter((name) => name.startsWith('speedfog-'))).toEqual([]);
});

it('says what it takes, and what it does not', async () => {
  const child = start('--speed', 'fast');
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += String(chunk);
  });
  const [code] = await once(child, 'close');
  expect(code).not.toBe(0);
  expect(said).toContain('a number like 10');
});
