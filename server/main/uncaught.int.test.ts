// The service as a process in which something throws where nobody catches.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { freePort } from '../../tools/free-port.ts';
import { freshDatabase } from '../../tools/testing/database.ts';

const COMMAND = join(import.meta.dirname, '..', 'speedfog-racing.mjs');
/** Throws when it is told to. */
const BREAKABLE = `process.on('SIGUSR2', () => {
  throw Object.assign(new TypeError('secret-word'), { code: 'EX', url: 'secret-link' });
})`;

test('it ends with 1, the log and the terminal say where, and neither says the words of the fault', async () => {
  const home = await mkdtemp(join(tmpdir(), 'speedfog-uncaught-'));
  const breakable = join(home, 'breakable.mjs');
  await writeFile(breakable, BREAKABLE);
  const database = await freshDatabase();
  const service = spawn(process.execPath, ['--import', pathToFileURL(breakable).href, COMMAND, 'start'], {
    cwd: home,
    env: {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: database.url,
      SECRET_KEY: 'a key for tests only that is long enough',
      DATA_DIR: home,
      PORT: String(await freePort()),
    },
  });
  try {
    const [said, complained] = [text(service.stdout), text(service.stderr)];
    const ended = once(service, 'exit');
    service.stdout.on('data', (chunk) => {
      if (String(chunk).includes('Serving races')) service.kill('SIGUSR2');
    });
    expect(await ended).toEqual([1, null]);
    expect(await said).toMatch(/"level":60,.*"fault":"TypeError","code":"EX","at":\[.*this process ends/);
    expect(await complained).toContain('A fault that nobody caught ends this process: TypeError EX at ');
    expect((await said) + (await complained)).not.toContain('secret-');
  } finally {
    service.kill('SIGKILL');
    await database.drop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
});
