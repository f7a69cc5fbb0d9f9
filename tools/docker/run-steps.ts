// Does the steps of a Dockerfile in folders instead of images: each stage has one that stands for `/`. What the base image brings
// (Node, npm, a shell) is this machine's; the rest is what the image would have. Deliberately absent: layers, isolation.
import { execFile } from 'node:child_process';
import { chown, cp, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import type { Stage, Step } from './dockerfile.ts';

/** Of the base image. */
export const NODE_USER = 1000;
const BASE_FOLDERS = ['usr/local/bin', 'tmp'];

export type Built = { readonly root: string; readonly workdir: string; readonly env: Readonly<Record<string, string>> };

/** `context`: the project. Answers the last stage. Rejects with what a failed step said. */
export async function runStages(stages: readonly Stage[], context: string, home: string): Promise<Built> {
  const roots = new Map<string, string>();
  let last: Built | undefined;
  for (const [index, stage] of stages.entries()) {
    const root = join(home, `stage-${index}`);
    for (const folder of BASE_FOLDERS) await mkdir(join(root, folder), { recursive: true });
    if (stage.name !== null) roots.set(stage.name, root);
    last = { root, workdir: '/', env: {} };
    for (const step of stage.steps) last = await doStep(step, last, context, roots);
  }
  if (last === undefined) throw new Error('The Dockerfile has no stage.');
  return last;
}

async function doStep(step: Step, at: Built, context: string, roots: ReadonlyMap<string, string>): Promise<Built> {
  const inside = (path: string) => join(at.root, posix.resolve(at.workdir, path));
  switch (step.do) {
    case 'workdir':
      await mkdir(join(at.root, step.path), { recursive: true });
      return { ...at, workdir: step.path };
    case 'env':
      return { ...at, env: { ...at.env, ...step.values } };
    case 'user':
      return at;
    case 'run':
      await promisify(execFile)('sh', ['-ec', moved(step.command, at.root)], {
        cwd: inside('.'),
        env: { ...process.env, ...movedAll(at.env, at.root), NODE_OPTIONS: '', npm_config_prefer_offline: 'true' },
        maxBuffer: 64 * 1024 * 1024,
      });
      return at;
    case 'copy': {
      const from = step.from === null ? context : roots.get(step.from);
      if (from === undefined) throw new Error(`There is no stage ${step.from}.`);
      const ignored = step.from === null ? await readIgnored(context) : () => false;
      for (const path of step.paths) await copy(join(from, path), inside(step.to), from, ignored);
      if (step.owner !== null) await give(inside(step.to));
      return at;
    }
  }
}

/** Absolute paths that the image has and this machine must not be changed in. */
export const moved = (text: string, root: string): string =>
  text.replaceAll(/(?<![\w./])\/(app|data|usr\/local\/bin)\b/g, (path) => join(root, path));

export const movedAll = (env: Readonly<Record<string, string>>, root: string): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, moved(value, root)]));

async function copy(from: string, to: string, base: string, ignored: (path: string) => boolean): Promise<void> {
  const isFolder = (await stat(from)).isDirectory();
  const target = isFolder || !to.endsWith(sep) ? to : join(to, relative(base, from));
  await cp(from, isFolder ? target : await intoFolder(target, from), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => path === base || !ignored(relative(base, path).split(sep).join('/')),
  });
}

const intoFolder = async (target: string, from: string): Promise<string> => {
  const found = await stat(target).catch(() => undefined);
  return found?.isDirectory() === true ? join(target, posix.basename(from)) : target;
};

/** `.dockerignore` as far as ours goes: names from the root, and `**` followed by one name that may begin with `*`. */
async function readIgnored(context: string): Promise<(path: string) => boolean> {
  const lines = (await readFile(join(context, '.dockerignore'), 'utf8')).split('\n').filter((line) => line !== '');
  return (path) =>
    lines.some((line) => {
      if (!line.startsWith('**/')) return path === line || path.startsWith(`${line}/`);
      const name = line.slice(3);
      const last = posix.basename(path);
      return name.startsWith('*') ? last.endsWith(name.slice(1)) : last === name;
    });
}

async function give(path: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  await chown(path, NODE_USER, NODE_USER);
  for (const entry of await readdir(path, { recursive: true })) await chown(join(path, entry), NODE_USER, NODE_USER);
}
