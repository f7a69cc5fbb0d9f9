// A process under a shell as npm has it: the shell is told to end, and tells nobody.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';

const STOP_WISH = join(import.meta.dirname, 'stop-wish.ts');
const PROGRAM = `import { onStopWish } from ${JSON.stringify(STOP_WISH)};
onStopWish(() => { console.log('stops'); process.exit(0); });
console.log('is here');
setInterval(() => {}, 60_000);`;

it.skipIf(process.platform === 'win32')('stops when the shell between it and npm is ended', async () => {
  const command = '"$0" --import tsx --input-type=module -e "$1"; exit $?';
  const shell = spawn('/bin/sh', ['-c', command, process.execPath, PROGRAM], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: { ...process.env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  for await (const line of createInterface(shell.stdout)) {
    said.push(line);
    if (line === 'is here') shell.kill('SIGTERM');
  }
  // The last line: its end of the pipe is closed, so that it is gone.
  expect(said).toEqual(['is here', 'stops']);
});
