// What whoever has an old Node reads before anything else: one sentence, and no trace of an error. Every command of package.json
// that needs a modern Node looks first.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const LOOK = join(import.meta.dirname, 'need-node.cjs');

/** As if this Node were another. */
function startAs(version: string): Promise<{ readonly code: number; readonly said: string }> {
  const disguise = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } });`;
  const script = `${disguise} require(${JSON.stringify(LOOK)}); console.log('goes on');`;
  return new Promise((resolve) => {
    execFile(process.execPath, ['-e', script], (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: out + err }),
    );
  });
}

it.each(['6.17.1', '18.20.8', '20.18.3'])('Node %s is asked for a newer one, in one sentence', async (version) => {
  expect(await startAs(version)).toEqual({
    code: 1,
    said: `SpeedFog Racing needs Node 20.19 or newer; this is Node ${version}. Install a newer one and run the command again.\n`,
  });
});

it.each(['20.19.0', '22.0.0', '100.0.0'])('Node %s will do', async (version) => {
  expect(await startAs(version)).toEqual({ code: 0, said: 'goes on\n' });
});

it('the commands of the README look before they load anything', async () => {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  for (const word of ['demo', 'test', 'prestart', 'preconsole', 'chaos', 'fuzz', 'bench', 'mod-faults', 'demo-seeds']) {
    expect(scripts[word], word).toMatch(/^node tools\/need-node\.cjs && /);
  }
});
