// Where the mod's headless player lies once cargo has built it. Deliberately absent: building it (tools/test.ts does).

import { existsSync } from 'node:fs';
import { join } from 'node:path';

const TARGET = join(import.meta.dirname, '../../mod/target');
const NAME = process.platform === 'win32' ? 'speedfog-runner.exe' : 'speedfog-runner';

/** Undefined where it was never built: whoever wants it goes on without, and says so. */
export function findModRunner(): string | undefined {
  return ['debug', 'release'].map((profile) => join(TARGET, profile, NAME)).find((path) => existsSync(path));
}
