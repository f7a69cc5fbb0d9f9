// Builds what browsers load: the scripts of views/overlay, the styles with the palette's colours, and htmx from its package,
// each with its hash in its name, and a manifest that says which is which. Run by `npm run build`, and before
// `npm start` (`--if-needed`) when something is missing or older than its source; both bundle the service too (build-server.ts).

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type OutputFile } from 'esbuild';
import { z } from 'zod';
import { buildServer, ensureServerBuilt } from './build-server.ts';

const ROOT = join(import.meta.dirname, '..');
const VIEWS = join(ROOT, 'views');
const BUILT = join(VIEWS, 'static', 'built');
const PALETTE = join(ROOT, 'server', 'present', 'palette.json');
const SCRIPTS = [
  'page',
  'race-map',
  'overlay-dag',
  'overlay-leaderboard',
  'overlay-clock',
  'overlay-player',
  'overlay-worker',
] as const;
const STYLES = ['site', 'overlay'] as const;
const OLDEST_BROWSERS = ['chrome103', 'firefox115', 'safari16'];

const Palette = z.array(z.object({ hex: z.string().regex(/^#[0-9A-Fa-f]{6}$/) }));

/** `compressed`: bytes as gzip sends them. */
export type BuiltFile = {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly compressed: number;
};

/** Builds everything anew; files of earlier builds go, the manifest comes last. */
export async function buildViews(): Promise<readonly BuiltFile[]> {
  const outputs = [...(await scripts()), ...(await styles()), await htmx()];
  await mkdir(BUILT, { recursive: true });
  const built = await Promise.all(outputs.map(keep));
  await writeManifest(built);
  const keepers = new Set(['manifest.json', ...built.map((one) => one.file)]);
  // Drafts of a manifest are another process's, which builds at the same time.
  const others = (await readdir(BUILT)).filter((file) => !keepers.has(file) && !file.endsWith('.tmp'));
  await Promise.all(others.map((file) => rm(join(BUILT, file), { force: true })));
  return built;
}

/** Builds unless what is there is newer than every source. Answers what was built, empty where nothing was. */
export async function ensureViewsBuilt(): Promise<readonly BuiltFile[]> {
  const made = await newest([join(BUILT, 'manifest.json')]);
  const sources = [join(VIEWS, 'overlay'), join(VIEWS, 'static', 'css'), PALETTE, join(ROOT, 'package-lock.json')];
  return made === 0 || made < (await newest(sources)) ? await buildViews() : [];
}

type Output = { readonly name: string; readonly file: string; readonly contents: Uint8Array };

async function scripts(): Promise<readonly Output[]> {
  const { outputFiles } = await build({
    entryPoints: SCRIPTS.map((name) => join(VIEWS, 'overlay', `${name}.ts`)),
    bundle: true,
    format: 'iife',
    minify: true,
    target: OLDEST_BROWSERS,
    ...hashedInto,
  });
  return outputFiles.map(outputOf);
}

async function styles(): Promise<readonly Output[]> {
  const colours = Palette.parse(JSON.parse(await readFile(PALETTE, 'utf8')));
  const palette = colours.map(({ hex }, index) => `.c${index} { color: ${hex}; }`).join('\n');
  const outputs = STYLES.map(async (name) => {
    const { outputFiles } = await build({
      stdin: {
        contents: `@import "./${name}.css";\n${palette}`,
        resolveDir: join(VIEWS, 'static', 'css'),
        loader: 'css',
        sourcefile: `${name}-with-palette.css`,
      },
      bundle: true,
      minify: true,
      target: OLDEST_BROWSERS,
      ...hashedInto,
      entryNames: `${name}-[hash]`,
    });
    return outputFiles.map(outputOf);
  });
  return (await Promise.all(outputs)).flat();
}

/** htmx comes minified and is taken as it is. */
async function htmx(): Promise<Output> {
  const contents = await readFile(createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js'));
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 8).toUpperCase();
  return { name: 'htmx.js', file: `htmx-${hash}.js`, contents };
}

const hashedInto = {
  write: false,
  outdir: BUILT,
  entryNames: '[name]-[hash]',
  legalComments: 'inline',
  logLevel: 'error',
} as const;

function outputOf({ path, contents }: OutputFile): Output {
  const file = basename(path);
  return { name: file.replace(/-[0-9A-Z]{8}(\.\w+)$/, '$1'), file, contents };
}

async function keep({ name, file, contents }: Output): Promise<BuiltFile> {
  await writeFile(join(BUILT, file), contents);
  return { name, file, bytes: contents.byteLength, compressed: gzipSync(contents).byteLength };
}

/** Whole or not at all: a server may be reading. */
async function writeManifest(built: readonly BuiltFile[]): Promise<void> {
  const manifest = Object.fromEntries(built.map(({ name, file }) => [name, file]));
  const draft = join(BUILT, `manifest.${process.pid}.tmp`);
  await writeFile(draft, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(draft, join(BUILT, 'manifest.json'));
}

/** The newest change below these paths, ms; 0 where there is nothing. */
async function newest(paths: readonly string[]): Promise<number> {
  const times = await Promise.all(
    paths.map(async (path): Promise<number> => {
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) return 0;
      if (!found.isDirectory()) return found.mtimeMs;
      const entries = await readdir(path);
      return Math.max(found.mtimeMs, await newest(entries.map((entry) => join(path, entry))));
    }),
  );
  return Math.max(0, ...times);
}

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1).padStart(7)} kB`;

if (process.argv[1] === import.meta.filename) {
  const started = performance.now();
  const ifNeeded = process.argv.includes('--if-needed');
  const built = ifNeeded ? await ensureViewsBuilt() : await buildViews();
  const server = ifNeeded
    ? await ensureServerBuilt().catch((error: unknown) => {
        console.error(
          `The service starts from its sources, which takes longer: it could not be bundled (${String(error)}).`,
        );
        return undefined;
      })
    : await buildServer();
  for (const { file, bytes, compressed } of built) {
    console.log(`${file.padEnd(40)} ${kB(bytes)}, ${kB(compressed)} compressed`);
  }
  if (server !== undefined) console.log(`${'the service'.padEnd(40)} ${kB(server.bytes)} in ${server.files} files`);
  const took = Math.round(performance.now() - started);
  if (built.length > 0 || server !== undefined) console.log(`built in ${took} ms`);
}
