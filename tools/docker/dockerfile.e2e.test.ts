// Nobody here can build an image; so the steps of the Dockerfile are done in folders, and what it would start is started: as a user
// without rights, over its own built-in database, until its health check is content.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { findBundle } from '../server-bundle.mjs';
import { parseDockerfile } from './dockerfile.ts';
import { moved, movedAll, NODE_USER, runStages } from './run-steps.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
/** Everything is installed and built in there, twice. */
const WHOLE = { timeout: 900_000 };

test(
  'the steps of the Dockerfile give a service that starts, is healthy, obeys commands and stops',
  WHOLE,
  async () => {
    const stages = parseDockerfile(await readFile(join(PROJECT, 'Dockerfile'), 'utf8'));
    const final = stages.at(-1);
    const home = await mkdtemp(join(tmpdir(), 'speedfog-image-'));
    await chmod(home, 0o755);
    try {
      expect(stages.length).toBeGreaterThan(1);
      expect(final?.image).toMatch(/^node:24-.*slim$/);
      expect(final?.steps.findLast((step) => step.do === 'user')).toEqual({ do: 'user', name: 'node' });

      const { root, env } = await runStages(stages, PROJECT, home);
      const files = await readdir(join(root, 'app'), { recursive: true });
      expect(
        files.filter((file) => !file.startsWith('node_modules') && /\.test\.ts$|^\.env$|^\.git$/.test(file)),
      ).toEqual([]);
      expect(files).toContain('views/static/built/manifest.json');
      // The bundle in the image is the one that it starts from.
      expect(findBundle(join(root, 'app', 'built', 'server'), join(root, 'app'))).toContain('command-line-');
      // What only tests and tools need stays outside.
      expect(await readdir(join(root, 'app', 'node_modules'))).not.toContain('vitest');

      const ids = process.getuid?.() === 0 ? { uid: NODE_USER, gid: NODE_USER } : {};
      const port = await freePort();
      const options = {
        ...ids,
        cwd: join(root, 'app'),
        env: {
          ...movedAll(env, root),
          PATH: `${join(root, 'usr/local/bin')}${delimiter}${process.env.PATH}`,
          HOME: join(root, 'data'),
          HOST: '127.0.0.1',
          PORT: String(port),
          LOG_LEVEL: 'silent',
        },
      };
      const [program = '', ...args] = [...(final?.entrypoint ?? []), ...(final?.command ?? [])];
      const service = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
      try {
        for await (const line of createInterface(service.stdout)) if (line.startsWith('Serving races')) break;
        const shell = (command: string) => promisify(execFile)('sh', ['-c', command], options);
        await shell(moved(final?.healthcheck ?? 'false', root));
        expect((await shell('speedfog-racing status')).stdout).toBe('No race runs.\n');
        await shell('speedfog-racing backup');
        service.kill('SIGTERM');
        expect(await once(service, 'exit')).toEqual([0, null]);
        await expect(shell(moved(final?.healthcheck ?? 'true', root))).rejects.toMatchObject({ code: 1 });
      } finally {
        service.kill('SIGKILL');
      }
    } finally {
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    }
  },
);
